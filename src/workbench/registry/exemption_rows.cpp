#include "workbench/registry/exemption_rows.hpp"

#include "workbench/store/rows.hpp"
#include "workbench/table/headed_table.hpp"

namespace davy::registry {
namespace {

std::vector<std::string> parts_of(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(';'), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

Exemption exemption_of(const store::Query& row) {
  Exemption exemption{.exemption_id = row.integer(0),
                      .project = row.text(1),
                      .person = row.text(2),
                      .purpose = row.text(3),
                      .hosts = parts_of(row.view(4)),
                      .coins = parts_of(row.view(5))};
  if (!row.is_null(6)) exemption.power_cap_kw = row.real(6);
  exemption.first_day = row.text(7);
  exemption.last_day = row.text(8);
  exemption.status = row.text(9);
  exemption.asked_by = row.text(10);
  exemption.decided_by = row.text(11);
  exemption.inside = row.integer(12);
  exemption.outside = row.integer(13);
  return exemption;
}

}  // namespace

Result<void> add_exemption(store::Database& database, Exemption& exemption, Timestamp now) {
  const auto added = database.run(
      "INSERT INTO exemption (project, person, purpose, hosts, coins, power_cap_kw, first_day, "
      "last_day, status, asked_by, asked_ns) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      exemption.project, exemption.person, exemption.purpose, table::joined(exemption.hosts),
      table::joined(exemption.coins), exemption.power_cap_kw, exemption.first_day,
      exemption.last_day, exemption.status, exemption.asked_by, store::ns(now));
  if (!added) return std::unexpected(added.error());
  exemption.exemption_id = database.last_id();
  return {};
}

Result<void> keep_decision(store::Database& database, const Exemption& exemption,
                           std::string_view text) {
  const auto kept = database.run(
      "UPDATE exemption SET status = ?, decided_by = ?, decision = ? WHERE exemption_id = ?",
      exemption.status, exemption.decided_by, text, exemption.exemption_id);
  if (!kept) return std::unexpected(kept.error());
  return {};
}

Result<std::vector<Exemption>> read_exemptions(store::Database& database) {
  return store::rows_of<Exemption>(
      database.query(
          "SELECT e.exemption_id, project, person, purpose, hosts, coins, power_cap_kw, first_day, "
          "last_day, status, asked_by, decided_by, "
          "(SELECT count(*) FROM subject s WHERE s.exemption_id = e.exemption_id AND "
          "exemption_why = ''), "
          "(SELECT count(*) FROM subject s WHERE s.exemption_id = e.exemption_id AND "
          "exemption_why <> '') FROM exemption e ORDER BY e.exemption_id DESC LIMIT ?",
          exemptions_max),
      exemption_of);
}

}  // namespace davy::registry
