// How many subjects stand at each level now, and how many were judged on each day.
//
// Shape:   a day counts each subject once, at the most certain level of that day (subjects.hpp). Days without anything are left out.
// Errors:  as store.hpp.
// Bounds:  limits::store_page_rows_max days of one query: the newest.
// Threads: of the store.
#pragma once

#include <array>
#include <vector>

#include "workbench/store/subjects.hpp"

namespace davy::store {

using LevelCounts = std::array<std::uint64_t, 5>;  // by verdict::Level

// Of the subjects of a kind ("": all).
Result<LevelCounts> level_counts(Store& store, std::string_view kind = "");

struct TrendDay {
  std::int64_t day = 0;  // since 1970, UTC
  LevelCounts subjects{};
  std::uint64_t signals = 0;  // of all kinds
};
Result<std::vector<TrendDay>> trend(Store& store, std::int64_t from_day, std::int64_t to_day,
                                    std::string_view kind = "");  // [from, to), oldest first

}  // namespace davy::store
