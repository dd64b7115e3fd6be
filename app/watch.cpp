#include "app/watch.hpp"

#include <fmt/format.h>

#include <chrono>
#include <thread>

#include "app/config.hpp"
#include "app/knowledge.hpp"
#include "app/refuse.hpp"
#include "app/stop_on_signal.hpp"
#include "app/watched_folder.hpp"
#include "workbench/casefile/cases.hpp"
#include "workbench/store/findings_writer.hpp"
#include "workbench/store/rows.hpp"
#include "workbench/store/settings.hpp"

namespace davy::app {
namespace {

Timestamp now() { return std::chrono::system_clock::now(); }

// One line a happening: a service's log is read by people and by programs.
void tell(std::string_view what) {
  fmt::print("{} {}\n", to_rfc3339(now()), what);
  std::fflush(stdout);
}

InspectOptions inspect_options(const Config& config, const SensorConfig& sensor, unsigned threads) {
  InspectOptions options;
  options.quiet = true;
  options.threads = threads;
  options.sensor = sensor.name;
  options.flow.content = sensor.content;
  options.indicator_paths = config.indicator_paths;
  options.pseudonym_key_path = config.pseudonym_key_path;
  options.register_path = config.register_path;
  options.meters.calendar_path = config.calendar_path;
  options.meters.meters_path = config.meters_path;
  options.meters.reading.time_zone = config.time_zone;
  return options;
}

class Watch {
 public:
  static Result<Watch> open(const Config& config, const WatchOptions& options);
  // Looks at every sensor once; false where the store failed.
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
  Result<void> open_cases();

  Config config_;
  WatchOptions options_;
  store::Store store_;
  std::vector<Sensor> sensors_;
};

Result<Watch> Watch::open(const Config& config, const WatchOptions& options) {
  auto store = store::Store::open(config.store_path);
  if (!store) return std::unexpected(store.error());
  Watch watch(config, options, std::move(*store));
  for (const SensorConfig& sensor : config.sensors) {
    const std::string_view kind = sensor.kind == SensorKind::meters ? "meter" : "capture";
    const auto put = store::put_sensor(
        watch.store_, {.name = sensor.name, .kind = std::string{kind}, .first_seen = now()});
    if (!put) return std::unexpected(put.error());
    watch.sensors_.push_back({sensor, WatchedFolder(sensor.name, sensor.path)});
  }
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
      store::write_findings(store_, inspection.finish(), style, sensor.config.name, now());
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
  return sensor.folder.remember(store_, look->fresh, now());
}

// For what is confirmed or probable and has never had a case.
Result<void> Watch::open_cases() {
  static const identity::Person davy{.name = "davy", .role = identity::Role::analyst};
  const auto subjects = store::rows_of<std::int64_t>(
      store_.database().query(
          "SELECT id FROM subject WHERE level <= 1 AND NOT EXISTS "
          "(SELECT 1 FROM case_file WHERE subject_id = subject.id) ORDER BY id LIMIT 1000"),
      [](const store::Query& row) { return row.integer(0); });
  if (!subjects) return std::unexpected(subjects.error());
  casefile::Cases cases(store_);
  for (const std::int64_t subject : *subjects) {
    const auto opened = cases.open(subject, "opened by a verdict", davy, now());
    if (!opened) return std::unexpected(opened.error());
  }
  if (!subjects->empty()) tell(fmt::format("{} cases opened", subjects->size()));
  return {};
}

Result<void> Watch::look(bool settled) {
  for (Sensor& sensor : sensors_)
    if (auto done = look_at(sensor, settled); !done) return done;
  return config_.open_cases ? open_cases() : Result<void>{};
}

}  // namespace

int watch(const WatchOptions& options) {
  const auto config = Config::read(options.config_path);
  if (!config) return refuse(config.error());
  auto watching = Watch::open(*config, options);
  if (!watching) return refuse(watching.error());
  const StopOnSignal stop;
  tell(fmt::format("davy {} watches {} sensors", DAVY_VERSION, config->sensors.size()));
  while (!stop.asked()) {
    if (auto looked = watching->look(options.once); !looked) {
      // What was not kept is read again: nothing is lost by waiting.
      if (options.once) return refuse(looked.error());
      tell(fmt::format("not kept, tried again: {}", looked.error().message));
    }
    if (options.once) return 0;
    for (double waited = 0; waited < options.poll_s && !stop.asked(); waited += 0.1)
      std::this_thread::sleep_for(std::chrono::milliseconds{100});
  }
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
      "watch", "Watch folders of captures, exports, logs and meters, and keep what is found");
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
  watch->add_flag("--once", options.once, "read what is there, and end");
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
