// What became of a table that somebody brought.
//
// Shape:   rows that cannot be read are told with their line, and the others are taken; of a table that is none, nothing is.
//          Those are outcomes; errors are the store's.
// Threads: of the store.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "workbench/store/store.hpp"
#include "workbench/table/headed_table.hpp"

namespace davy::registry {

struct ImportOutcome {
  std::size_t rows = 0;
  std::vector<table::RefusedRow> refused = {};
  std::string unreadable = {};  // why nothing was taken; "": the table was read
};

// `take(table)` puts a row into the store, or says why not: Result<std::string>, "" where it did. In one transaction.
template <class Take>
Result<ImportOutcome> import_rows(store::Store& store, std::string_view octets,
                                  std::span<const table::Field> fields,
                                  std::span<const std::string_view> must, std::size_t rows_max,
                                  Take take) {
  auto table = table::HeadedTable::parse(octets, fields, must);
  if (!table) return ImportOutcome{.unreadable = table.error().message};
  if (table->rows_left_out() > 0)
    return ImportOutcome{.unreadable = "the table has too many rows: split it"};
  auto transaction = store::Transaction::begin(store.database());
  if (!transaction) return std::unexpected(transaction.error());
  ImportOutcome outcome;
  while (table->next()) {
    if (outcome.rows + outcome.refused.size() >= rows_max)
      return ImportOutcome{.unreadable = "the table has too many rows: split it"};
    const Result<std::string> wrong = take(*table);
    if (!wrong) return std::unexpected(wrong.error());
    if (wrong->empty())
      ++outcome.rows;
    else
      outcome.refused.push_back({table->line(), *wrong});
  }
  if (auto done = transaction->commit(); !done) return std::unexpected(done.error());
  return outcome;
}

}  // namespace davy::registry
