// Messages of NetFlow v9 and IPFIX: sets of templates, of records by them, and of options.
//
// Shape:   data sets whose template has not come yet are kept (limits::export_waiting_octets_max of an exporter) and
//          read when it comes, with the clock of their own message: over UDP templates are sent again and again, and
//          often come after the first data.
// Errors:  sets that do not fit their message, and records that do not fit their set, count export_message; what gives
//          way before its template came counts export_no_template, one for each set.
// Threads: one owner.
// Source:  RFC 3954 (NetFlow v9), RFC 7011 (IPFIX).
#pragma once

#include "base/byte_reader.hpp"
#include "flow/export/export_counts.hpp"
#include "flow/export/exporter_state.hpp"

namespace davy::flow {

inline constexpr std::size_t netflow_v9_header_octets = 20, ipfix_header_octets = 16;

// The source id or observation domain; 0 where the message is too short to say.
std::uint32_t observation_domain(Bytes message, Flavour flavour);

void read_template_message(Bytes message, Flavour flavour, Timestamp received,
                           ExporterState& exporter, const ExportOutput& out);

}  // namespace davy::flow
