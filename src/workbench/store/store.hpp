// Everything that Davy keeps, in one file: sensors, signals, subjects, flows, coverage, the audit log, settings.
//
// Shape:   this header opens the file; the operations stand in one header for each group of tables (signals.hpp, subjects.hpp,
//          flows.hpp, coverage.hpp, audit.hpp, retention.hpp, settings.hpp, subject_pages.hpp, trends.hpp), backup.hpp and
//          check.hpp. Each that writes is one transaction, or a part of the one that is open on store.database().
//          What has returned without an error is on the disk: WAL with synchronous=FULL, so one flush of the disk for each
//          transaction; it survives the end of the process and of the power. Many rows a call make that cheap.
// Errors:  as sqlite.hpp; nothing of a transaction that failed is kept.
// Bounds:  limits::store_*. Texts beyond them are cut at a character.
// Threads: a Store belongs to one thread; open one for each. One process writes at a time, others wait for at most
//          limits::store_busy_timeout; readers never wait, and see what was there when their query began.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/time.hpp"
#include "workbench/store/sqlite.hpp"

namespace davy::store {

// Of pages, for a connection that stays open for long or is one of several: the system keeps what else is read often, for all.
inline constexpr std::size_t lasting_pages_mib = 16;

class Store {
 public:
  static Result<Store> open(const std::string& path, Access access = Access::write,
                            Duration busy_timeout = limits::store_busy_timeout);

  Database& database() { return database_; }

  // Pages that this connection keeps in memory, 64 MiB at first.
  Result<void> keep_in_memory(std::size_t mib);

  // The numbers of texts that many rows share, given on first use; inside a transaction.
  Result<std::int64_t> term(std::string_view text);
  Result<std::int64_t> pack(std::string_view version, Timestamp now);
  Result<std::int64_t> sensor(std::string_view name, Timestamp now);

 private:
  using Numbers = std::unordered_map<std::string, std::int64_t>;
  struct NumberSql {
    std::string_view find;
    std::string_view add;
  };

  explicit Store(Database database) : database_(std::move(database)) {}
  Result<std::int64_t> remembered(Numbers& numbers, const NumberSql& sql, std::string_view text,
                                  std::optional<Timestamp> time);
  void forget_after_rollback();

  Database database_;
  Numbers terms_;
  Numbers packs_;
  Numbers sensors_;
  std::uint64_t rollbacks_ = 0;
};

inline std::int64_t ns(Timestamp t) { return t.time_since_epoch().count(); }

// Days and hours since 1970, also before it.
std::int64_t day_of(Timestamp t);
std::int64_t hour_of(Timestamp t);
Timestamp start_of_day(std::int64_t day);    // the earliest or latest time there is, beyond those
Timestamp start_of_hour(std::int64_t hour);  // likewise

// At most so many octets, not cutting a UTF-8 character.
std::string_view cut(std::string_view text, std::size_t octets_max);

}  // namespace davy::store
