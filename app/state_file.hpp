// Where an installation keeps what is its own: keys, the memory of probes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace davy::app {

// $XDG_STATE_HOME/davy/NAME, else ~/.local/state/davy/NAME; nothing where neither is set. Before any thread begins.
std::optional<std::string> state_file(std::string_view name);

}  // namespace davy::app
