// Numbers, times, addresses and names as logs write them.
//
// Units:   times UTC nanoseconds; digits of a fraction beyond nanoseconds are dropped.
// Shape:   pure functions of one field's text, without its quotes. Surrounding blanks are no part of a number.
// Errors:  nothing where the text is not what it must be to its last octet; a time beyond what a Timestamp holds is the
//          earliest or latest Timestamp, so that it is told from one that cannot be read.
// Threads: none.
// Source:  RFC 3339, ISO 8601; the manuals of Zeek, Suricata and nfdump for what they write.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/ip_address.hpp"
#include "base/time.hpp"

namespace davy::flow {

std::string_view trim_blanks(std::string_view text);

std::optional<std::uint64_t> log_number(std::string_view text);
std::optional<std::uint16_t> log_port(std::string_view text);
// IPv4 or IPv6, at most 45 octets. Faster than parse_ip_address() for IPv4.
std::optional<IpAddress> log_address(std::string_view text);

struct LogTime {
  Timestamp time;
  bool zone_named = true;  // false: a local time of who knows where, read as UTC
};
// "1700000000.123456" (seconds since 1970), "1700000000123" (milliseconds), "2026-03-02T08:01:07.655417+0200", "... 08:01:07Z", "2026-03-02 08:01:07.655".
std::optional<LogTime> log_time(std::string_view text);
// Seconds: "12.735", "-0.5".
std::optional<Duration> log_duration(std::string_view text);

enum class LogTransport : std::uint8_t { none, tcp, udp, other };
// "tcp", "UDP", "17"; none for an empty text.
LogTransport log_transport(std::string_view text);

// Letters of nfdump: "...AP.SF".
std::uint8_t tcp_flags_of_letters(std::string_view text);
// Two hexadecimal digits, as EVE's tcp_flags_ts; 0 where they are none.
std::uint8_t tcp_flags_of_hex(std::string_view text);

// "pool.example:3333" and "[2001:db8::1]:80" without port and brackets.
std::string_view without_port(std::string_view authority);
// The value of CN in "C=DE, O=Example, CN=pool.example" or "CN=pool.example,O=Example"; "" where there is none.
std::string_view common_name(std::string_view subject);

}  // namespace davy::flow
