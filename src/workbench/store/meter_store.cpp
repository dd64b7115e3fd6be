#include "workbench/store/meter_store.hpp"

#include <fmt/format.h>

#include <cmath>

#include "workbench/energy/calendar.hpp"
#include "workbench/store/rows.hpp"

namespace davy::store {
namespace {

// Four digits are what a picture shows.
std::string array_of(const std::vector<float>& values) {
  std::string out = "[";
  for (const float value : values) {
    if (out.size() > 1) out += ',';
    out += std::isfinite(value) ? fmt::format("{:.4g}", value) : "null";
  }
  return out + ']';
}

}  // namespace

Result<void> put_month_uses(Store& store, std::span<const power::MonthUse> uses) {
  auto transaction = Transaction::begin(store.database());
  if (!transaction) return std::unexpected(transaction.error());
  for (const power::MonthUse& use : uses) {
    const auto done = store.database().run(
        "INSERT INTO meter_month (meter, month, mean_kw, peak_kw, hours) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET mean_kw = excluded.mean_kw, peak_kw = excluded.peak_kw, "
        "hours = excluded.hours WHERE excluded.hours >= hours",
        cut(use.meter, limits::store_name_octets_max), use.month, use.mean_kw, use.peak_kw,
        use.hours);
    if (!done) return std::unexpected(done.error());
  }
  return transaction->commit();
}

Result<void> put_load_picture(Store& store, std::int64_t subject_id,
                              const report::LoadPicture& picture) {
  if (picture.drawn_kw.empty()) return {};
  const auto done = store.database().run(
      "INSERT OR REPLACE INTO load_picture (subject_id, first_day, drawn_kw, expected_kw) "
      "VALUES (?, ?, ?, ?)",
      subject_id, energy::to_text(energy::day_of(picture.first_day)), array_of(picture.drawn_kw),
      array_of(picture.expected_kw));
  if (!done) return std::unexpected(done.error());
  return {};
}

Result<std::optional<StoredPicture>> load_picture_of(Store& store, std::int64_t subject_id) {
  auto rows = rows_of<StoredPicture>(
      store.database().query(
          "SELECT first_day, drawn_kw, expected_kw FROM load_picture WHERE subject_id = ?",
          subject_id),
      [](const Query& row) { return StoredPicture{row.text(0), row.text(1), row.text(2)}; });
  if (!rows) return std::unexpected(rows.error());
  if (rows->empty()) return std::nullopt;
  return std::move(rows->front());
}

}  // namespace davy::store
