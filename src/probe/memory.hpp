// Which endpoints were asked, when, and with what outcome: a file, so that nobody is asked twice a day.
//
// Units:   times are whole seconds since 1970, UTC.
// Shape:   JSON lines {"endpoint":…,"time_s":…,"outcome":…}, sorted. Written whole beside the path and renamed: a reader
//          never sees half of it. An endpoint is noted before its first connection, so that a run that is broken off has
//          asked all the same. One run at a time: the memory holds a lock beside the file until it is destroyed.
// Errors:  Result: a file that is no memory is not overwritten, and nothing is asked.
// Bounds:  limits::probe_memory_max endpoints; the longest ago are forgotten. A day at least is remembered.
// Threads: any: shared under one lock.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"
#include "probe/endpoint.hpp"
#include "probe/outcome.hpp"

namespace davy::probe {

struct Remembered {
  Timestamp time;
  Outcome outcome = Outcome::silence;
};

class Memory {
 public:
  // `to_write` false: it is only read, and note() fails.
  static Result<std::unique_ptr<Memory>> open(const std::string& path, bool to_write);
  ~Memory();
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  // Asked at most `keep` ago, or in what the clock calls the future.
  std::optional<Remembered> asked(const Endpoint& endpoint, Timestamp now, Duration keep) const;
  // Notes it and writes the file.
  Result<void> note(const Endpoint& endpoint, Remembered what);

 private:
  explicit Memory(std::string path) : path_(std::move(path)) {}
  Result<void> lock();
  Result<void> load();
  Result<void> take_line(std::string_view line);
  Result<void> save() const;
  void forget_oldest();

  std::string path_;
  int lock_file_ = -1;
  mutable std::mutex mutex_;
  std::map<Endpoint, Remembered> endpoints_;
};

}  // namespace davy::probe
