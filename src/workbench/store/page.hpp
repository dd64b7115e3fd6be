// A part of a long answer, and where the next part begins.
//
// Shape:   keyset pages: `next` is the key of the last row told, so rows that arrive or go in between neither shift the next
//          page nor are told twice. No `next`: that was all.
// Threads: a value.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"

namespace davy::store {

template <class Row, class Cursor>
struct Page {
  std::vector<Row> rows = {};
  std::optional<Cursor> next = {};
};

inline std::size_t page_rows(std::size_t wanted,
                             std::size_t rows_max = limits::store_page_rows_max) {
  return std::clamp<std::size_t>(wanted, 1, rows_max);
}

// Reads at most `limit` rows of a query that asks for one more; `read(query)` makes a row, `key(row)` its cursor.
template <class PageType, class Query, class Read, class Key>
Result<PageType> read_page(Query& query, std::size_t limit, Read read, Key key) {
  PageType page;
  while (true) {
    const auto row = query.step();
    if (!row) return std::unexpected(row.error());
    if (!*row) return page;
    if (page.rows.size() == limit) break;
    page.rows.push_back(read(query));
  }
  page.next = key(page.rows.back());
  return page;
}

}  // namespace davy::store
