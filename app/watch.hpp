// `davy watch`: continuous monitoring into the store; `davy check-config`: is the configuration sound?
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace davy::app {

struct WatchOptions {
  std::string config_path;
  double poll_s = 5;
  bool once = false;        // read what is there, and end
  std::string replay_path;  // "": what really comes
  unsigned threads = 1;
};

CLI::App* add_watch(CLI::App& app, WatchOptions& options);
CLI::App* add_check_config(CLI::App& app, WatchOptions& options);
// Exit status: 0 ended by a signal (or --once), 2 configuration or store cannot be used.
int watch(const WatchOptions& options);
int check_config(const WatchOptions& options);

}  // namespace davy::app
