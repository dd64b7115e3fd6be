// NetFlow v5: up to 30 records of 48 octets behind a header that has the exporter's clock in it.
//
// Shape:   every record counts one direction: both_directions stays false. The header's sampling interval holds for all.
// Errors:  a message shorter than its count says is read as far as it goes, and counted; so is one that is longer.
// Threads: one owner.
// Source:  Cisco, "NetFlow Export Datagram Format" (2007).
#pragma once

#include "base/byte_reader.hpp"
#include "flow/export/export_counts.hpp"
#include "flow/export/exporter_state.hpp"

namespace davy::flow {

inline constexpr std::size_t netflow_v5_header_octets = 24, netflow_v5_record_octets = 48;

// What tells one engine of an exporter from another.
std::uint32_t netflow_v5_engine(Bytes message);
void read_netflow_v5(Bytes message, Timestamp received, ExporterState& exporter,
                     const ExportOutput& out);

}  // namespace davy::flow
