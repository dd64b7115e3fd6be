// `davy probe`: asks suspects whether they are pools, inside a written scope. Without `go` it only says what it would do.
#pragma once

#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's own
class App;
}

namespace davy::app {

struct ProbeOptions {
  std::string findings;  // event lines of `davy inspect --json`; "-": standard input
  std::string scope_path;
  std::string memory_path;  // "": the installation's
  std::string log_path;     // "": standard output
  bool go = false;
  bool dry_run = false;  // the same as no `go`, said aloud
  double rate = 5;       // connections a second
  std::size_t connections = 1000;
  std::size_t per_endpoint = 16;
  double keep_days = 7;
  double timeout_s = 8;
  double quiet_s = 1.5;
  unsigned at_once = 8;
};

// The subcommand with its options.
CLI::App* add_probe(CLI::App& app, ProbeOptions& options);

// Exit status: 0 no pool confirmed, 1 one or more confirmed, 2 an input, scope or option that cannot be used, 3 internal.
int probe(const ProbeOptions& options);

}  // namespace davy::app
