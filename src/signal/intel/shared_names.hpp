// Names and networks that many strangers share. An indicator that covers one would accuse everybody.
//
// Shape:   names lower case, without a trailing dot; a prefix length counts of 128 bits, IPv4 being ::ffff:0:0/96.
// Threads: immutable after first use.
// Source:  data/shared_names.tsv, each row with source and date; compiled in.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/ip_address.hpp"

namespace davy::signal {

bool is_public_suffix(std::string_view name);    // of two labels or more: "co.uk"
bool is_shared_name(std::string_view name);      // itself, not a host of its own below it
bool covers_shared_name(std::string_view name);  // itself, or a shared name lies below it
// Overlaps a shared network, or is a shared address; one address inside a shared network is somebody's own.
bool is_shared_network(const IpAddress& address, unsigned prefix_length);

std::size_t shared_rows();  // for the test of the table

}  // namespace davy::signal
