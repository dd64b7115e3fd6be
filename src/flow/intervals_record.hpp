// What exporters told of a flow, interval by interval: how much went each way, nothing of single messages.
//
// Units:   packets and octets as exported: of sampled packets where `sampled_one_in` is above 1; `octets_of` says of what.
// Shape:   intervals by their first moment; one of a single direction has nothing in the other. The last
//          limits::intervals_per_flow_max are kept.
// Threads: a value.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/time.hpp"

namespace davy::flow {

enum class OctetsOf : std::uint8_t {
  ip,       // IP header + payload
  link,     // with the link header: Suricata's flow.bytes_*
  payload,  // TCP or UDP payload only: Zeek's orig_bytes, resp_bytes
};

struct FlowInterval {
  Timestamp first;
  Timestamp last;
  std::array<std::uint32_t, 2> packets{};  // forward, reverse; saturating
  std::array<std::uint32_t, 2> octets{};
};

struct IntervalsRecord {
  std::vector<FlowInterval> intervals;
  std::array<bool, 2> seen{};  // directions that anybody exported
  OctetsOf octets_of = OctetsOf::ip;
  std::uint32_t sampled_one_in = 1;  // the coarsest
};

}  // namespace davy::flow
