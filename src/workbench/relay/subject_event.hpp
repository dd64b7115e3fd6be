// Reasons and the first flow of a subject, out of the event line that the store holds. Only relay/ includes this.
//
// Errors:  a line that is none, or was too long to be kept, leaves both empty.
// Bounds:  as message.hpp.
// Threads: pure.
#pragma once

#include <string_view>

#include "workbench/relay/message.hpp"

namespace davy::relay {

void read_event(std::string_view line, Message& message);

}  // namespace davy::relay
