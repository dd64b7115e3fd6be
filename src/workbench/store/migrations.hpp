// Brings a store to the form that this program knows. Forms only ever go up.
//
// Shape:   schema/migrations/0001_….sql and on, in the program; PRAGMA user_version is the number of the last one applied, and
//          PRAGMA application_id says that the file is a store. Each is one transaction: it is applied whole or not at all, also
//          where two processes try at once.
// Errors:  a store of a newer program, a database of something else: input_error, and the file stays as it was.
// Threads: of the connection.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "workbench/store/sqlite.hpp"

namespace davy::store {

struct Migration {
  std::int64_t number = 0;
  std::string_view sql;
};
std::span<const Migration> migrations();  // from 1, without gaps
std::int64_t newest_version();

// Neither of another program nor of a newer davy; reads only.
Result<void> must_be_ours(Database& database);
// Of the connection's file; an empty file becomes a store. How many were applied.
Result<std::int64_t> migrate(Database& database);
// For who only reads: the store must be of this program's form.
Result<void> must_be_current(Database& database);

}  // namespace davy::store
