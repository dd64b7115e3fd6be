// Where hash rate was: the Cambridge mining map, with its editions and their bias.
//
// Units:   percent of the world's hash rate (of provinces too), TWh a year.
// Shape:   one month can stand in several editions, with different figures: 65.08 % and 64.81 % are both China's of April 2020.
//          A region's electricity is its share times the network's, bound by bound: it takes the share at its word, and each
//          region's hash rate to be as efficient as the world's. `unseen_bounds` says what the sample alone allows.
// Threads: immutable after first use.
// Source:  data/mining_map.tsv, data/mining_map_editions.tsv, each row with source and date; compiled in.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "workbench/energy/calendar.hpp"
#include "workbench/energy/interval.hpp"
#include "workbench/energy/published_index.hpp"

namespace davy::energy {

struct MapShare {
  Month month;
  std::string_view edition;
  std::string_view level;  // "country", "province"
  std::string_view name;
  std::string_view name_zh;
  std::string_view within;  // the country of a province
  double percent = 0;
  std::string_view source;
  std::string_view date;
};

struct MapEdition {
  std::string_view edition;
  std::string_view months;
  double sample_low_percent = 0;  // of hash rate that the pools of the sample had
  double sample_high_percent = 0;
  std::string_view pools;
  std::string_view bias;
  std::string_view source;
  std::string_view date;
};

std::span<const MapShare> mining_map();
std::span<const MapEdition> map_editions();
const MapEdition* map_edition(std::string_view edition);

// Shares of the months from `first` to `last`, of `region` ("" for all).
std::vector<MapShare> map_shares(Month first, Month last, std::string_view region);

// A share times what is published of the network in its month, by edition of the index. Only what is published is there.
struct RegionEnergy {
  PublishedRow network;
  PublishedFigures twh_per_year;
};
std::vector<RegionEnergy> energy_of(const MapShare& share);

// Between which percentages the region's share lies if nothing is assumed of the hash rate outside of the sample.
Interval unseen_bounds(const MapShare& share);

}  // namespace davy::energy
