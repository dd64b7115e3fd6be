// `davy serve`: console and API over the store.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace davy::app {

struct ServeOptions {
  std::string config_path;
  std::string store_path;
  std::string listen;  // "": here alone, port 8443
  std::string certificate_path;
  std::string key_path;
  std::string console_folder;
  std::string signing_key_path;  // "": of the installation
};

CLI::App* add_serve(CLI::App& app, ServeOptions& options);
// Exit status: 0 ended by a signal, 2 store, port or certificate cannot be used.
int serve(ServeOptions options);

}  // namespace davy::app
