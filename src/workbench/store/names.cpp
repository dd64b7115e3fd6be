#include "workbench/store/names.hpp"

#include "flow/names_record.hpp"
#include "workbench/store/rows.hpp"

namespace davy::store {

std::vector<std::string_view> domains_of(std::string_view host_name) {
  std::vector<std::string_view> domains;
  if (!flow::is_host_name(host_name)) return domains;
  for (auto dot = host_name.find('.'); dot != std::string_view::npos; dot = host_name.find('.')) {
    domains.push_back(host_name);
    host_name.remove_prefix(dot + 1);
  }
  return domains;
}

Result<void> add_names(Database& database, std::int64_t subject_id,
                       std::span<const std::string> host_names) {
  for (const std::string& told : host_names) {
    const std::string name = flow::host_name(told);
    for (const std::string_view domain : domains_of(name)) {
      const auto added = database.run(
          "INSERT INTO subject_name (name, subject_id) SELECT ?1, ?2"
          " WHERE (SELECT count(*) FROM subject_name WHERE subject_id = ?2) < ?3"
          " ON CONFLICT DO NOTHING",
          domain, subject_id, names_per_subject_max);
      if (!added) return std::unexpected(added.error());
    }
  }
  return {};
}

Result<std::vector<std::string>> names_of(Store& store, std::int64_t subject_id) {
  return rows_of<std::string>(
      store.database().query("SELECT name FROM subject_name WHERE subject_id = ? ORDER BY name",
                             subject_id),
      [](const Query& row) { return row.text(0); });
}

}  // namespace davy::store
