// Where messages come from: this program on this machine. Only app/ includes this.
//
// Threads: any.
#pragma once

#include <functional>

#include "workbench/relay/carrier.hpp"

namespace davy::app {

relay::Origin relay_origin(std::function<bool()> stopped);

}  // namespace davy::app
