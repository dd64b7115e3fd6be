// `davy token`: lets a program ask the API, such as Prometheus.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

namespace davy::app {

struct TokenOptions {
  std::string config_path;
  std::string name;
  std::string role = "viewer";
  int days = 365;
};

struct TokenCommand {
  TokenOptions options;
  CLI::App* command = nullptr;

  explicit TokenCommand(CLI::App& app);
  // Prints the token, which is not kept. Exit status 0 or 2; nothing where another command was given.
  std::optional<int> run() const;
};

}  // namespace davy::app
