// Lists of indicators in the forms that people have, read into rows of our own form.
//
// Shape:   the kind is found by content. hosts: `0.0.0.0 name [name…]`. plain: a host, address, prefix or URL a line; # or ; begins a
//          note; `||name^` of ad blockers means name and all below it. csv: a heading names the columns, separated by comma, semicolon
//          or tab. misp: events and attributes as JSON. stix: a STIX 2.1 bundle. rows: our own form.
//          A URL gives its host; `hxxp://` and `[.]` are understood. MISP `domain` means the domain and all below it, everything else
//          the one name.
// Errors:  what is refused is counted by reason; text that is no JSON where it must be is an error of the whole file.
// Bounds:  limits::indicator_file_octets_max, indicator_line_octets_max, json_depth_max, indicators_max rows.
// Threads: pure functions of their arguments; the day of the import is a parameter.
// Source:  MISP core format (draft-dulaunoy-misp-core-format); OASIS STIX 2.1, sections 4.7, 6 and 9.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "signal/intel/indicator.hpp"
#include "signal/intel/indicator_rows.hpp"

namespace davy::signal {

enum class ListForm : std::uint8_t { hosts, plain, csv, misp, stix, rows };
std::string_view name(ListForm form);

ListForm find_list_form(std::string_view text);

struct ImportOptions {
  IndicatorCategory category = IndicatorCategory::pool;  // of rows that do not say their own
  std::string source;                                    // e.g. the list's address; not empty
  std::string
      date;  // YYYY-MM-DD: the day that the list was confirmed; what ended before it is expired
  std::size_t rows_max = limits::indicators_max;
};

struct ImportCounts {
  ListForm form = ListForm::plain;
  std::uint64_t offered = 0;  // taken and refused
  std::uint64_t taken = 0;
  RefusedCounts refused;
};

// Rows go to the sink in the order of the list, each pattern once and in normal form; their texts live only during the call.
Result<ImportCounts> import_indicators(std::string_view text, const ImportOptions& options,
                                       const RowSink& sink);

}  // namespace davy::signal
