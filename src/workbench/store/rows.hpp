// The rows of a query, all of them.
//
// Errors:  those of the query, and of each step.
// Bounds:  the query's own: one whose rows may be many has a LIMIT.
// Threads: of the database.
#pragma once

#include <vector>

#include "workbench/store/sqlite.hpp"

namespace davy::store {

template <class Take>
Result<void> each_row(Result<Query> found, Take take) {
  if (!found) return std::unexpected(found.error());
  while (true) {
    const auto row = found->step();
    if (!row) return std::unexpected(row.error());
    if (!*row) return {};
    take(*found);
  }
}

// `read` makes a Row of a query that stands on one.
template <class Row, class Read>
Result<std::vector<Row>> rows_of(Result<Query> found, Read read) {
  std::vector<Row> rows;
  const auto done =
      each_row(std::move(found), [&](const Query& row) { rows.push_back(read(row)); });
  if (!done) return std::unexpected(done.error());
  return rows;
}

}  // namespace davy::store
