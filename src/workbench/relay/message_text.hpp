// A message as receivers want it: the webhook's JSON, a line of Suricata's EVE, a line of ECS.
//
// Units:   times UTC; EVE writes +0000, the others Z.
// Shape:   schema/relay.schema.json describes every key; one line each, without
//          its end. Names from traffic are JSON strings: valid UTF-8, controls escaped.
// Threads: pure.
// Source:  docs.suricata.io "EVE JSON Format"; elastic.co "ECS Field Reference" 8.11; MITRE ATT&CK T1496.
#pragma once

#include <string>

#include "workbench/relay/message.hpp"

namespace davy::relay {

std::string webhook_body(const Message& message);
std::string eve_line(const Message& message);
std::string ecs_line(const Message& message, Timestamp now, std::string_view version);

}  // namespace davy::relay
