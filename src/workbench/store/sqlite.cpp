#include "workbench/store/sqlite.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <unordered_map>
#include <utility>

namespace davy::store {
namespace {

struct Close {
  void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
};
struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Connection = std::unique_ptr<sqlite3, Close>;
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

// What to do, by the primary code; "" where only SQLite's own words help.
std::string_view advice(int code) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "another process is writing to it and did not finish; try again, or end that process";
    case SQLITE_FULL:
      return "the disk is full, nothing of this batch was kept; free some space and try again";
    case SQLITE_NOTADB:
      return "this is no store of davy; name another file";
    case SQLITE_CORRUPT:
      return "the file is damaged; keep it, and go on from the last backup";
    case SQLITE_READONLY:
      return "it is open for reading only; allow davy to write the file and its folder";
    case SQLITE_CANTOPEN:
      return "it cannot be opened; its folder must exist, and davy must be allowed to write there";
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return "davy is not allowed to use it; see who owns the file";
    case SQLITE_IOERR:
      return "the disk reports an error; see the system's log, and keep a copy of the file";
    default:
      return "";
  }
}

Error error_of(std::string_view path, int code, std::string_view words) {
  const std::string_view help = advice(code);
  if (help.empty())
    return {ErrorKind::internal, fmt::format("{}: {} (SQLite {})", path, words, code)};
  return {ErrorKind::input, fmt::format("{}: {} (SQLite: {})", path, help, words)};
}

// Everything but what a URI may hold as it is.
std::string percent_encoded(std::string_view path) {
  std::string text;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '/' || c == '.' || c == '-' || c == '_';
    if (plain)
      text += c;
    else
      text += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return text;
}

std::string uri_of(const std::string& path, Access access) {
  return "file:" + percent_encoded(path) + (access == Access::unchanged ? "?immutable=1" : "");
}

// SQLite would make it readable by everybody that the umask allows; the files beside it follow it.
void make_private_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (file >= 0) ::close(file);
}

}  // namespace

struct StatementCache {
  std::string path;
  Connection connection = {};
  std::unordered_map<sqlite3_stmt*, Statement> owned = {};
  std::unordered_map<std::string_view, sqlite3_stmt*> free = {};  // keys: sqlite3_sql()
  int depth = 0;
  bool doomed = false;
  std::uint64_t rollbacks = 0;

  Error error(int code) const { return error_of(path, code, sqlite3_errmsg(connection.get())); }

  void give_back(sqlite3_stmt* statement) {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    const bool kept = owned.size() <= limits::store_statements_max &&
                      free.emplace(sqlite3_sql(statement), statement).second;
    if (!kept) owned.erase(statement);
  }

  StatementCache(std::string file, Connection open)
      : path(std::move(file)), connection(std::move(open)) {}
  StatementCache(const StatementCache&) = delete;
  StatementCache& operator=(const StatementCache&) = delete;
  ~StatementCache() { owned.clear(); }  // before the connection
};

Query::Query(Query&& other) noexcept
    : cache_(other.cache_),
      statement_(std::exchange(other.statement_, nullptr)),
      bind_code_(other.bind_code_) {}
Query::~Query() {
  if (statement_ != nullptr) cache_->give_back(statement_);
}

void Query::note(int code) {
  if (code != SQLITE_OK) bind_code_ = code;
}
void Query::bind_integer(int place, std::int64_t number) {
  note(sqlite3_bind_int64(statement_, place, number));
}
void Query::bind_null(int place) { note(sqlite3_bind_null(statement_, place)); }
void Query::bind(int place, double number) { note(sqlite3_bind_double(statement_, place, number)); }
void Query::bind(int place, std::string_view text) {
  const char* data = text.data() == nullptr ? "" : text.data();
  note(sqlite3_bind_text64(statement_, place, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}
void Query::bind(int place, Bytes octets) {
  note(sqlite3_bind_blob64(statement_, place, octets.data(), octets.size(), SQLITE_TRANSIENT));
}

Result<bool> Query::step() {
  const int code = bind_code_ != SQLITE_OK ? bind_code_ : sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  Error error = cache_->error(code);
  sqlite3_reset(statement_);
  return std::unexpected(std::move(error));
}

Result<void> Query::run() {
  while (true) {
    const auto row = step();
    if (!row) return std::unexpected(row.error());
    if (!*row) break;
  }
  sqlite3_reset(statement_);
  return {};
}

bool Query::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}
std::int64_t Query::integer(int column) const { return sqlite3_column_int64(statement_, column); }
double Query::real(int column) const { return sqlite3_column_double(statement_, column); }
std::string_view Query::view(int column) const {
  const void* data = sqlite3_column_blob(statement_, column);  // as stored: texts are UTF-8
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return {static_cast<const char*>(data), size};
}

Database::Database(std::unique_ptr<StatementCache> inner) : inner_(std::move(inner)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(const std::string& path, Access access, Duration busy_timeout) {
  if (access == Access::write) make_private_file(path);
  const int flags = access == Access::write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(uri_of(path, access).c_str(), &raw,
                                   flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr);
  Connection connection(raw);
  if (code != SQLITE_OK)
    return std::unexpected(
        error_of(path, code, raw == nullptr ? "no memory" : sqlite3_errmsg(raw)));
  sqlite3_extended_result_codes(raw, 1);
  const auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(busy_timeout);
  sqlite3_busy_timeout(raw, static_cast<int>(wait.count()));
  return Database(std::make_unique<StatementCache>(path, std::move(connection)));
}

Result<void> Database::script(std::string_view sql) {
  const std::string text{sql};
  const int code = sqlite3_exec(raw(), text.c_str(), nullptr, nullptr, nullptr);
  if (code == SQLITE_OK) return {};
  return std::unexpected(inner_->error(code));
}

Result<Query> Database::prepared(std::string_view sql) {
  if (const auto found = inner_->free.find(sql); found != inner_->free.end()) {
    sqlite3_stmt* const statement = found->second;
    inner_->free.erase(found);
    return Query(*inner_, statement);
  }
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(raw(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return std::unexpected(inner_->error(code));
  inner_->owned.emplace(statement, Statement(statement));
  return Query(*inner_, statement);
}

std::int64_t Database::changes() const { return sqlite3_changes64(raw()); }
std::int64_t Database::last_id() const { return sqlite3_last_insert_rowid(raw()); }
std::uint64_t Database::rollbacks() const { return inner_->rollbacks; }
const std::string& Database::path() const { return inner_->path; }
sqlite3* Database::raw() const { return inner_->connection.get(); }

// IMMEDIATE: who begins by reading and then writes may find another writer's rows in between, and must give up.
Result<void> Database::begin() {
  if (inner_->depth > 0) {
    ++inner_->depth;
    return {};
  }
  if (auto failed = failure_of(run("BEGIN IMMEDIATE"))) return std::unexpected(*failed);
  inner_->depth = 1;
  inner_->doomed = false;
  return {};
}

Result<void> Database::commit() {
  if (inner_->depth > 1) {
    --inner_->depth;
    return {};
  }
  // A full disk makes SQLite roll back by itself.
  if (inner_->doomed || sqlite3_get_autocommit(raw()) != 0) {
    rollback();
    return input_error(inner_->path + ": a part of this failed, nothing of it was kept");
  }
  if (auto failed = failure_of(run("COMMIT"))) {
    rollback();
    return std::unexpected(*failed);
  }
  inner_->depth = 0;
  return {};
}

void Database::rollback() {
  inner_->doomed = true;
  if (--inner_->depth > 0) return;
  inner_->depth = 0;
  ++inner_->rollbacks;
  // It fails only where SQLite has rolled back by itself.
  if (sqlite3_get_autocommit(raw()) == 0)
    sqlite3_exec(raw(), "ROLLBACK", nullptr, nullptr, nullptr);
}

Result<Transaction> Transaction::begin(Database& database) {
  if (auto failed = failure_of(database.begin())) return std::unexpected(*failed);
  return Transaction(database);
}
Transaction::Transaction(Transaction&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)) {}
Transaction::~Transaction() {
  if (database_ != nullptr) database_->rollback();
}
Result<void> Transaction::commit() { return std::exchange(database_, nullptr)->commit(); }

}  // namespace davy::store
