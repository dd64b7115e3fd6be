// How many connections there may be, and how fast one after the other.
//
// Units:   connections a second, 0.01 to limits::probe_connections_per_s_max; further apart than asked is fine.
// Shape:   claim() reserves the next place and says how long to wait for it. Places are evenly spaced, so that there is
//          never a burst; time is a parameter and never goes back (a steady clock's reading).
// Threads: claim() from any thread: places are shared under one lock.
#pragma once

#include <cstddef>
#include <mutex>
#include <optional>

#include "base/time.hpp"

namespace davy::probe {

class Budget {
 public:
  Budget(double connections_per_s, std::size_t connections_max);

  // How long to wait before the next connection; nothing: there may be no more.
  std::optional<Duration> claim(Duration now);
  std::size_t used() const;

 private:
  Duration interval_;
  std::size_t connections_max_;
  mutable std::mutex mutex_;
  Duration next_ = Duration::min();  // the first moment of the next free place
  std::size_t used_ = 0;
};

}  // namespace davy::probe
