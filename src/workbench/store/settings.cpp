#include "workbench/store/settings.hpp"

#include "workbench/store/rows.hpp"

namespace davy::store {
Result<void> set_setting(Store& store, std::string_view key, std::string_view value) {
  const auto done = store.database().run(
      "INSERT INTO setting (key, value) VALUES (?, ?)"
      " ON CONFLICT DO UPDATE SET value = excluded.value",
      cut(key, limits::store_name_octets_max), cut(value, limits::store_detail_octets_max));
  if (!done) return std::unexpected(done.error());
  return {};
}

Result<std::optional<std::string>> setting(Store& store, std::string_view key) {
  auto found = store.database().query("SELECT value FROM setting WHERE key = ?", key);
  if (!found) return std::unexpected(found.error());
  const auto row = found->step();
  if (!row) return std::unexpected(row.error());
  if (!*row) return std::nullopt;
  return found->text(0);
}

Result<void> put_sensor(Store& store, const Sensor& sensor) {
  const auto done = store.database().run(
      "INSERT INTO sensor (name, kind, first_seen_ns) VALUES (?, ?, ?)"
      " ON CONFLICT DO UPDATE SET kind = excluded.kind",
      cut(sensor.name, limits::store_name_octets_max),
      cut(sensor.kind, limits::store_name_octets_max), ns(sensor.first_seen));
  if (!done) return std::unexpected(done.error());
  return {};
}

Result<std::vector<Sensor>> sensors(Store& store) {
  return rows_of<Sensor>(
      store.database().query("SELECT name, kind, first_seen_ns FROM sensor ORDER BY name LIMIT ?",
                             limits::store_page_rows_max),
      [](const Query& row) {
        return Sensor{row.text(0), row.text(1), timestamp_ns(row.integer(2))};
      });
}

Result<std::vector<PackVersion>> packs(Store& store) {
  return rows_of<PackVersion>(
      store.database().query("SELECT version, first_used_ns FROM pack ORDER BY id DESC LIMIT ?",
                             limits::store_page_rows_max),
      [](const Query& row) { return PackVersion{row.text(0), timestamp_ns(row.integer(1))}; });
}

}  // namespace davy::store
