// The [[outlet]] tables of the configuration: who is told of verdicts and cases (docs/relay.md).
//
// Errors:  as config_reader.hpp. Files that are named must be there, secrets must be readable by their owner only.
// Bounds:  relay::outlets_max.
// Threads: pure, but for the files that are looked at.
#pragma once

#include <vector>

#include "app/config_reader.hpp"
#include "workbench/relay/outlet.hpp"

namespace davy::app {

void read_outlets(ConfigReader& reader, const toml::table& root,
                  std::vector<relay::Outlet>& outlets);

}  // namespace davy::app
