#include "workbench/store/migrations.hpp"

#include <fmt/format.h>

#include <array>

namespace davy::store {
namespace {

constexpr std::string_view sql_1 =
#include "embedded/0001_store_sql.inc"
    ;
constexpr std::string_view sql_2 =
#include "embedded/0002_people_sql.inc"
    ;
constexpr std::string_view sql_3 =
#include "embedded/0003_cases_sql.inc"
    ;
constexpr std::string_view sql_4 =
#include "embedded/0004_register_sql.inc"
    ;
constexpr std::string_view sql_5 =
#include "embedded/0005_watched_files_sql.inc"
    ;
constexpr std::string_view sql_6 =
#include "embedded/0006_custody_sql.inc"
    ;
constexpr std::string_view sql_7 =
#include "embedded/0007_register_sql.inc"
    ;
constexpr std::string_view sql_8 =
#include "embedded/0008_counts_sql.inc"
    ;
constexpr std::string_view sql_9 =
#include "embedded/0009_outlets_sql.inc"
    ;
constexpr std::string_view sql_10 =
#include "embedded/0010_names_sql.inc"
    ;
constexpr std::array<Migration, 10> all{{{1, sql_1},
                                         {2, sql_2},
                                         {3, sql_3},
                                         {4, sql_4},
                                         {5, sql_5},
                                         {6, sql_6},
                                         {7, sql_7},
                                         {8, sql_8},
                                         {9, sql_9},
                                         {10, sql_10}}};

constexpr std::int64_t application_id = 0x64617679;  // "davy"

Result<std::int64_t> number(Database& database, std::string_view pragma) {
  auto found = database.integer(pragma);
  if (!found) return std::unexpected(found.error());
  return found->value_or(0);
}

Result<std::int64_t> version(Database& database) { return number(database, "PRAGMA user_version"); }

Result<void> apply(Database& database, const Migration& migration) {
  auto transaction = Transaction::begin(database);
  if (!transaction) return std::unexpected(transaction.error());
  const auto now_at = version(database);
  if (!now_at) return std::unexpected(now_at.error());
  if (*now_at >= migration.number) return transaction->commit();  // another process was faster
  if (auto failed = failure_of(database.script(migration.sql))) return std::unexpected(*failed);
  const std::string done = fmt::format("PRAGMA user_version = {}; PRAGMA application_id = {}",
                                       migration.number, application_id);
  if (auto failed = failure_of(database.script(done))) return std::unexpected(*failed);
  return transaction->commit();
}

}  // namespace

std::span<const Migration> migrations() { return all; }
std::int64_t newest_version() { return all.back().number; }

Result<void> must_be_ours(Database& database) {
  const auto at = version(database);
  if (!at) return std::unexpected(at.error());
  if (*at > newest_version())
    return input_error(
        fmt::format("{}: a newer davy made this store (form {}, this program knows {}); use that "
                    "davy, or a newer one",
                    database.path(), *at, newest_version()));
  const auto id = number(database, "PRAGMA application_id");
  if (!id) return std::unexpected(id.error());
  const auto tables = number(database, "SELECT count(*) FROM sqlite_schema");
  if (!tables) return std::unexpected(tables.error());
  if (*tables > 0 && *id != application_id)
    return input_error(fmt::format(
        "{}: a database of another program; name another file for the store", database.path()));
  return {};
}

Result<std::int64_t> migrate(Database& database) {
  const auto at = version(database);
  if (!at) return std::unexpected(at.error());
  if (auto failed = failure_of(must_be_ours(database))) return std::unexpected(*failed);
  std::int64_t applied = 0;
  for (const Migration& migration : migrations()) {
    if (migration.number <= *at) continue;
    if (auto failed = failure_of(apply(database, migration))) return std::unexpected(*failed);
    ++applied;
  }
  return applied;
}

Result<void> must_be_current(Database& database) {
  const auto at = version(database);
  if (!at) return std::unexpected(at.error());
  if (auto failed = failure_of(must_be_ours(database))) return std::unexpected(*failed);
  if (*at == newest_version()) return {};
  return input_error(
      fmt::format("{}: an older davy made this store (form {}, this program reads {}); open it "
                  "once for writing, which brings it up",
                  database.path(), *at, newest_version()));
}

}  // namespace davy::store
