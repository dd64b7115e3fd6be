// How well the clock of storage farming is told from other timers.
#pragma once

#include <cstddef>
#include <cstdint>

namespace davy::lab {

void farming_cadence(std::size_t flows, std::uint64_t seed);

}  // namespace davy::lab
