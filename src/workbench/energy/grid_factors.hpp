// Carbon dioxide of a kilowatt-hour from the grid, by region and year.
//
// Units:   kg CO2 for a kWh.
// Shape:   a factor belongs to a region, a year and a kind; the same kilowatt-hours come out 1.9 times apart by the choice of kind
//          alone, so the choice is always told, with the others beside it. A factor of another year stands in, and is marked,
//          up to factor_years_apart_max years away.
// Errors:  a region or year without a factor is a gap that says what to do.
// Threads: immutable after first use.
// Source:  data/grid_factors.tsv, each row with source and date; compiled in.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace davy::energy {

inline constexpr int factor_years_apart_max = 5;

struct GridFactor {
  std::string_view name;
  std::string_view name_zh;
  std::string_view level;   // "national", "region", "province", "world", "own"
  std::string_view within;  // the grid region of a province
  int year = 0;             // 0: no factor is known, or it is one's own
  std::string_view kind;    // "average", "residual", "fossil", "popular", "coal", "hydro", "own"
  double kg_per_kwh = 0;
  std::string_view source;
  std::string_view date;
};

std::span<const GridFactor> grid_factors();

// The first row of the region that is meant; null if none is.
const GridFactor* find_grid_region(std::string_view asked);

struct FactorChoice {
  GridFactor factor;
  int asked_year = 0;
  bool other_year() const { return factor.year != 0 && factor.year != asked_year; }
};

// Why there is no factor, and what to do.
struct FactorGap {
  enum class Kind : std::uint8_t { no_region_given, unknown_region, none_published, too_far };
  Kind kind{};
  std::string region;
  int year = 0;
  int nearest_year = 0;  // of too_far
  std::string wider;     // a region around it that has one
  std::string message;   // the same in words

  bool operator==(const FactorGap&) const = default;
};

// The average factor of the region in that year.
std::expected<FactorChoice, FactorGap> factor_for(std::string_view region, int year);

// The nearest in time of one kind and region.
std::optional<FactorChoice> nearest_factor(std::string_view name, std::string_view kind, int year);

// What else people take for the same kilowatt-hours: the grid region's, the nation's, without traded green power, fossil
// power, the popular figure.
struct AlternativeFactor {
  std::string_view name;
  std::string_view kind;
};
std::vector<AlternativeFactor> alternatives(const GridFactor& region);

}  // namespace davy::energy
