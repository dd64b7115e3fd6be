#include "flow/export/log_reader.hpp"

#include <array>

#include "base/limits.hpp"
#include "flow/export/eve_log.hpp"
#include "flow/export/nfdump_log.hpp"
#include "flow/export/zeek_log.hpp"

namespace davy::flow {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

std::unique_ptr<LogFormat> format_of(LogKind kind, LogOutput& output) {
  switch (kind) {
    case LogKind::zeek_text:
      return zeek_text_log(output);
    case LogKind::zeek_json:
      return zeek_json_log(output);
    case LogKind::eve:
      return eve_log(output);
    case LogKind::nfdump_json:
      return nfdump_json_log(output);
    case LogKind::nfdump_csv:
      return nfdump_csv_log(output);
  }
  return eve_log(output);
}

std::string_view without_line_break(std::string_view line) {
  while (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t") == line.npos; }

// `"key":` with blanks or none. A key inside a string has backslashes before its quotes.
bool has_key(std::string_view json, std::string_view key) {
  for (std::size_t at = json.find(key); at != json.npos; at = json.find(key, at + 1)) {
    std::string_view behind = json.substr(at + key.size());
    if (at == 0 || json[at - 1] != '"' || !behind.starts_with('"')) continue;
    behind.remove_prefix(1);
    if (trim_blanks(behind).starts_with(':')) return true;
  }
  return false;
}

// Other programs have members of that name too; Zeek's values begin with C.
bool has_zeek_uid(std::string_view json) {
  return json.find(R"("uid":"C)") != json.npos || json.find(R"("uid": "C)") != json.npos;
}

std::optional<LogKind> json_kind(std::string_view text) {
  if (has_key(text, "event_type") && has_key(text, "timestamp")) return LogKind::eve;
  if (has_key(text, "in_packets") || has_key(text, "src4_addr") || has_key(text, "src6_addr") ||
      text.find(nfdump_no_flows) < 8)
    return LogKind::nfdump_json;
  if (has_key(text, "ts") &&
      (has_zeek_uid(text) || has_key(text, "id.orig_h") || has_key(text, "_path")))
    return LogKind::zeek_json;
  return {};
}

}  // namespace

std::string_view name(LogKind kind) {
  static constexpr std::array<std::string_view, 5> names{"zeek-text", "zeek-json", "eve",
                                                         "nfdump-json", "nfdump-csv"};
  return names[static_cast<std::size_t>(kind)];
}

std::optional<LogKind> log_kind(std::string_view first_octets) {
  std::string_view text = first_octets;
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == text.npos) return {};
  text.remove_prefix(begin);
  const std::string_view line = without_line_break(text.substr(0, text.find('\n')));
  if (line.starts_with("#separator ") || line.starts_with("#fields\t")) return LogKind::zeek_text;
  if (is_nfdump_csv_heading(line)) return LogKind::nfdump_csv;
  if (text[0] == '{' || text[0] == '[') return json_kind(text);
  return {};
}

LogReader::LogReader(LogKind kind, ExportSink& sink)
    : kind_(kind), output_(sink), format_(format_of(kind, output_)) {}

void LogReader::octets(Bytes octets) {
  std::string_view rest = as_text(octets);
  while (!rest.empty()) {
    const std::size_t newline = rest.find('\n');
    const bool ends_line = newline != rest.npos;
    const std::string_view text = rest.substr(0, newline);
    rest.remove_prefix(ends_line ? newline + 1 : rest.size());
    piece(text, rest.size(), ends_line);
  }
}

// A line that one call brings whole is read where it lies.
void LogReader::piece(std::string_view text, std::size_t readable_behind, bool ends_line) {
  if (!skipping_ && held_.size() + text.size() > limits::log_line_octets_max) {
    skipping_ = true;
    held_.clear();
    ++output_.counts().lines;
    output_.bad_line();
    format_->lost_line();
  }
  if (skipping_) {
    skipping_ = !ends_line;
    first_line_ = false;
  } else if (!ends_line) {
    held_.append(text);
  } else if (held_.empty()) {
    line(text, readable_behind, true);
  } else {
    held_.append(text);
    line(held_, 0, true);
    held_.clear();
  }
}

void LogReader::line(std::string_view text, std::size_t readable_behind, bool ended) {
  const std::size_t octets = text.size();
  if (first_line_ && text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  first_line_ = false;
  const std::size_t taken = octets - text.size();
  text = without_line_break(text);
  if (is_blank(text)) return;
  ++output_.counts().lines;
  format_->line({text, readable_behind + octets - taken - text.size(), ended});
}

void LogReader::end() {
  if (!held_.empty()) line(held_, 0, false);
  held_.clear();
  format_->end();
}

}  // namespace davy::flow
