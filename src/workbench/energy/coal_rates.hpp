// Standard coal for a kilowatt-hour, in its two meanings.
//
// Units:   grams of coal equivalent (29.3076 MJ/kg) for a kWh.
// Shape:   `supply`: what thermal plants burn for a kilowatt-hour that they supply, the nation's mean of a year; what "coal burnt for
//          it" means, if all of it was thermal. `calorific`: the heat of the kilowatt-hour itself, 122.9 g in any year; what balances of
//          energy use count. They differ by a factor of 2.5 and are never mixed.
// Threads: immutable after first use.
// Source:  data/coal_rates.tsv, each row with source and date; compiled in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace davy::energy {

enum class CoalBasis : std::uint8_t {
  measured,
  interpolated,  // between two years of the table
  target,        // what a plan asks for
  nearest,       // the year lies outside of the table
  definition,
};
std::string_view name(CoalBasis basis);

struct CoalRate {
  double gce_per_kwh = 0;
  int year = 0;
  CoalBasis basis{};
  std::string source;
};

CoalRate supply_coal_rate(int year);
CoalRate calorific_coal_rate();

}  // namespace davy::energy
