#include "workbench/energy/mining_map.hpp"

#include <algorithm>

#include "base/tsv.hpp"
#include "workbench/energy/regions.hpp"
#include "workbench/energy/table_number.hpp"

namespace davy::energy {
namespace {

constexpr std::string_view shares_table =
#include "embedded/mining_map_tsv.inc"
    ;
constexpr std::string_view editions_table =
#include "embedded/mining_map_editions_tsv.inc"
    ;

std::vector<MapShare> read_shares() {
  std::vector<MapShare> out;
  for (const auto& row : tsv_rows<9>(shares_table)) {
    const auto month = parse_month(row[0]);
    const auto percent = number(row[6]);
    if (month && percent)
      out.push_back({*month, row[1], row[2], row[3], row[4], row[5], *percent, row[7], row[8]});
  }
  return out;
}

std::vector<MapEdition> read_editions() {
  std::vector<MapEdition> out;
  for (const auto& row : tsv_rows<8>(editions_table)) {
    out.push_back({row[0], row[1], number(row[2]).value_or(0), number(row[3]).value_or(0), row[4],
                   row[5], row[6], row[7]});
  }
  return out;
}

std::optional<double> part(const std::optional<double>& whole, double percent) {
  return whole ? std::optional{*whole * percent / 100} : std::nullopt;
}

}  // namespace

std::span<const MapShare> mining_map() {
  static const std::vector<MapShare> all = read_shares();
  return all;
}

std::span<const MapEdition> map_editions() {
  static const std::vector<MapEdition> all = read_editions();
  return all;
}

const MapEdition* map_edition(std::string_view edition) {
  const auto found = std::ranges::find(map_editions(), edition, &MapEdition::edition);
  return found == map_editions().end() ? nullptr : &*found;
}

std::vector<MapShare> map_shares(Month first, Month last, std::string_view region) {
  std::vector<MapShare> out;
  for (const MapShare& share : mining_map()) {
    if (share.month < first || share.month > last) continue;
    if (region.empty() || names_region(region, share.name, share.name_zh)) out.push_back(share);
  }
  return out;
}

std::vector<RegionEnergy> energy_of(const MapShare& share) {
  std::vector<RegionEnergy> out;
  const std::string month = to_text(share.month);
  for (const PublishedRow& row : published_index()) {
    if (row.period != month) continue;
    out.push_back({row,
                   {part(row.twh.lower, share.percent), part(row.twh.best, share.percent),
                    part(row.twh.upper, share.percent)}});
  }
  return out;
}

Interval unseen_bounds(const MapShare& share) {
  const MapEdition* edition = map_edition(share.edition);
  const double seen = edition != nullptr ? edition->sample_low_percent / 100 : 0;
  const double inside = share.percent * seen;
  return {inside, share.percent, inside + 100 * (1 - seen)};
}

}  // namespace davy::energy
