// `davy blocks`: when a chain had its blocks, from a node that the site runs, as a file for `davy inspect --blocks`.
#pragma once

#include <cstddef>
#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's own
class App;
}

namespace davy::app {

struct BlocksOptions {
  std::string from;       // "http://127.0.0.1:8332"
  std::string kind;       // "bitcoind" or "monerod"
  std::string coin;       // ticker; "": BTC or XMR
  std::string user_file;  // "user:password" in its first line; "": no login
  std::string output;     // "": standard output
  std::size_t last = 0;   // blocks; 0: not asked
  std::string since;      // "": not asked
  bool watch = false;
  double watch_for_s = 3'600;
  double timeout_s = 10;
  bool allow_remote = false;
};

CLI::App* add_blocks(CLI::App& app, BlocksOptions& options);

// Exit status: 0 written, 2 a node, file or option that cannot be used, 3 internal.
int blocks(const BlocksOptions& options);

}  // namespace davy::app
