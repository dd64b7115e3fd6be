#include "signal/intel/indicator_import.hpp"

#include <array>

#include "base/tsv.hpp"
#include "signal/intel/indicator_candidates.hpp"

namespace davy::signal {
namespace {

constexpr std::size_t lines_looked_at = 200;
constexpr std::array<std::string_view, 6> forms{"hosts", "plain", "csv", "misp", "stix", "rows"};

bool is_note(std::string_view line) {
  return line.empty() || line.front() == '#' || line.front() == ';' || line.front() == '!';
}

// "[2001:db8::1]:3333" begins as JSON too, and is an address.
bool begins_json(std::string_view line) {
  if (line.front() == '{') return true;
  const std::string_view inside = trimmed(line.substr(1));
  return line.front() == '[' && (inside.empty() || std::string_view{"{[]\""}.find(inside.front()) !=
                                                       std::string_view::npos);
}

std::string_view without_byte_order_mark(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  return text;
}

}  // namespace

std::string_view name(ListForm form) { return forms[static_cast<std::size_t>(form)]; }

ListForm find_list_form(std::string_view text) {
  text = without_byte_order_mark(text);
  bool first = true;
  for (std::size_t i = 0; i < lines_looked_at && !text.empty(); ++i) {
    const std::string_view line = trimmed(take_line(text));
    if (is_note(line)) continue;
    if (first && begins_json(line)) return ListForm::misp;  // or STIX: the reader says
    if (first && line == indicator_heading) return ListForm::rows;
    if (first && is_csv_heading(line)) return ListForm::csv;
    if (is_hosts_line(line)) return ListForm::hosts;
    first = false;
  }
  return ListForm::plain;
}

Result<ImportCounts> import_indicators(std::string_view text, const ImportOptions& options,
                                       const RowSink& sink) {
  text = without_byte_order_mark(text);
  ImportTable table(options, sink);
  const ListForm form = find_list_form(text);
  table.counts().form = form;
  if (form == ListForm::misp) {
    const auto json = read_json_list(text, table);
    if (!json) return std::unexpected(json.error());
    table.counts().form = *json;
  } else if (form == ListForm::rows) {
    RefusedCounts refused;
    read_indicator_rows(text, refused, [&](const IndicatorRow& row) { table.add(row); });
    table.refuse_all(refused);
  } else if (form == ListForm::csv) {
    read_csv_list(text, table);
  } else {
    read_text_list(text, form, table);
  }
  return table.counts();
}

}  // namespace davy::signal
