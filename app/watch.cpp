#include "app/watch.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <thread>

#include "app/config.hpp"
#include "app/confinement.hpp"
#include "app/heap.hpp"
#include "app/knowledge.hpp"
#include "app/live_sensor.hpp"
#include "app/open_cases.hpp"
#include "app/refuse.hpp"
#include "app/relays.hpp"
#include "app/sensor_lock.hpp"
#include "app/service_manager.hpp"
#include "app/state_file.hpp"
#include "app/stop_on_signal.hpp"
#include "app/wall_clock.hpp"
#include "app/watch_log.hpp"
#include "app/watched_folder.hpp"
#include "workbench/casefile/cases.hpp"
#include "workbench/store/findings_writer.hpp"
#include "workbench/store/retention.hpp"
#include "workbench/store/settings.hpp"

namespace davy::app {
namespace {

// As `davy inspect` calls them.
std::string_view stored_kind(SensorKind kind) {
  if (kind == SensorKind::meters) return "meter";
  return kind == SensorKind::exporters ? "export" : "capture";
}

class Watch {
 public:
  static Result<Watch> open(const Config& config, const WatchOptions& options);
  // Only when all is opened, and what is not needed any more was given up.
  void start() {
    for (const auto& live : live_) live->start();
    relays_->start();
  }
  // What was found goes out before the program ends.
  void flush() { relays_->flush(); }
  // Looks at every folder once; an error where the store failed.
  Result<void> look(bool settled);

 private:
  struct Sensor {
    SensorConfig config;
    WatchedFolder folder;
    bool readable = true;
  };

  Watch(Config config, const WatchOptions& options, store::Store store)
      : config_(std::move(config)), options_(options), store_(std::move(store)) {}
  Result<void> look_at(Sensor& sensor, bool settled);
  Result<void> inspect(const Sensor& sensor, const std::vector<WatchedFile>& files);
  void retain();

  Config config_;
  WatchOptions options_;
  store::Store store_;
  std::vector<Sensor> sensors_;
  std::unique_ptr<Relays> relays_;
  std::vector<std::unique_ptr<LiveSensor>> live_;
  std::vector<SensorLock> locks_;
  std::optional<Timestamp> retained_;  // looked whether it is due
  std::jthread retaining_;
};

Result<Watch> Watch::open(const Config& config, const WatchOptions& options) {
  auto store = store::Store::open(config.store_path);
  if (!store) return std::unexpected(store.error());
  // Made where there is none, as long as it may be.
  if (const auto key = pseudonym_key(inspect_options(config, {}, 1)); !key)
    return std::unexpected(key.error());
  Watch watch(config, options, std::move(*store));
  unsigned number = 0;
  for (const SensorConfig& sensor : config.sensors) {
    auto lock = SensorLock::take(config.store_path, sensor.name);
    if (!lock) return std::unexpected(lock.error());
    watch.locks_.push_back(std::move(*lock));
    const std::string_view kind = stored_kind(sensor.kind);
    const auto put = store::put_sensor(
        watch.store_, {.name = sensor.name, .kind = std::string{kind}, .first_seen = wall_clock()});
    if (!put) return std::unexpected(put.error());
    if (sensor.kind == SensorKind::directory || sensor.kind == SensorKind::meters) {
      watch.sensors_.push_back({sensor, WatchedFolder(sensor.name, sensor.path)});
    } else if (!options.once && options.replay_path.empty()) {
      auto live = LiveSensor::open(config, sensor, number++);
      if (!live) return std::unexpected(live.error());
      watch.live_.push_back(std::move(*live));
    }
  }
  auto relays = Relays::open(config);
  if (!relays) return std::unexpected(relays.error());
  watch.relays_ = std::move(*relays);
  return watch;
}

Result<void> Watch::inspect(const Sensor& sensor, const std::vector<WatchedFile>& files) {
  InspectOptions options = inspect_options(config_, sensor.config, options_.threads);
  auto knowledge = read_knowledge(options);
  if (!knowledge) return std::unexpected(knowledge.error());
  const auto key = pseudonym_key(options);
  if (!key) return std::unexpected(key.error());
  std::vector<std::string> paths;
  for (const WatchedFile& file : files) paths.push_back(file.path);
  Inspection inspection(options, *knowledge);
  inspection.files(paths);
  report::Style style;
  style.pseudonym_key = *key;
  const auto kept =
      store::write_findings(store_, inspection.finish(), style, sensor.config.name, wall_clock());
  if (!kept) return std::unexpected(kept.error());
  tell(fmt::format("{}: read {} files: {} subjects new, {} changed, {} signals new, {} repeated{}",
                   sensor.config.name, files.size(), kept->subjects_added, kept->subjects_changed,
                   kept->signals_added, kept->signals_repeated,
                   inspection.failed() ? "; some could not be read, see above" : ""));
  return {};
}

Result<void> Watch::look_at(Sensor& sensor, bool settled) {
  const auto look = sensor.folder.look(store_, settled);
  if (!look) return std::unexpected(look.error());
  if (look->readable != sensor.readable)
    tell(fmt::format("{}: {} {}", sensor.config.name, sensor.config.path,
                     look->readable ? "can be read again" : "cannot be read: nobody looks there"));
  sensor.readable = look->readable;
  if (look->left_out > 0)
    tell(fmt::format("{}: {} files beyond the bound are left out: tidy the folder up",
                     sensor.config.name, look->left_out));
  if (look->fresh.empty()) return {};
  // A meter's past is in the other files.
  const bool whole_estate = sensor.config.kind == SensorKind::meters;
  if (auto done = inspect(sensor, whole_estate ? look->whole : look->fresh); !done) return done;
  return sensor.folder.remember(store_, look->fresh, wall_clock());
}

void apply_retention_to(const std::string& path, Timestamp now) {
  auto store = store::Store::open(path);
  if (!store) return tell("retention: " + store.error().message);
  const auto due = store::retention_is_due(*store, now);
  if (!due || !*due) return;
  const auto deletions = store::apply_retention(*store, now);
  if (!deletions) return tell("retention: " + deletions.error().message);
  for (const store::Deletion& one : *deletions)
    tell(fmt::format("retention, profile {}: {} rows of {} from before {} deleted", one.profile,
                     one.rows, one.retained_class, to_rfc3339(one.to)));
}

// Once a day, on a thread of its own: what was never tidied up takes minutes. A clock that leaps is told with its remedy, once a day
// too, and deletes nothing.
void Watch::retain() {
  const Timestamp now = wall_clock();
  if (retained_ && now >= *retained_ && now - *retained_ < std::chrono::hours{24}) return;
  retained_ = now;
  retaining_ = std::jthread([path = config_.store_path, now] { apply_retention_to(path, now); });
}

Result<void> Watch::look(bool settled) {
  if (!options_.once) retain();
  for (Sensor& sensor : sensors_)
    if (auto done = look_at(sensor, settled); !done) return done;
  if (!config_.open_cases) return {};
  const auto opened = open_cases(store_, wall_clock());
  if (!opened) return std::unexpected(opened.error());
  if (*opened > 0) tell(fmt::format("{} cases opened", *opened));
  const auto late = casefile::Cases(store_).note_overdue(wall_clock());
  if (!late) return std::unexpected(late.error());
  if (*late > 0) tell(fmt::format("{} cases are overdue", *late));
  return {};
}

}  // namespace

// A capture as if each interface had seen it.
int replay_all(const Config& config, const std::string& path) {
  for (const SensorConfig& sensor : config.sensors) {
    if (sensor.kind != SensorKind::interface) continue;
    if (const auto done = replay(config, sensor, path); !done) return refuse(done.error());
  }
  return 0;
}

std::string folder_of(const std::string& path) {
  const auto folder = std::filesystem::absolute(path).parent_path();
  return folder.empty() ? "/" : folder.string();
}

// A file that is replaced is another one to the kernel: so its folder is readable.
Confinement confinement_of(const Config& config) {
  Confinement limits;
  limits.writable.push_back(folder_of(config.store_path));
  for (const std::string& path :
       {config.register_path, config.calendar_path, config.meters_path, config.pseudonym_key_path})
    if (!path.empty()) limits.readable.push_back(folder_of(path));
  for (const std::string& path : config.indicator_paths) limits.readable.push_back(folder_of(path));
  for (const SensorConfig& sensor : config.sensors) {
    if (!sensor.path.empty()) limits.readable.push_back(sensor.path);
    // Sockets that share packets cannot be bound anew when their interface comes back: others are opened.
    limits.keeps_net_raw = limits.keeps_net_raw || sensor.threads > 1;
  }
  allow_relays(config, limits);
  if (const auto key = state_file("pseudonym.key")) limits.readable.push_back(folder_of(*key));
  return limits;
}

int watch(const WatchOptions& options) {
  const auto config = Config::read(options.config_path);
  if (!config) return refuse(config.error());
  if (!options.replay_path.empty()) return replay_all(*config, options.replay_path);
  let_heap_give_back();
  auto watching = Watch::open(*config, options);
  if (!watching) return refuse(watching.error());
  const StopOnSignal stop;
  const ServiceManager manager;
  const auto not_done = confine(confinement_of(*config));
  if (!not_done) return refuse(not_done.error());
  for (const std::string& line : *not_done) tell(line);
  if (!options.once) watching->start();
  manager.ready();
  tell(fmt::format("davy {} watches {} sensors", DAVY_VERSION, config->sensors.size()));
  while (!stop.asked()) {
    if (auto looked = watching->look(options.once); !looked) {
      // What was not kept is read again: nothing is lost by waiting.
      if (options.once) return refuse(looked.error());
      tell(fmt::format("not kept, tried again: {}", looked.error().message));
    }
    if (options.once) {
      watching->flush();
      return 0;
    }
    manager.alive();
    for (double waited = 0; waited < options.poll_s && !stop.asked(); waited += 0.1)
      std::this_thread::sleep_for(std::chrono::milliseconds{100});
  }
  manager.stopping();
  tell("ends");
  return 0;
}

int check_config(const WatchOptions& options) {
  const auto config = Config::read(options.config_path);
  if (!config) return refuse(config.error());
  fmt::print("{}: in order: {} sensors, store {}\n", options.config_path, config->sensors.size(),
             config->store_path);
  return 0;
}

CLI::App* add_watch(CLI::App& app, WatchOptions& options) {
  CLI::App* watch = app.add_subcommand(
      "watch",
      "Watch interfaces, exporters, and folders of captures, logs and meters; keep what is found");
  watch->add_option("--config", options.config_path, "davy.toml (docs/watch.md)")
      ->type_name("FILE")
      ->required();
  watch->add_option("--poll", options.poll_s, "seconds between two looks")
      ->type_name("S")
      ->check(CLI::Range(0.2, 3600.0))
      ->capture_default_str();
  watch->add_option("--threads", options.threads, "threads to use")
      ->type_name("N")
      ->check(CLI::Range(1, 16));
  watch->add_flag("--once", options.once, "read what is there in folders, and end");
  watch
      ->add_option(
          "--replay", options.replay_path,
          "take a capture as if it came in on the interfaces of the configuration, as fast "
          "as it can, and end")
      ->type_name("FILE")
      ->excludes("--once");
  watch->footer(
      "A file is read when neither its size nor its time has changed between two looks; each is "
      "read once.\n\n"
      "Exit status:\n  0  ended by a signal\n  2  configuration or store cannot be used\n  3  a "
      "defect of davy\n\n"
      "Examples:\n  davy check-config --config /etc/davy/davy.toml\n  davy watch --config "
      "/etc/davy/davy.toml");
  return watch;
}

CLI::App* add_check_config(CLI::App& app, WatchOptions& options) {
  CLI::App* check =
      app.add_subcommand("check-config", "Is a configuration file sound? Each fault with its line");
  check->add_option("--config", options.config_path, "davy.toml")->type_name("FILE")->required();
  return check;
}

}  // namespace davy::app
