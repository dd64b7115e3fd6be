#include "app/live_sensor.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <utility>

#include "app/exporters_feed.hpp"
#include "app/interface_feed.hpp"
#include "app/wall_clock.hpp"
#include "app/watch_log.hpp"
#include "signal/network/rhythm.hpp"

namespace davy::app {
namespace {

flow::FlowOptions flow_options(const SensorConfig& sensor, const LiveJudge& judge) {
  flow::FlowOptions options;
  options.content = sensor.content;
  options.rhythm = &signal::RhythmJudge::shipped();
  if (sensor.content) options.names = &judge.names();
  return options;
}

// Flow records have neither payload nor single messages.
std::uint32_t blind_bits(const SensorConfig& sensor) {
  const auto bit = [](report::Blindness blind) { return 1u << static_cast<unsigned>(blind); };
  if (sensor.kind == SensorKind::exporters)
    return bit(report::Blindness::no_payload) | bit(report::Blindness::no_messages);
  return sensor.content ? 0 : bit(report::Blindness::content_off);
}

LiveJudgeOptions judge_options(const Config& config, const SensorConfig& sensor) {
  return {.inspect = inspect_options(config, sensor, 1),
          .input = sensor.kind == SensorKind::exporters
                       ? sensor.listen
                       : fmt::format("interface {}", sensor.interface),
          .store_path = config.store_path,
          .open_cases = config.open_cases,
          .blind = blind_bits(sensor)};
}

}  // namespace

InspectOptions inspect_options(const Config& config, const SensorConfig& sensor, unsigned threads) {
  InspectOptions options;
  options.quiet = true;
  options.threads = threads;
  options.sensor = sensor.name;
  options.flow.content = sensor.content;
  options.indicator_paths = config.indicator_paths;
  options.pseudonym_key_path = config.pseudonym_key_path;
  options.register_path = config.register_path;
  options.register_store_path = config.store_path;
  options.meters.calendar_path = config.calendar_path;
  options.meters.meters_path = config.meters_path;
  options.meters.reading.time_zone = config.time_zone;
  return options;
}

LiveSensor::LiveSensor(const SensorConfig& sensor, std::unique_ptr<LiveJudge> judge)
    : name_(sensor.name),
      asleep_(sensor.kind == SensorKind::exporters
                  ? "no exporter has sent anything for five minutes: nobody looks there"
                  : "the interface is gone or switched off: nobody looks there"),
      judge_(std::move(judge)) {}

Result<std::unique_ptr<LiveSensor>> LiveSensor::open(const Config& config,
                                                     const SensorConfig& sensor, unsigned number) {
  auto judge = LiveJudge::open(judge_options(config, sensor), wall_clock());
  if (!judge) return std::unexpected(judge.error());
  std::unique_ptr<LiveSensor> live(new LiveSensor(sensor, std::move(*judge)));
  auto opened = feeds(sensor, number, *live->judge_);
  if (!opened) return std::unexpected(opened.error());
  for (std::unique_ptr<LiveFeed>& feed : *opened)
    live->sources_.push_back(std::make_unique<Source>(std::move(feed)));
  return live;
}

Result<std::vector<std::unique_ptr<LiveFeed>>> LiveSensor::feeds(const SensorConfig& sensor,
                                                                 unsigned number,
                                                                 const LiveJudge& judge) {
  std::vector<std::unique_ptr<LiveFeed>> feeds;
  if (sensor.kind == SensorKind::exporters) {
    auto listener = UdpListener::open(sensor.listen);
    if (!listener) return std::unexpected(listener.error());
    feeds.push_back(std::make_unique<ExportersFeed>(std::move(*listener), judge.names()));
    return feeds;
  }
  // Unique on this machine, as far as process numbers are.
  const auto group = static_cast<std::uint16_t>((::getpid() * 8 + static_cast<int>(number)) | 1);
  for (unsigned t = 0; t < sensor.threads; ++t) {
    auto interface =
        capture::Interface::open({.name = sensor.interface,
                                  .filter = sensor.filter,
                                  .ring_octets = sensor.ring_mib << 20,
                                  .fanout_group = sensor.threads > 1 ? group : std::uint16_t{0}});
    if (!interface) return std::unexpected(interface.error());
    feeds.push_back(
        std::make_unique<InterfaceFeed>(std::move(*interface), flow_options(sensor, judge)));
  }
  return feeds;
}

void LiveSensor::start() {
  judging_ = std::jthread([this] { judge(); });
  for (const auto& source : sources_)
    listening_.emplace_back([this, &one = *source] { listen(one); });
}

void LiveSensor::stop() {
  stopped_ = true;
  listening_.clear();  // waits for each
  {
    const std::lock_guard lock(mutex_);
    all_told_ = true;
  }
  told_one_.notify_all();
  if (judging_.joinable()) judging_.join();
}

void LiveSensor::listen(Source& source) {
  source.feed->run({.clock = wall_clock,
                    .stopped = [this] { return stopped_.load(); },
                    .take = [&](LiveTold&& told) { take(source, std::move(told)); }});
}

void LiveSensor::take(Source& source, LiveTold&& told) {
  {
    const std::lock_guard lock(mutex_);
    source.counts = told.counts;
    source.is_awake = told.is_awake;
    if (told.clock_offset) clock_offset_ = told.clock_offset;
    if (records_told_ + told.records.size() > window_records_max) {
      left_out_ += told.records.size();
      told.records.clear();
    }
    records_told_ += told.records.size();
    told_.push_back(std::move(told));
  }
  told_one_.notify_all();
}

void LiveSensor::judge() {
  while (wait_for_told()) look(false);
  look(true);
}

// False: no more will come, and all was taken.
bool LiveSensor::wait_for_told() {
  std::unique_lock lock(mutex_);
  told_one_.wait_for(lock, std::chrono::seconds{1}, [this] { return !told_.empty() || all_told_; });
  std::vector<LiveTold> told = std::exchange(told_, {});
  records_told_ = 0;
  const bool more = !all_told_;
  lock.unlock();
  for (LiveTold& one : told) judge_->take(std::move(one));
  return more;
}

void LiveSensor::look(bool ending) {
  LiveCounts counts;
  std::optional<Duration> clock_offset;
  bool awake = true;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& source : sources_) {
      counts.add(source->counts);
      awake = awake && source->is_awake;
    }
    counts.left_out += left_out_;
    clock_offset = clock_offset_;
  }
  tell_state(awake);
  const Timestamp now = wall_clock();
  auto done = judge_->look(now, ending);
  const auto noted = judge_->note(
      now, {.awake = awake, .counts = counts, .clock_offset = clock_offset, .ending = ending});
  if (!noted && done) done = noted;
  if (!done && !failing_)
    tell(fmt::format("{}: not kept, tried again: {}", name_, done.error().message));
  if (done && failing_) tell(fmt::format("{}: the store keeps again", name_));
  failing_ = !done;
}

void LiveSensor::tell_state(bool awake) {
  if (awake == was_awake_) return;
  was_awake_ = awake;
  tell(fmt::format("{}: {}", name_, awake ? "something comes again" : asleep_));
}

Result<void> replay(const Config& config, const SensorConfig& sensor, const std::string& path) {
  auto file = capture::CaptureFile::open(path);
  if (!file) return std::unexpected(file.error());
  // The clock is only known when a packet was read: until then nothing is told, and the ledger claims nothing.
  Timestamp now = {};
  auto judge = LiveJudge::open(judge_options(config, sensor), now);
  if (!judge) return std::unexpected(judge.error());
  LiveCapture capture(*file, flow_options(sensor, **judge));
  Result<void> done;
  LiveCounts counted;
  capture.run({.clock = [&] { return std::max(now, capture.last_seen()); },
               .stopped = [&] { return !done; },
               .take =
                   [&](LiveTold&& told) {
                     now = told.at;
                     counted = told.counts;
                     (*judge)->take(std::move(told));
                     done = (*judge)->look(now, false);
                     if (done) done = (*judge)->note(now, {.counts = counted});
                   }});
  if (counted.packets == 0) return input_error(fmt::format("{}: no packet in it", path));
  if (done) done = (*judge)->look(now, true);
  return done ? (*judge)->note(now, {.counts = counted, .ending = true}) : done;
}

}  // namespace davy::app
