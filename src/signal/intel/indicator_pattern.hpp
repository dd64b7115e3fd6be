// A pattern as lists write it, made normal, and refused where it would hit what nobody meant.
//
// Shape:   "host.example.org" that name; "*.example.org" example.org and every name below it; "xmr-*.example.org" one star among other
//          characters of the first label, for any characters within that label; an address or a prefix; "ja3:" and 32 hexadecimal
//          digits; "ja4:" and a JA4 fingerprint.
// Errors:  why a pattern is refused. Nothing whole is ever taken: no `*`, no ending that others register names under, no cloud, no
//          network shorter than /16 (/32 in IPv6), nothing private.
// Bounds:  limits::indicator_text_octets_max.
// Threads: pure functions.
// Source:  RFC 1035 for names; data/shared_names.tsv for what is shared.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "base/ip_address.hpp"
#include "signal/intel/indicator.hpp"
#include "signal/intel/network_prefix.hpp"

namespace davy::signal {

enum class PatternKind : std::uint8_t { exact, below, glob, network, fingerprint };

struct IndicatorPattern {
  PatternKind kind = PatternKind::exact;
  std::string text;       // the whole pattern in normal form
  NetworkPrefix network;  // for PatternKind::network
};

std::expected<IndicatorPattern, Refused> parse_indicator_pattern(std::string_view text);

// Whether the first label of a host matches that of a glob, "eth-*" say: star anywhere, once.
bool matches_glob(std::string_view glob_label, std::string_view label);

}  // namespace davy::signal
