// A message as a line of syslog, and that line as a frame of TLS.
//
// Units:   times UTC, six fractional digits.
// Shape:   RFC 5424: <PRI>1 TIMESTAMP HOSTNAME davy PROCID MSGID [davy@32473 …][origin …] BOM TEXT. 32473 is the enterprise
//          number that RFC 5612 keeps for documentation: davy has none of its own. MSGID is "verdict", "case" or "test";
//          `id` is the message's. RFC 5425 frames: octets in decimal, a space, the line.
// Errors:  none: what a field cannot hold becomes "-", "?" or a middle dot, whatever names came from traffic.
// Bounds:  syslog_text_octets_max of text, syslog_value_octets_max of each value.
// Threads: pure.
// Source:  RFC 5424 sections 6.1 to 6.4; RFC 5425 section 4.3; RFC 5612.
#pragma once

#include <string>

#include "workbench/relay/carrier.hpp"

namespace davy::relay {

inline constexpr std::size_t syslog_text_octets_max = 1'024;
inline constexpr std::size_t syslog_value_octets_max = 256;

std::string syslog_line(const Message& message, unsigned facility, const Origin& origin);
std::string syslog_frame(std::string_view line);

}  // namespace davy::relay
