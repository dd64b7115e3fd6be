// Numbers as people read them: three significant digits and an SI prefix, or every digit with thousands separators.
//
// Units:   the unit comes in as text and is printed behind the prefix: "8.12 kH/s", "110 W".
// Shape:   never an exponent, never more than three significant digits of an estimate.
// Threads: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "workbench/energy/hash_rate.hpp"

namespace davy::energy {

std::string with_si_prefix(double value, std::string_view unit);  // "8.12 kH/s"

// "6.71 to 9.75 kH/s" with `to` between; a wide one, "41.2 W to 2.67 kW".
std::string si_range(const Interval& interval, std::string_view unit, std::string_view to);

std::string grouped(std::uint64_t count);  // "1,234,567"

}  // namespace davy::energy
