// The Cambridge index as its operator published it, by edition: never mixed with what is computed here.
//
// Units:   TWh a year, gCO2/kWh.
// Shape:   built in are means of whole months and single days; a file of one's own has a heading with date and any of lower_twh,
//          best_twh, upper_twh (or annualised_min_twh, annualised_guess_twh, annualised_max_twh, guess_twh_at_0.05).
// Errors:  as in network_series.hpp.
// Bounds:  limits::energy_days_max days.
// Threads: pure functions; the built-in tables are immutable after first use.
// Source:  data/index_published.tsv, each row with source and date; compiled in.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "workbench/energy/network_series.hpp"

namespace davy::energy {

struct PublishedFigures {
  std::optional<double> lower, best, upper;  // TWh a year
};

struct PublishedRow {
  std::string_view period;   // "2020-04" or "2020-04-15"
  std::string_view edition;  // "v1.2", "revised"
  PublishedFigures twh;
  std::optional<double> gco2_per_kwh;
  std::string_view source;
  std::string_view date;

  bool is_month() const { return period.size() == 7; }
};

std::span<const PublishedRow> published_index();

// What is published of `day`, by edition: the day itself, else the mean of its month.
std::vector<PublishedRow> published_of(Day day);

struct PublishedDay {
  Day day;
  PublishedFigures twh;
};
struct PublishedSeries {
  std::vector<PublishedDay> days;
  RowCounts rows;
  std::string source;
};
Result<PublishedSeries> read_published(std::string_view text, std::string_view name,
                                       double price_usd_per_kwh);

}  // namespace davy::energy
