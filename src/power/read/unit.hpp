// Units as people write them, and what they make of a value.
//
// Units:   `to_own` turns a value into its quantity's own unit (power/meter_book.hpp).
// Threads: pure.
#pragma once

#include <optional>
#include <string_view>

#include "power/meter_book.hpp"

namespace davy::power {

struct Unit {
  std::string_view text = "kWh";  // as shown: "MWh"
  Quantity quantity = Quantity::energy;
  double to_own = 1;
};
inline constexpr Unit default_unit{};

// "kWh", "KW", "watts", "千瓦时"; upper and lower case are the same, so MW is megawatts.
std::optional<Unit> parse_unit(std::string_view text);

}  // namespace davy::power
