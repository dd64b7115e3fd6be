#include "workbench/store/trends.hpp"

#include <map>

#include "workbench/store/rows.hpp"

namespace davy::store {
namespace {

// The newest days that have anything.
constexpr std::string_view days_sql =
    "SELECT day FROM (SELECT day FROM trend WHERE day >= ?1 AND day < ?2 UNION"
    " SELECT day FROM signal_day WHERE day >= ?1 AND day < ?2) ORDER BY day DESC LIMIT ?3";

}  // namespace

Result<LevelCounts> level_counts(Store& store, std::string_view kind) {
  LevelCounts counts{};
  auto done = each_row(store.database().query(
                           "SELECT level, subjects FROM subject_count WHERE ? IN ('', kind)", kind),
                       [&](const Query& row) {
                         counts.at(static_cast<std::size_t>(row.integer(0))) += row.count(1);
                       });
  if (!done) return std::unexpected(done.error());
  return counts;
}

Result<std::vector<TrendDay>> trend(Store& store, std::int64_t from_day, std::int64_t to_day,
                                    std::string_view kind) {
  std::map<std::int64_t, TrendDay> days;
  Database& database = store.database();
  auto done = each_row(database.query(days_sql, from_day, to_day, limits::store_page_rows_max),
                       [&](const Query& row) { days[row.integer(0)].day = row.integer(0); });
  if (!done) return std::unexpected(done.error());
  if (days.empty()) return std::vector<TrendDay>{};
  const std::int64_t first = days.begin()->first;
  done = each_row(database.query("SELECT day, level, subjects FROM trend WHERE day >= ? AND day < ?"
                                 " AND ? IN ('', kind)",
                                 first, to_day, kind),
                  [&](const Query& row) {
                    days[row.integer(0)].subjects.at(static_cast<std::size_t>(row.integer(1))) +=
                        row.count(2);
                  });
  if (!done) return std::unexpected(done.error());
  done = each_row(
      database.query("SELECT day, rows FROM signal_day WHERE day >= ? AND day < ?", first, to_day),
      [&](const Query& row) { days[row.integer(0)].signals = row.count(1); });
  if (!done) return std::unexpected(done.error());
  std::vector<TrendDay> list;
  for (auto& [day, counts] : days) {
    counts.day = day;
    list.push_back(counts);
  }
  return list;
}

}  // namespace davy::store
