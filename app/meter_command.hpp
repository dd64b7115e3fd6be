// Options of `davy inspect` for meters, and `davy power`.
//
// Threads: one caller.
#pragma once

#include <CLI/App.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/meter_input.hpp"

namespace davy::app {

struct InspectOptions;
void add_meter_options(CLI::App& inspect, InspectOptions& options);

struct CalibrateOptions {
  std::vector<std::string> inputs;
  MeterOptions meters;
  std::vector<double> shares{0.1, 0.2, 0.3, 0.5, 1.0};
  std::vector<double> kilowatts;
  unsigned onsets = 8;
  std::uint64_t seed = 1;
  unsigned threads = 1;
  bool all_patterns = false;
  bool quiet = false;
};

// `davy power calibrate`: what would be found in these meters. Exit status 0, or 2.
int calibrate(const CalibrateOptions& options);

struct PowerCommands {
  CalibrateOptions options;
  CLI::App* calibrate_command = nullptr;

  explicit PowerCommands(CLI::App& app);
  std::optional<int> run() const;  // nothing where another command was given
};

}  // namespace davy::app
