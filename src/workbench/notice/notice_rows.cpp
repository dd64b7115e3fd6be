#include "workbench/notice/notice_rows.hpp"

#include <fmt/format.h>

#include "workbench/notice/notice_table.hpp"
#include "workbench/store/rows.hpp"

namespace davy::notice {
namespace {

using store::Query;

constexpr std::string_view notice_sql =
    "SELECT notice_id, name, issuer, class, taken_ns, due_on, "
    "(SELECT count(*) FROM notice_item i WHERE i.notice_id = n.notice_id) AS items, "
    "(SELECT count(*) FROM notice_item i WHERE i.notice_id = n.notice_id AND status <> 'open') "
    "AS answered FROM notice n";

Notice notice_of(const Query& row) {
  return {.notice_id = row.integer(0),
          .name = row.text(1),
          .issuer = row.text(2),
          .list_class = row.text(3),
          .taken_at = timestamp_ns(row.integer(4)),
          .due_on = row.text(5),
          .items = row.integer(6),
          .answered = row.integer(7)};
}

constexpr std::string_view item_sql =
    "SELECT item_id, notice_id, line, indicator, source_address, source_port, "
    "destination_address, destination_port, domain, coin, first_seen_ns, last_seen_ns, times, "
    "(SELECT count(*) FROM notice_item o WHERE o.identity = i.identity), status, case_id, answer, "
    "answered_by FROM notice_item i";

std::optional<std::int64_t> maybe(const Query& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.integer(column);
}
std::optional<Timestamp> maybe_time(const Query& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return timestamp_ns(row.integer(column));
}

Item item_of(const Query& row) {
  return {.item_id = row.integer(0),
          .notice_id = row.integer(1),
          .line = row.integer(2),
          .indicator = row.text(3),
          .source_address = row.text(4),
          .source_port = maybe(row, 5),
          .destination_address = row.text(6),
          .destination_port = maybe(row, 7),
          .domain = row.text(8),
          .coin = row.text(9),
          .first_seen = maybe_time(row, 10),
          .last_seen = maybe_time(row, 11),
          .times = maybe(row, 12),
          .lists = row.integer(13),
          .status = row.text(14),
          .case_id = maybe(row, 15),
          .answer = row.text(16),
          .answered_by = row.text(17)};
}

std::optional<std::string> or_null(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}
std::optional<std::int64_t> or_null(const std::optional<Timestamp>& time) {
  if (!time) return std::nullopt;
  return store::ns(*time);
}

}  // namespace

Result<void> add_notice(store::Database& database, Notice& notice, std::string_view taken_by) {
  const auto added = database.run(
      "INSERT INTO notice (name, issuer, class, taken_by, taken_ns, due_on) "
      "VALUES (?, ?, ?, ?, ?, ?)",
      notice.name, notice.issuer, notice.list_class, taken_by, store::ns(notice.taken_at),
      notice.due_on);
  if (!added) return std::unexpected(added.error());
  notice.notice_id = database.last_id();
  return {};
}

Result<void> add_item(store::Database& database, Item& item) {
  const auto added = database.run(
      "INSERT INTO notice_item (notice_id, line, identity, indicator, source_address, source_port, "
      "destination_address, destination_port, domain, coin, first_seen_ns, last_seen_ns, times, "
      "status, case_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      item.notice_id, item.line, identity_of(item), item.indicator, or_null(item.source_address),
      item.source_port, or_null(item.destination_address), item.destination_port,
      or_null(item.domain), or_null(item.coin), or_null(item.first_seen), or_null(item.last_seen),
      item.times, item.status, item.case_id);
  if (!added) return std::unexpected(added.error());
  item.item_id = database.last_id();
  return {};
}

Result<void> keep_answer(store::Database& database, const Item& item, Timestamp now) {
  std::optional<std::int64_t> at;
  if (item.status != "open") at = store::ns(now);
  const auto kept = database.run(
      "UPDATE notice_item SET status = ?, case_id = ?, answer = ?, answered_by = ?, "
      "answered_ns = ? WHERE item_id = ?",
      item.status, item.case_id, item.answer, or_null(item.answered_by), at, item.item_id);
  if (!kept) return std::unexpected(kept.error());
  return {};
}

Result<std::vector<Notice>> notices(store::Store& store) {
  return store::rows_of<Notice>(
      store.database().query(
          fmt::format("{} ORDER BY answered >= items, due_on, notice_id LIMIT ?", notice_sql),
          notices_max),
      [](const Query& row) { return notice_of(row); });
}

Result<std::optional<Notice>> notice_of(store::Store& store, std::int64_t notice_id) {
  auto rows = store::rows_of<Notice>(
      store.database().query(fmt::format("{} WHERE notice_id = ?", notice_sql), notice_id),
      [](const Query& row) { return notice_of(row); });
  if (!rows) return std::unexpected(rows.error());
  if (rows->empty()) return std::nullopt;
  return std::move(rows->front());
}

Result<ItemPage> items_of(store::Store& store, std::int64_t notice_id,
                          std::optional<std::int64_t> after, std::size_t limit) {
  limit = store::page_rows(limit);
  auto rows = store.database().query(
      fmt::format("{} WHERE notice_id = ? AND item_id > ? ORDER BY item_id LIMIT ?", item_sql),
      notice_id, after.value_or(0), limit + 1);
  if (!rows) return std::unexpected(rows.error());
  return store::read_page<ItemPage>(
      *rows, limit, [](const Query& row) { return item_of(row); },
      [](const Item& item) { return item.item_id; });
}

Result<std::optional<Item>> item_of(store::Store& store, std::int64_t item_id) {
  auto rows = store::rows_of<Item>(
      store.database().query(fmt::format("{} WHERE item_id = ?", item_sql), item_id),
      [](const Query& row) { return item_of(row); });
  if (!rows) return std::unexpected(rows.error());
  if (rows->empty()) return std::nullopt;
  return std::move(rows->front());
}

}  // namespace davy::notice
