#include "power/read/unit.hpp"

#include <algorithm>
#include <array>

#include "power/read/words.hpp"

namespace davy::power {
namespace {

struct Named {
  std::string_view word;
  Unit unit;
};

constexpr Unit kwh{"kWh", Quantity::energy, 1};
constexpr Unit watt{"W", Quantity::power, 1e-3};
constexpr Unit kw{"kW", Quantity::power, 1};
constexpr Unit celsius{"degC", Quantity::temperature, 1};
constexpr Unit ampere{"A", Quantity::current_1, 1};
constexpr Unit kvar{"kvar", Quantity::reactive_power, 1};

constexpr std::array<Named, 36> units{{{"kwh", kwh},
                                       {"kilowatthour", kwh},
                                       {"kilowatthours", kwh},
                                       {"千瓦时", kwh},
                                       {"千瓦小时", kwh},
                                       {"度", kwh},
                                       {"wh", {"Wh", Quantity::energy, 1e-3}},
                                       {"watthours", {"Wh", Quantity::energy, 1e-3}},
                                       {"mwh", {"MWh", Quantity::energy, 1e3}},
                                       {"兆瓦时", {"MWh", Quantity::energy, 1e3}},
                                       {"gwh", {"GWh", Quantity::energy, 1e6}},
                                       {"万千瓦时", {"10 MWh", Quantity::energy, 1e4}},
                                       {"mj", {"MJ", Quantity::energy, 1 / 3.6}},
                                       {"kj", {"kJ", Quantity::energy, 1 / 3600.0}},
                                       {"j", {"J", Quantity::energy, 1 / 3.6e6}},
                                       {"kw", kw},
                                       {"kilowatt", kw},
                                       {"kilowatts", kw},
                                       {"千瓦", kw},
                                       {"w", watt},
                                       {"watt", watt},
                                       {"watts", watt},
                                       {"瓦", watt},
                                       {"mw", {"MW", Quantity::power, 1e3}},
                                       {"megawatts", {"MW", Quantity::power, 1e3}},
                                       {"兆瓦", {"MW", Quantity::power, 1e3}},
                                       {"a", ampere},
                                       {"amp", ampere},
                                       {"amps", ampere},
                                       {"ampere", ampere},
                                       {"安", ampere},
                                       {"kvar", kvar},
                                       {"var", {"var", Quantity::reactive_power, 1e-3}},
                                       {"degc", celsius},
                                       {"°c", celsius},
                                       {"℃", celsius}}};

}  // namespace

std::optional<Unit> parse_unit(std::string_view text) {
  const std::string word = lower(trim(text));
  const auto* found = std::ranges::find(units, word, &Named::word);
  if (found == units.end()) return std::nullopt;
  return found->unit;
}

}  // namespace davy::power
