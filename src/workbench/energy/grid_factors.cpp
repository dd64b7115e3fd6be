#include "workbench/energy/grid_factors.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>

#include "base/tsv.hpp"
#include "workbench/energy/regions.hpp"
#include "workbench/energy/table_number.hpp"

namespace davy::energy {
namespace {

constexpr std::string_view table =
#include "embedded/grid_factors_tsv.inc"
    ;

constexpr std::string_view remedy =
    "give one of your own with --factor KG_PER_KWH --factor-source TEXT";

std::vector<GridFactor> read_table() {
  std::vector<GridFactor> out;
  for (const auto& row : tsv_rows<9>(table)) {
    out.push_back({row[0], row[1], row[2], row[3], static_cast<int>(number(row[4]).value_or(0)),
                   row[5], number(row[6]).value_or(0), row[7], row[8]});
  }
  return out;
}

std::string known_regions() {
  std::vector<std::string_view> names;
  for (const GridFactor& row : grid_factors())
    if (row.level != "world" && std::ranges::find(names, row.name) == names.end())
      names.push_back(row.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

FactorGap no_region(std::string_view asked, int year) {
  if (asked.empty()) {
    return {FactorGap::Kind::no_region_given,
            "",
            year,
            0,
            "",
            "no region is given, so no grid factor: --region NAME"};
  }
  return {FactorGap::Kind::unknown_region,
          std::string{asked},
          year,
          0,
          "",
          fmt::format("no grid factor is known for \"{}\"; {}. Known are: {}", asked, remedy,
                      known_regions())};
}

FactorGap none_published(const GridFactor& region, int year) {
  const std::string name{region.name}, wider{region.within};
  return {FactorGap::Kind::none_published,
          name,
          year,
          0,
          wider,
          fmt::format("no grid factor for {} in {}: none is published for it ({}); take the wider "
                      "region with --factor-region {}, or {}",
                      name, year, region.source, wider, remedy)};
}

FactorGap too_far(const GridFactor& region, int year, int nearest_year) {
  return {
      FactorGap::Kind::too_far,
      std::string{region.name},
      year,
      nearest_year,
      "",
      fmt::format("no grid factor for {} in {}: the nearest is of {}, more than {} years away; "
                  "--year {} takes it all the same, or {}",
                  region.name, year, nearest_year, factor_years_apart_max, nearest_year, remedy)};
}

}  // namespace

std::span<const GridFactor> grid_factors() {
  static const std::vector<GridFactor> all = read_table();
  return all;
}

const GridFactor* find_grid_region(std::string_view asked) {
  const auto found = std::ranges::find_if(grid_factors(), [&](const GridFactor& row) {
    return row.level != "world" && names_region(asked, row.name, row.name_zh);
  });
  return found == grid_factors().end() ? nullptr : &*found;
}

std::optional<FactorChoice> nearest_factor(std::string_view name, std::string_view kind, int year) {
  const GridFactor* nearest = nullptr;
  const auto apart = [&](const GridFactor& row) { return std::abs(row.year - year); };
  for (const GridFactor& row : grid_factors()) {
    if (row.name != name || row.kind != kind) continue;
    if (nearest == nullptr || apart(row) < apart(*nearest)) nearest = &row;
  }
  return nearest != nullptr ? std::optional{FactorChoice{*nearest, year}} : std::nullopt;
}

std::expected<FactorChoice, FactorGap> factor_for(std::string_view region, int year) {
  const GridFactor* row = find_grid_region(region);
  if (row == nullptr) return std::unexpected(no_region(region, year));
  const auto nearest = nearest_factor(row->name, "average", year);
  if (!nearest) return std::unexpected(none_published(*row, year));
  if (std::abs(nearest->factor.year - year) > factor_years_apart_max)
    return std::unexpected(too_far(*row, year, nearest->factor.year));
  return *nearest;
}

std::vector<AlternativeFactor> alternatives(const GridFactor& region) {
  std::vector<AlternativeFactor> out{{region.name, "average"}};
  if (region.level == "province") out.push_back({region.within, "average"});
  if (region.level != "national") out.push_back({"China", "average"});
  for (const std::string_view kind : {"residual", "fossil", "popular"})
    out.push_back({"China", kind});
  return out;
}

}  // namespace davy::energy
