// What the readers of series by day have in common: the bounds, the order, and one row a day.
//
// Shape:   Row has a member `day`.
// Threads: one owner.
#pragma once

#include <algorithm>
#include <vector>

#include "base/limits.hpp"
#include "workbench/energy/network_series.hpp"

namespace davy::energy {

inline constexpr Day energy_day_min = Day{std::chrono::year{2009} / 1 / 1};  // Bitcoin's first

template <typename Row>
void take_row(std::vector<Row>& rows, RowCounts& counts, std::optional<Row> row) {
  if (!row || row->day < energy_day_min) {
    ++counts.malformed;
  } else if (rows.size() >= limits::energy_days_max) {
    ++counts.left_out;
  } else {
    rows.push_back(*std::move(row));
  }
}

template <typename Row>
void put_in_order(std::vector<Row>& rows, RowCounts& counts) {
  std::ranges::stable_sort(rows, {}, &Row::day);
  std::vector<Row> once;
  for (Row& row : rows) {
    const bool again = !once.empty() && once.back().day == row.day;
    counts.repeated += again ? 1 : 0;
    again ? void(once.back() = std::move(row)) : once.push_back(std::move(row));
  }
  rows = std::move(once);
  counts.used = rows.size();
}

// The row of `day`; null if there is none.
template <typename Row>
const Row* row_of(const std::vector<Row>& rows, Day day) {
  const auto found = std::ranges::lower_bound(rows, day, {}, &Row::day);
  return found != rows.end() && found->day == day ? &*found : nullptr;
}

}  // namespace davy::energy
