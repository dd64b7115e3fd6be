#include "workbench/store/store.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "workbench/store/migrations.hpp"

namespace davy::store {
namespace {

constexpr std::int64_t ns_per_hour = 3'600'000'000'000;
constexpr std::int64_t ns_per_day = 24 * ns_per_hour;

std::int64_t floor_of(Timestamp t, std::int64_t unit) {
  const std::int64_t whole = ns(t) / unit;
  return ns(t) % unit < 0 ? whole - 1 : whole;
}

Timestamp start_of(std::int64_t number, std::int64_t unit) {
  const std::int64_t reach = INT64_MAX / unit;
  if (number > reach) return Timestamp::max();
  if (number < -reach) return Timestamp::min();
  return timestamp_ns(number * unit);
}

// The page size counts only before the first table. 8 KiB: a signal has some 200 octets, and the tree of signals holds whole rows
// in its inner pages too. 64 MiB of pages are kept in memory; the log is written back every 32 MiB, and cut to that.
constexpr std::string_view for_writing =
    "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
    "PRAGMA wal_autocheckpoint = 4096; PRAGMA journal_size_limit = 33554432;"
    "PRAGMA recursive_triggers = ON;";
constexpr std::string_view for_all =
    "PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;"
    "PRAGMA trusted_schema = OFF;";

Result<std::int64_t> id_or_new(Database& database, std::string_view find, std::string_view add,
                               std::string_view text, std::optional<std::int64_t> time) {
  const auto found = database.integer(find, text);
  if (!found) return std::unexpected(found.error());
  if (*found) return **found;
  const auto added = time ? database.run(add, text, *time) : database.run(add, text);
  if (!added) return std::unexpected(added.error());
  return database.last_id();
}

}  // namespace

Result<Store> Store::open(const std::string& path, Access access, Duration busy_timeout) {
  auto database = Database::open(path, access, busy_timeout);
  if (!database) return std::unexpected(database.error());
  if (auto failed = failure_of(database->script(for_all))) return std::unexpected(*failed);
  if (access != Access::write) {
    if (auto failed = failure_of(must_be_current(*database))) return std::unexpected(*failed);
    return Store(std::move(*database));
  }
  // What is refused must stay as it was, so its form is looked at before WAL is written into its head.
  if (auto failed = failure_of(must_be_ours(*database))) return std::unexpected(*failed);
  if (auto failed = failure_of(database->script(for_writing))) return std::unexpected(*failed);
  if (auto failed = failure_of(migrate(*database))) return std::unexpected(*failed);
  return Store(std::move(*database));
}

Result<void> Store::keep_in_memory(std::size_t mib) {
  return database_.script(fmt::format("PRAGMA cache_size = -{};", mib * 1024));
}

Result<std::int64_t> Store::remembered(Numbers& numbers, const NumberSql& sql,
                                       std::string_view text, std::optional<Timestamp> time) {
  forget_after_rollback();
  std::string wanted{cut(text, limits::store_name_octets_max)};
  if (const auto known = numbers.find(wanted); known != numbers.end()) return known->second;
  const auto time_ns = time ? std::optional{ns(*time)} : std::nullopt;
  const auto id = id_or_new(database_, sql.find, sql.add, wanted, time_ns);
  if (!id) return std::unexpected(id.error());
  if (numbers.size() >= limits::store_terms_remembered_max) numbers.clear();
  numbers.emplace(std::move(wanted), *id);
  return *id;
}

// What was given in a transaction that was undone is no longer there.
void Store::forget_after_rollback() {
  if (rollbacks_ == database_.rollbacks()) return;
  rollbacks_ = database_.rollbacks();
  for (Numbers* numbers : {&terms_, &packs_, &sensors_}) numbers->clear();
}

Result<std::int64_t> Store::term(std::string_view text) {
  static constexpr NumberSql sql{"SELECT id FROM term WHERE text = ?",
                                 "INSERT INTO term (text) VALUES (?)"};
  return remembered(terms_, sql, text, {});
}

Result<std::int64_t> Store::pack(std::string_view version, Timestamp now) {
  static constexpr NumberSql sql{"SELECT id FROM pack WHERE version = ?",
                                 "INSERT INTO pack (version, first_used_ns) VALUES (?, ?)"};
  return remembered(packs_, sql, version, now);
}

Result<std::int64_t> Store::sensor(std::string_view name, Timestamp now) {
  static constexpr NumberSql sql{
      "SELECT id FROM sensor WHERE name = ?",
      "INSERT INTO sensor (name, kind, first_seen_ns) VALUES (?, '', ?)"};
  return remembered(sensors_, sql, name, now);
}

std::int64_t day_of(Timestamp t) { return floor_of(t, ns_per_day); }
std::int64_t hour_of(Timestamp t) { return floor_of(t, ns_per_hour); }
Timestamp start_of_day(std::int64_t day) { return start_of(day, ns_per_day); }
Timestamp start_of_hour(std::int64_t hour) { return start_of(hour, ns_per_hour); }

std::string_view cut(std::string_view text, std::size_t octets_max) {
  if (text.size() <= octets_max) return text;
  std::size_t end = octets_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

}  // namespace davy::store
