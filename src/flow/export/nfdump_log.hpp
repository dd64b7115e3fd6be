// What nfdump prints: `-o json` (and one object a line), and `-o csv`.
//
// Units:   octets of IP header + payload. Times are those of the zone that nfdump ran in: its text names none, so they are
//          read as UTC (LogCounts::times_without_zone). Run it with TZ=UTC. csv has whole seconds and the duration in ms:
//          the end is start + duration.
// Shape:   one piece = one record, one direction; where it counts the other direction too (out_packets, opkt), both.
//          Sampling is undone by nfdump's collector, so sampled_one_in stays 1.
//          csv: columns by their headings, of nfdump 1.6 to 1.7.2 (ts, te, sa ...) or later (firstSeen, srcAddr ...); a heading
//          may come again; the sums below `Summary` are left out.
// Errors:  Malformed::log_line: an object that does not end, or is none; a row with fewer or more fields than its heading;
//          ends or counts that are none. A row that no line break ends is cut.
// Bounds:  limits::log_line_octets_max for one object over its lines; limits::log_columns_max.
// Threads: one owner.
// Source:  nfdump(1); output of nfdump 1.7.1.
#pragma once

#include <memory>
#include <string_view>

#include "flow/export/log_format.hpp"
#include "flow/export/log_output.hpp"

namespace davy::flow {

// Printed in place of records where a filter lets none through.
inline constexpr std::string_view nfdump_no_flows = "No matching flows";

std::unique_ptr<LogFormat> nfdump_json_log(LogOutput& output);
std::unique_ptr<LogFormat> nfdump_csv_log(LogOutput& output);

// True for the heading of a csv that names the ends and the counts of flows.
bool is_nfdump_csv_heading(std::string_view line);

}  // namespace davy::flow
