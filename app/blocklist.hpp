// `davy blocklist`: what mining was found to talk to, for a person to give to a firewall or a resolver.
#pragma once

#include <CLI/App.hpp>
#include <string>

namespace davy::app {

struct BlocklistOptions {
  std::string store_path;
  std::string format = "nftables";
  std::string level = "probable";
  std::string output_path = "-";
  unsigned days = 90;
};

CLI::App* add_blocklist(CLI::App& app, BlocklistOptions& options);
// Exit status: 0 written, 2 store or output cannot be used.
int blocklist(const BlocklistOptions& options);

}  // namespace davy::app
