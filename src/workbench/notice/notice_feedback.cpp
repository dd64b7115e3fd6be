// What became of a list, for whoever sent it.
#include <fmt/format.h>

#include "workbench/notice/notices.hpp"
#include "workbench/store/rows.hpp"

namespace davy::notice {
namespace {

constexpr std::string_view heading =
    "line,source_address,source_port,destination_address,destination_port,domain,verified,host,"
    "unit,responsible,cause,phase,closed_at,answer,answered_by\r\n";

// Quoted where it must be. A table that begins a field with '=' or the like makes a program of it: a quote mark before it does not.
std::string field(std::string_view text) {
  std::string out;
  if (!text.empty() && std::string_view{"=+-@\t\r"}.contains(text.front())) out += '\'';
  for (const char c : text) out += c == '\r' || c == '\n' ? ' ' : c;
  if (out.find_first_of(",\"") == std::string::npos) return out;
  std::string quoted = "\"";
  for (const char c : out) quoted += c == '"' ? std::string{"\"\""} : std::string(1, c);
  return quoted + '"';
}

std::string_view verified(std::string_view status) {
  if (status == "case" || status == "dealt_with") return "yes";
  if (status == "misreport") return "no";
  return status == "cannot_locate" ? "cannot locate" : "";
}

void write_row(std::string& out, const store::Query& row) {
  for (int column = 0; column < 6; ++column) out += field(row.view(column)) + ',';
  out += fmt::format("{},", verified(row.view(6)));
  for (int column = 7; column < 12; ++column) out += field(row.view(column)) + ',';
  out += (row.is_null(12) ? std::string{} : to_rfc3339(timestamp_ns(row.integer(12)))) + ',';
  out += field(row.view(13)) + ',' + field(row.view(14)) + "\r\n";
}

}  // namespace

Result<std::string> feedback(store::Store& store, std::int64_t notice_id) {
  std::string out{heading};
  const auto done = store::each_row(
      store.database().query(
          "SELECT line, source_address, source_port, destination_address, destination_port, "
          "domain, i.status, s.name, s.unit, u.responsible, c.cause, c.phase, c.closed_ns, answer, "
          "answered_by FROM notice_item i LEFT JOIN case_file c ON c.case_id = i.case_id "
          "LEFT JOIN subject s ON s.id = c.subject_id LEFT JOIN unit u ON u.name = s.unit "
          "WHERE notice_id = ? ORDER BY item_id LIMIT ?",
          notice_id, notice_items_max),
      [&](const store::Query& row) { write_row(out, row); });
  if (!done) return std::unexpected(done.error());
  return out;
}

}  // namespace davy::notice
