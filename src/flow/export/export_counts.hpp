// What came from exporters, and what became of it: for saying which detectors were blind, and why.
//
// Units:   plain counts since the start; `missing` as the protocol counts: NetFlow v5 and IPFIX records, NetFlow v9 and
//          sFlow messages.
// Shape:   records = flows + not_transport + incomplete + those counted as Malformed::export_time.
// Threads: values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/malformed.hpp"
#include "flow/export/exported_flow.hpp"

namespace davy::flow {

enum class ExportKind : std::uint8_t { netflow_v5, netflow_v9, ipfix, sflow, count_ };
inline constexpr std::size_t export_kinds = static_cast<std::size_t>(ExportKind::count_);
std::string_view name(ExportKind kind);  // "netflow_v5"

struct ExportCounts {
  std::uint64_t messages = 0;
  std::uint64_t records = 0;  // of flows, or samples of packets
  std::uint64_t flows = 0;    // handed to the sink
  std::uint64_t not_transport =
      0;  // neither TCP nor UDP; of samples also what is no whole packet's head
  std::uint64_t incomplete = 0;       // without addresses, ports, or any packets or octets
  std::uint64_t options = 0;          // records that tell of the exporter
  std::uint64_t skipped_samples = 0;  // sFlow: counters and what else is no sampled packet
  std::uint64_t missing = 0;          // by sequence numbers; also Malformed::export_sequence
  std::uint64_t restarts = 0;         // of exporters, by their sequence numbers
  std::uint64_t clock_off = 0;  // messages whose own time is more than a day from when they came
  std::uint64_t refused = 0;    // messages of exporters beyond limits::exporters_max
};

// Where the readers of one kind put what they find.
struct ExportOutput {
  ExportSink& sink;
  MalformedCounts& malformed;
  ExportCounts& counts;
};

}  // namespace davy::flow
