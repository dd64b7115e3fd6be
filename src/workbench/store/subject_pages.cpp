#include "workbench/store/subject_pages.hpp"

#include <fmt/format.h>

#include <limits>

namespace davy::store {
namespace {

constexpr std::string_view columns =
    "id, kind, name, unit, level, probability, first_seen_ns, last_seen_ns, coin, dialect, flows,"
    " flows_left_out, coalesce((SELECT signals FROM signal_count n WHERE n.subject_id = "
    "subject.id),"
    " 0), (SELECT case_id FROM case_file c WHERE c.subject_id = subject.id AND"
    " c.closed_ns IS NULL), CASE WHEN exemption_why = '' THEN exemption_id END";

// A part of a name as a pattern of LIKE.
std::string pattern_of(std::string_view text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + "%";
}

std::string_view order_of(SubjectOrder order) {
  switch (order) {
    case SubjectOrder::probability:
      return " AND (probability, id) < (?6, ?8) ORDER BY probability DESC, id DESC";
    case SubjectOrder::number:
      return " AND id < ?8 ORDER BY id DESC";
    default:
      return " AND (last_seen_ns, id) < (?7, ?8) ORDER BY last_seen_ns DESC, id DESC";
  }
}

// The index that the order is walked along. It holds all that may be asked for, so that what does not fit costs no look at its row.
std::string_view index_of(SubjectOrder order) {
  switch (order) {
    case SubjectOrder::probability:
      return " INDEXED BY subject_by_probability";
    case SubjectOrder::number:
      return "";
    default:
      return " INDEXED BY subject_by_time";
  }
}

// Where a single value of a column leads its own index, in this order, that index is walked: all of it fits.
struct Leader {
  std::string_view column = {};
  std::string_view index = {};
};
Leader leader_of(const SubjectFilter& filter) {
  const bool by_time = filter.order == SubjectOrder::last_seen;
  if (!filter.text.empty() || filter.order == SubjectOrder::number) return {};
  if (filter.level && by_time) return {"level", " INDEXED BY subject_by_level"};
  if (filter.level) return {"level", " INDEXED BY subject_by_level_probability"};
  if (!filter.unit.empty() && by_time) return {"unit", " INDEXED BY subject_by_unit"};
  if (!filter.kind.empty() && filter.levels.empty() && by_time)
    return {"kind", " INDEXED BY subject_by_kind"};
  return {};
}

std::string sql_of(const SubjectFilter& filter) {
  const Leader leader = leader_of(filter);
  std::string sql = fmt::format("SELECT {} FROM subject{} WHERE true", columns,
                                leader.index.empty() ? index_of(filter.order) : leader.index);
  const auto add = [&](bool wanted, std::string_view column, int place) {
    if (wanted)
      sql += fmt::format(" AND {}{} = ?{}", column == leader.column ? "" : "+", column, place);
  };
  add(filter.level.has_value(), "level", 1);
  add(!filter.unit.empty(), "unit", 2);
  // Asked of every list: the statement is one, and a bound value that it lacks would be an error.
  sql += " AND (?10 = '' OR +unit IN (SELECT value FROM json_each(?10)))";
  add(!filter.kind.empty(), "kind", 3);
  if (!filter.levels.empty()) {
    sql += " AND +level IN (-1";
    for (const verdict::Level level : filter.levels)
      sql += fmt::format(", {}", static_cast<int>(level));
    sql += ")";
  }
  if (!filter.text.empty()) sql += " AND name LIKE ?4 ESCAPE '\\'";
  const bool by_time = filter.order == SubjectOrder::last_seen;
  if (filter.seen_since) sql += by_time ? " AND last_seen_ns >= ?5" : " AND +last_seen_ns >= ?5";
  sql += order_of(filter.order);
  return sql + " LIMIT ?9";
}

StoredSubject read_subject(const Query& row) {
  std::optional<std::uint64_t> open_case;
  if (!row.is_null(13)) open_case = row.count(13);
  std::optional<std::uint64_t> exemption;
  if (!row.is_null(14)) exemption = row.count(14);
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
          .flows_left_out = row.count(11),
          .signals = row.count(12),
          .open_case = open_case,
          .exemption = exemption};
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
  auto found = store.database().query(
      sql_of(filter), static_cast<int>(filter.level.value_or(verdict::Level::unknown)), filter.unit,
      filter.kind, pattern, filter.seen_since ? ns(*filter.seen_since) : INT64_MIN,
      after.probability, after.last_seen_ns, after.id, limit + 1, filter.units_json);
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
  return SubjectDetail{read_subject(*found), found->text(15)};
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
