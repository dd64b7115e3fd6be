#include "workbench/store/subject_pages.hpp"

#include <fmt/format.h>

#include <limits>

namespace davy::store {
namespace {

constexpr std::string_view columns =
    "id, kind, name, unit, level, probability, first_seen_ns, last_seen_ns, coin, dialect, flows,"
    " flows_left_out";

// A part of a name as a pattern of LIKE.
std::string pattern_of(std::string_view text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + "%";
}

// With a '+' no index serves the order: what was found is sorted.
std::string_view order_of(SubjectOrder order, bool sorts) {
  switch (order) {
    case SubjectOrder::probability:
      return sorts ? " AND (+probability, id) < (?6, ?8) ORDER BY +probability DESC, id DESC"
                   : " AND (probability, id) < (?6, ?8) ORDER BY probability DESC, id DESC";
    case SubjectOrder::number:
      return sorts ? " AND +id < ?8 ORDER BY +id DESC" : " AND id < ?8 ORDER BY id DESC";
    default:
      return sorts ? " AND (+last_seen_ns, id) < (?7, ?8) ORDER BY +last_seen_ns DESC, id DESC"
                   : " AND (last_seen_ns, id) < (?7, ?8) ORDER BY last_seen_ns DESC, id DESC";
  }
}

// Names are told apart in their own index, which is small. Few that fit are looked up and sorted; where many fit, the order is
// walked until the page is full.
constexpr std::string_view names_sql =
    "SELECT id FROM subject INDEXED BY sqlite_autoindex_subject_1 WHERE name LIKE ?1 ESCAPE '\\'";
constexpr std::size_t few_names = 2'000;

// How many names fit; beyond few_names that many and one.
Result<std::size_t> names_that_fit(Database& database, const std::string& pattern) {
  const auto count = database.integer(fmt::format("SELECT count(*) FROM ({} LIMIT ?2)", names_sql),
                                      pattern, few_names + 1);
  if (!count) return std::unexpected(count.error());
  return static_cast<std::size_t>(count->value_or(0));
}

// The first filter that an index serves leads, and the '+' keeps the planner from the others: it knows nothing of the data.
std::string sql_of(const SubjectFilter& filter, bool by_names) {
  std::string sql = fmt::format("SELECT {} FROM subject WHERE true", columns);
  const bool by_time = filter.order == SubjectOrder::last_seen;
  bool led = by_names || filter.order == SubjectOrder::number;
  const auto add = [&](bool wanted, bool has_index, std::string_view column, int place) {
    if (!wanted) return;
    const bool leads = has_index && !led;
    led = led || leads;
    sql += fmt::format(" AND {}{} = ?{}", leads ? "" : "+", column, place);
  };
  add(filter.level.has_value(), true, "level", 1);
  add(!filter.unit.empty(), by_time, "unit", 2);
  add(!filter.kind.empty(), by_time, "kind", 3);
  if (!filter.levels.empty()) {
    sql += " AND +level IN (-1";
    for (const verdict::Level level : filter.levels)
      sql += fmt::format(", {}", static_cast<int>(level));
    sql += ")";
  }
  if (by_names)
    sql +=
        " AND id IN (SELECT id FROM subject INDEXED BY sqlite_autoindex_subject_1 WHERE name"
        " LIKE ?4 ESCAPE '\\')";
  else if (!filter.text.empty())
    sql += " AND name LIKE ?4 ESCAPE '\\'";
  const bool time_leads = by_time && !by_names;
  if (filter.seen_since) sql += time_leads ? " AND last_seen_ns >= ?5" : " AND +last_seen_ns >= ?5";
  sql += order_of(filter.order, by_names);
  return sql + " LIMIT ?9";
}

StoredSubject read_subject(const Query& row) {
  return {.id = row.integer(0),
          .key = {row.text(1), row.text(2)},
          .unit = row.text(3),
          .level = static_cast<verdict::Level>(row.integer(4)),
          .probability = row.real(5),
          .first_seen = timestamp_ns(row.integer(6)),
          .last_seen = timestamp_ns(row.integer(7)),
          .coin = row.text(8),
          .dialect = row.text(9),
          .flows = row.count(10),
          .flows_left_out = row.count(11)};
}

SubjectCursor place_of(const StoredSubject& subject) {
  return {ns(subject.last_seen), subject.probability, subject.id};
}

}  // namespace

Result<SubjectPage> subject_page(Store& store, const SubjectFilter& filter) {
  const std::size_t limit = page_rows(filter.limit);
  const SubjectCursor after = filter.after.value_or(
      SubjectCursor{INT64_MAX, std::numeric_limits<double>::infinity(), INT64_MAX});
  const std::string pattern = pattern_of(cut(filter.text, limits::store_name_octets_max));
  Result<std::size_t> names = few_names + 1;
  if (!filter.text.empty()) names = names_that_fit(store.database(), pattern);
  if (!names) return std::unexpected(names.error());
  if (*names == 0) return SubjectPage{};
  auto found = store.database().query(
      sql_of(filter, *names <= few_names),
      static_cast<int>(filter.level.value_or(verdict::Level::unknown)), filter.unit, filter.kind,
      pattern, filter.seen_since ? ns(*filter.seen_since) : INT64_MIN, after.probability,
      after.last_seen_ns, after.id, limit + 1);
  if (!found) return std::unexpected(found.error());
  return read_page<SubjectPage>(*found, limit, read_subject, place_of);
}

Result<std::optional<SubjectDetail>> subject_detail(Store& store, std::int64_t id) {
  auto found = store.database().query(
      fmt::format("SELECT {}, coalesce((SELECT event FROM subject_event e WHERE e.subject_id ="
                  " subject.id), '') FROM subject WHERE id = ?",
                  columns),
      id);
  if (!found) return std::unexpected(found.error());
  const auto row = found->step();
  if (!row) return std::unexpected(row.error());
  if (!*row) return std::nullopt;
  return SubjectDetail{read_subject(*found), found->text(12)};
}

Result<std::optional<std::int64_t>> find_subject(Store& store, const SubjectKey& key) {
  return store.database().integer("SELECT id FROM subject WHERE kind = ? AND name = ?", key.kind,
                                  cut(key.name, limits::store_name_octets_max));
}

Result<VerdictPage> verdict_changes_of(Store& store, std::int64_t subject_id,
                                       std::optional<std::int64_t> after, std::size_t limit) {
  limit = page_rows(limit);
  auto found = store.database().query(
      "SELECT id, at_ns, level, probability FROM verdict_change WHERE subject_id = ? AND id < ?"
      " ORDER BY id DESC LIMIT ?",
      subject_id, after.value_or(INT64_MAX), limit + 1);
  if (!found) return std::unexpected(found.error());
  const auto read = [](const Query& row) {
    return VerdictChange{row.integer(0), timestamp_ns(row.integer(1)),
                         static_cast<verdict::Level>(row.integer(2)), row.real(3)};
  };
  return read_page<VerdictPage>(*found, limit, read, [](const VerdictChange& c) { return c.id; });
}

}  // namespace davy::store
