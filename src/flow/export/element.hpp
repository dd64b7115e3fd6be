// Information elements that say something about a flow, and where each one's value goes.
//
// Units:   `As` says what a number counts; octets and packets are plain numbers.
// Shape:   several elements may tell the same thing (a slot); of those in one template the highest rank is read.
//          Elements that are not in the table are none: they are skipped by their length.
// Source:  IANA registry "IPFIX Information Elements" (2025); RFC 3954 section 8, RFC 5102, RFC 5103 (reverse elements
//          have the enterprise number 29305), RFC 5477 (sampling).
#pragma once

#include <cstddef>
#include <cstdint>

namespace davy::flow {

enum class Slot : std::uint8_t {
  none,
  // addresses: not numbers
  source_v4,
  destination_v4,
  source_v6,
  destination_v6,
  // numbers
  source_port,
  destination_port,
  protocol,
  vlan,
  octets,
  packets,
  tcp_flags,
  reverse_octets,
  reverse_packets,
  reverse_tcp_flags,
  out_octets,  // NetFlow's "out" counters; what they mean depends on their template, see Template
  out_packets,
  start,
  end,
  reverse_start,
  reverse_end,
  observed,  // when the exporter saw what the record tells
  biflow_direction,
  selector,           // which sampler chose the packets
  sampling_interval,  // one in so many
  chosen,             // so many packets are chosen ...
  passed_over,        // ... then so many are not; or, with `population`,
  population,         // so many of so many are chosen
  boot,               // when the exporter's uptime was 0
  count_,
};
inline constexpr std::size_t slots = static_cast<std::size_t>(Slot::count_);

enum class As : std::uint8_t {
  number,
  v4,
  v6,
  uptime_ms,  // since the exporter's boot, modulo 2^32
  unix_s,     // since 1970
  unix_ms,    // since 1970
  ntp,        // 32 bits of seconds since 1900, 32 bits of fraction (RFC 7011, 6.1.9 and 6.1.10)
  before_export_us  // before the message's export time
};

struct Element {
  Slot slot = Slot::none;
  As as = As::number;
  std::uint8_t rank = 0;
};

inline constexpr std::uint32_t iana = 0, reverse_enterprise = 29305;
// Of initiatorOctets (231) and its kin, which also say who opened the flow.
inline constexpr std::uint8_t initiator_rank = 3;

// The element of that number. Slot::none: nothing that is read here, or no length that it can have.
Element find_element(std::uint32_t enterprise, std::uint16_t number, std::uint16_t octets);
// A known element whose length is impossible for it: the template lies.
bool has_impossible_length(std::uint32_t enterprise, std::uint16_t number, std::uint16_t octets);

}  // namespace davy::flow
