// `davy report zero`: what was covered, what was not, what was found.
//
// Threads: one caller.
#pragma once

#include <CLI/App.hpp>
#include <optional>
#include <string>
#include <vector>

namespace davy::app {

struct ZeroOptions {
  std::string store_path;
  std::string from, to;
  std::string unit;
  std::vector<std::string> sensors;
  std::vector<std::string> outputs;
  std::string key_path;
  std::string by;
  std::string language = "en";
  bool json = false;
};

// Exit status: 0 nothing found in what was covered; 1 something was found, or nobody looked; 2 or 3.
int report_zero(const ZeroOptions& options);

struct ReportCommands {
  ZeroOptions options;
  CLI::App* zero_command = nullptr;

  explicit ReportCommands(CLI::App& app);
  std::optional<int> run() const;  // nothing where another command was given
};

}  // namespace davy::app
