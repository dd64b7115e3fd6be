#include "probe/budget.hpp"

#include <algorithm>

#include "base/limits.hpp"

namespace davy::probe {

Budget::Budget(double connections_per_s, std::size_t connections_max)
    : interval_(static_cast<Duration::rep>(
          1e9 / std::clamp(connections_per_s, 0.01, limits::probe_connections_per_s_max))),
      connections_max_(connections_max) {}

std::optional<Duration> Budget::claim(Duration now) {
  const std::scoped_lock lock(mutex_);
  if (used_ == connections_max_) return std::nullopt;
  ++used_;
  const Duration place = std::max(next_, now);
  next_ = place + interval_;
  return place - now;
}

std::size_t Budget::used() const {
  const std::scoped_lock lock(mutex_);
  return used_;
}

}  // namespace davy::probe
