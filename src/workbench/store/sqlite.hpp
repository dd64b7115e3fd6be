// SQLite with owners: a connection, a statement that gives itself back, a transaction that undoes itself.
//
// Shape:   SQL text is the key of the statements that a connection keeps prepared; a Query gives its statement back when it
//          dies, so nothing stays open behind it. A transaction inside another one is a part of it: what undoes the inner one
//          undoes all. Values are bound in the order of the question marks: integers, double, text, octets, optionals.
// Errors:  input_error with the file and what to do: locked by another process, disk full, not a database, read-only, damaged;
//          internal for wrong SQL. An error in binding is told by the next step.
// Bounds:  waits at most limits::store_busy_timeout for another process; limits::store_statements_max prepared statements.
// Threads: a connection and all that comes of it belong to one thread at a time; several connections to one file are safe.
// Source:  sqlite.org/c3ref, sqlite.org/rescode.html.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/byte_reader.hpp"
#include "base/limits.hpp"
#include "base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace davy::store {

enum class Access : std::uint8_t {
  write,      // makes the file where there is none, readable by its owner only
  read,       // an existing file
  unchanged,  // an existing file that nobody writes, such as a backup: no file is made beside it
};

struct StatementCache;

class Query {
 public:
  Query(StatementCache& cache, sqlite3_stmt* statement) : cache_(&cache), statement_(statement) {}
  Query(Query&& other) noexcept;
  Query& operator=(Query&&) = delete;
  ~Query();

  template <class... Values>
  void bind_all(const Values&... values) {
    int place = 0;
    (bind(++place, values), ...);
  }
  void bind(int place, std::integral auto number) {
    bind_integer(place, static_cast<std::int64_t>(number));
  }
  void bind(int place, double number);
  void bind(int place, std::string_view text);  // copied
  void bind(int place, const std::string& text) { bind(place, std::string_view{text}); }
  void bind(int place, Bytes octets);
  template <class T>
  void bind(int place, const std::optional<T>& maybe) {
    maybe ? bind(place, *maybe) : bind_null(place);
  }

  Result<bool> step();  // true: a row is there
  Result<void> run();   // to the end, and ready to be bound again

  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  std::uint64_t count(int column) const { return static_cast<std::uint64_t>(integer(column)); }
  double real(int column) const;
  std::string_view view(int column) const;  // until the next step
  std::string text(int column) const { return std::string{view(column)}; }

 private:
  void bind_integer(int place, std::int64_t number);
  void bind_null(int place);
  void note(int code);

  StatementCache* cache_;
  sqlite3_stmt* statement_;  // borrowed of the cache
  int bind_code_ = 0;
};

class Database {
 public:
  static Result<Database> open(const std::string& path, Access access,
                               Duration busy_timeout = limits::store_busy_timeout);
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  // Several statements, no rows.
  Result<void> script(std::string_view sql);

  template <class... Values>
  Result<Query> query(std::string_view sql, const Values&... values) {
    auto found = prepared(sql);
    if (found) found->bind_all(values...);
    return found;
  }
  // One statement whose rows nobody wants; how many rows it changed.
  template <class... Values>
  Result<std::int64_t> run(std::string_view sql, const Values&... values) {
    auto found = query(sql, values...);
    if (!found) return std::unexpected(found.error());
    if (auto done = found->run(); !done) return std::unexpected(done.error());
    return changes();
  }
  // The first column of the first row; nullopt: no row, or null.
  template <class... Values>
  Result<std::optional<std::int64_t>> integer(std::string_view sql, const Values&... values) {
    auto found = query(sql, values...);
    if (!found) return std::unexpected(found.error());
    const auto row = found->step();
    if (!row) return std::unexpected(row.error());
    if (!*row || found->is_null(0)) return std::nullopt;
    return found->integer(0);
  }

  std::int64_t changes() const;
  std::int64_t last_id() const;
  std::uint64_t rollbacks() const;  // so that what is remembered of rows can be forgotten
  const std::string& path() const;
  sqlite3* raw() const;  // borrowed

  Result<void> begin();
  Result<void> commit();
  void rollback();

 private:
  explicit Database(std::unique_ptr<StatementCache> inner);
  Result<Query> prepared(std::string_view sql);

  std::unique_ptr<StatementCache> inner_;
};

// Undone when it dies without commit().
class Transaction {
 public:
  static Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  Result<void> commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;  // null: over
};

// An outcome that only matters if it failed: `if (auto failed = failure_of(f())) return std::unexpected(*failed);`
template <class T>
std::optional<Error> failure_of(const Result<T>& result) {
  if (result) return std::nullopt;
  return result.error();
}

}  // namespace davy::store
