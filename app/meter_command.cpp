#include "app/meter_command.hpp"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>

#include "app/inspect.hpp"
#include "base/processors.hpp"

namespace davy::app {
namespace {

constexpr std::string_view group = "Meters";

void add_reading_options(CLI::App& command, MeterOptions& meters) {
  command
      .add_option("--time-zone", meters.reading.time_zone,
                  "of the meters, as in Asia/Shanghai (default: times are taken as written)")
      ->type_name("ZONE")
      ->group(std::string{group});
  command
      .add_option("--unit", meters.reading.unit,
                  "of the readings, where the file does not tell: kW, W, kWh, Wh")
      ->type_name("UNIT")
      ->group(std::string{group});
  command
      .add_option("--columns", meters.reading.columns,
                  "file that names the columns: lines like time = 读数时间 (docs/meters.md)")
      ->type_name("FILE")
      ->group(std::string{group});
  command
      .add_flag("--interval-end", meters.reading.interval_end,
                "times are those of the end of what was measured")
      ->group(std::string{group});
  command
      .add_option("--calendar", meters.calendar_path,
                  "holidays, closures, terms: first_day, last_day, kind in each line")
      ->type_name("FILE")
      ->group(std::string{group});
}

}  // namespace

void add_meter_options(CLI::App& inspect, InspectOptions& options) {
  add_reading_options(inspect, options.meters);
  inspect
      .add_option("--meters", options.meters.meters_path,
                  "what is known of meters: meter, class, contracted_kw, feeder, kind, closed_on, "
                  "floor_kw")
      ->type_name("FILE")
      ->group(std::string{group});
  inspect
      .add_option("--register", options.register_path,
                  "filed systems: system, status, purpose, filed_kw, meters, addresses")
      ->type_name("FILE")
      ->group("What is known");
  inspect
      .add_option("--false-alarms", options.meters.false_alarms,
                  "how many false alarms of one meter in a year you would look at: 0.05, 0.1, 0.2, "
                  "0.4 or 1; fewer find less")
      ->type_name("N")
      ->capture_default_str()
      ->group(std::string{group});
  inspect
      .add_option("--balance-threshold", options.meters.balance_threshold,
                  "per cent of a feeder that may be missing at its meters; real feeders: 2")
      ->type_name("PER CENT")
      ->check(CLI::Range(0.05, 50.0))
      ->capture_default_str()
      ->group(std::string{group});
}

PowerCommands::PowerCommands(CLI::App& app) {
  options.threads = usual_threads();
  CLI::App* power = app.add_subcommand("power", "Meters: what could be found in yours");
  power->require_subcommand(1);
  calibrate_command = power->add_subcommand(
      "calibrate",
      "Put loads into the history of your meters and tell which of them would be found");
  calibrate_command->add_option("input", options.inputs, "files of readings, as for davy inspect")
      ->type_name("FILE")
      ->required();
  add_reading_options(*calibrate_command, options.meters);
  calibrate_command
      ->add_option("--share", options.shares, "sizes of loads, as shares of a meter's mean")
      ->type_name("SHARE")
      ->capture_default_str();
  calibrate_command->add_option("--kw", options.kilowatts, "sizes of loads in kW, besides")
      ->type_name("KW");
  calibrate_command->add_flag("--patterns", options.all_patterns,
                              "also loads at night only, half the time, rising, following a price");
  calibrate_command->add_option("--onsets", options.onsets, "of each load, at each meter")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  calibrate_command->add_option("--seed", options.seed, "of onsets and noise")
      ->capture_default_str();
  calibrate_command->add_option("--threads", options.threads, "threads to use")
      ->check(CLI::Range(1, 16))
      ->capture_default_str();
  calibrate_command->add_flag("--quiet", options.quiet, "no progress bar");
  calibrate_command->footer(
      "Loads are simulated and no meter is changed. A threshold for a meter comes from other "
      "meters only.\nExample: davy power calibrate --kw 3.25 --kw 16 meters.csv");
}

std::optional<int> PowerCommands::run() const {
  if (calibrate_command->parsed()) return calibrate(options);
  return std::nullopt;
}

}  // namespace davy::app
