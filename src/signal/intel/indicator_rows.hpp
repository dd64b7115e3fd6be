// Rows of indicators as text: the form of data/indicators.tsv, which is also what an import writes.
//
// Shape:   a heading, then one row a line, nine fields separated by tabs; lines that begin with # are notes.
// Errors:  a row with an unknown category or too few fields is counted; to_tsv() makes any text fit: control characters become
//          spaces, fields are cut at limits::text_field_octets_max.
// Threads: pure functions.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "signal/intel/indicator.hpp"

namespace davy::signal {

inline constexpr std::string_view indicator_heading =
    "pattern\tcategory\tcoin\tdialects\tname\tsource\tfirst_confirmed\tlast_confirmed\tdispute";
inline constexpr std::size_t indicator_columns = 9;

// YYYY, YYYY-MM or YYYY-MM-DD; that a month has so many days is not looked at.
bool is_confirmation_date(std::string_view text);
// Has a source and two dates, in order.
bool is_sourced(const IndicatorFacts& facts);
bool has_indicator_heading(std::string_view text);  // its first line that is no note

using RowSink = std::function<void(const IndicatorRow&)>;
// Each row of `text` whose category is known; views into `text`.
void read_indicator_rows(std::string_view text, RefusedCounts& refused, const RowSink& sink);

std::string to_tsv(const IndicatorRow& row);  // with its line break

}  // namespace davy::signal
