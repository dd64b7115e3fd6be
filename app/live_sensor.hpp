// An interface, or a port of exporters, that is watched: threads of their own listen, another judges.
//
// Shape:   between them lies a queue of what was told. Where judging falls behind, the oldest is not thrown away: what was told is put
//          together, and records beyond the bound are left out and counted.
// Errors:  open() fails with one line. Later errors are of the store: told, and tried again.
// Threads: open(), start(), stop() are one owner's.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "app/config.hpp"
#include "app/live_feed.hpp"
#include "app/live_judge.hpp"

namespace davy::app {

class LiveSensor {
 public:
  // `number`: another one for each sensor of this program.
  static Result<std::unique_ptr<LiveSensor>> open(const Config& config, const SensorConfig& sensor,
                                                  unsigned number);
  ~LiveSensor() { stop(); }

  void start();
  // What came is judged and kept first.
  void stop();

 private:
  struct Source {
    std::unique_ptr<LiveFeed> feed;
    LiveCounts counts = {};
    bool is_awake = true;
  };
  LiveSensor(const SensorConfig& sensor, std::unique_ptr<LiveJudge> judge);
  static Result<std::vector<std::unique_ptr<LiveFeed>>> feeds(const SensorConfig& sensor,
                                                              unsigned number,
                                                              const LiveJudge& judge);
  void listen(Source& source);
  void take(Source& source, LiveTold&& told);
  void judge();
  bool wait_for_told();
  void look(bool ending);
  void tell_state(bool awake);

  std::string name_;
  std::string_view asleep_;  // what to say then
  std::unique_ptr<LiveJudge> judge_;
  std::vector<std::unique_ptr<Source>> sources_;
  std::vector<std::jthread> listening_;
  std::jthread judging_;
  std::atomic<bool> stopped_ = false;
  bool was_awake_ = true;
  bool failing_ = false;

  std::mutex mutex_;  // guards what follows
  std::condition_variable told_one_;
  std::vector<LiveTold> told_;
  std::size_t records_told_ = 0;
  std::uint64_t left_out_ = 0;
  std::optional<Duration> clock_offset_;
  bool all_told_ = false;
};

// The settings of `davy inspect` that a sensor's configuration says.
InspectOptions inspect_options(const Config& config, const SensorConfig& sensor, unsigned threads);

// Takes a capture as if it came in on the sensor's interface, as fast as it can: the file's time is the clock.
Result<void> replay(const Config& config, const SensorConfig& sensor, const std::string& path);

}  // namespace davy::app
