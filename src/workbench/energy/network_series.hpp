// What the index is made from, by day: Bitcoin's hash rate and what miners earned.
//
// Units:   hash rate in TH/s, revenue in USD a day (new coins and fees), days of UTC.
// Shape:   days in order, each once; they may have holes. A file of one's own has a heading with date, hash_rate_th_s and
//          revenue_usd (or hashrate, revenue, as blockchain.com and others write them).
// Errors:  a file without these columns or without a usable day is an error that says what is missing; rows that cannot be
//          read, or lie outside of 2009 to 2105, or are not above 0, are counted.
// Bounds:  limits::energy_days_max days; further ones are left out and counted.
// Threads: pure functions; the built-in series is immutable after first use.
// Source:  data/bitcoin_network.tsv, each row with source and date; compiled in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "workbench/energy/calendar.hpp"

namespace davy::energy {

struct NetworkDay {
  Day day;
  double hash_rate_th_s = 0;
  double revenue_usd = 0;
};

// What happened to the rows of a file.
struct RowCounts {
  std::uint64_t used = 0;
  std::uint64_t malformed = 0;
  std::uint64_t repeated = 0;  // a day once more: the last row stands
  std::uint64_t left_out = 0;  // beyond the bound
};

struct NetworkSeries {
  std::vector<NetworkDay> days;
  RowCounts rows;
  std::string source;
};

const NetworkSeries& builtin_network();
Result<NetworkSeries> read_network(std::string_view text, std::string_view name);

}  // namespace davy::energy
