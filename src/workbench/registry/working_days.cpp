#include "workbench/registry/working_days.hpp"

#include <fmt/format.h>

#include <optional>

#include "workbench/store/rows.hpp"

namespace davy::registry {
namespace {

constexpr int period_days_max = 400;
// Beyond it a table says that nobody ever works again.
constexpr int search_days_max = 2'000;

constexpr std::array fields{
    table::Field{"first_day", {"day", "date", "from", "日期", "开始日期", "起始日期"}},
    table::Field{"last_day", {"to", "until", "结束日期", "截止日期"}},
    table::Field{"kind", {"类型", "类别"}},
};
constexpr std::array<std::string_view, 1> must{"first_day"};

std::optional<bool> working_named(std::string_view kind) {
  if (kind.empty() || kind == "off" || kind == "holiday" || kind == "closure" || kind == "休" ||
      kind == "放假" || kind == "节假日")
    return false;
  if (kind == "working" || kind == "班" || kind == "上班" || kind == "调休上班") return true;
  return std::nullopt;
}

Result<std::string> take(store::Database& database, const table::HeadedTable& table) {
  const auto first = energy::parse_day(table.text("first_day"));
  if (!first) return fmt::format("no day: {}", table.text("first_day"));
  const std::string_view until = table.text("last_day");
  const auto last = until.empty() ? first : energy::parse_day(until);
  if (!last || *last < *first || (*last - *first).count() > period_days_max)
    return fmt::format("{} to {} is no period of at most {} days", table.text("first_day"), until,
                       period_days_max);
  const auto working = working_named(table.text("kind"));
  if (!working) return fmt::format("kind is off or working, not {}", table.text("kind"));
  for (Day day = *first; day <= *last; day += std::chrono::days{1}) {
    const auto put = database.run("INSERT OR REPLACE INTO working_day (day, working) VALUES (?, ?)",
                                  energy::to_text(day), *working ? 1 : 0);
    if (!put) return std::unexpected(put.error());
  }
  return std::string{};
}

}  // namespace

Result<WorkingDays> WorkingDays::read(store::Store& store) {
  WorkingDays days;
  const auto done = store::each_row(
      store.database().query("SELECT day, working FROM working_day ORDER BY day LIMIT ?", days_max),
      [&](const store::Query& row) {
        if (const auto day = energy::parse_day(row.view(0))) days.set(*day, row.integer(1) != 0);
      });
  if (!done) return std::unexpected(done.error());
  return days;
}

bool WorkingDays::is_working(Day day) const {
  if (const auto found = days_.find(day); found != days_.end()) return found->second;
  const std::chrono::weekday weekday{day};
  return weekday != std::chrono::Saturday && weekday != std::chrono::Sunday;
}

Day WorkingDays::after(Day from, unsigned working_days) const {
  Day day = from;
  for (int looked = 0; working_days > 0 && looked < search_days_max; ++looked) {
    day += std::chrono::days{1};
    if (is_working(day)) --working_days;
  }
  return day;
}

Result<ImportOutcome> import_days(store::Store& store, std::string_view octets) {
  store::Database& database = store.database();
  auto transaction = store::Transaction::begin(database);
  if (!transaction) return std::unexpected(transaction.error());
  if (const auto cleared = database.run("DELETE FROM working_day"); !cleared)
    return std::unexpected(cleared.error());
  auto outcome =
      import_rows(store, octets, fields, must, days_max,
                  [&](const table::HeadedTable& table) { return take(database, table); });
  if (!outcome || !outcome->unreadable.empty()) return outcome;  // and what was there stays
  if (auto done = transaction->commit(); !done) return std::unexpected(done.error());
  return outcome;
}

}  // namespace davy::registry
