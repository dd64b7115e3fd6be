// The message's own form, which the webhook sends and the other forms carry in an object `davy`. Only relay/ includes this.
//
// Threads: pure.
#pragma once

#include "workbench/relay/message.hpp"
#include "workbench/report/json_writer.hpp"

namespace davy::relay {

void write_message(report::JsonWriter& json, const Message& message);

// The message's host, if it is one whose name is an address; else "".
std::string host_address(const Message& message);

}  // namespace davy::relay
