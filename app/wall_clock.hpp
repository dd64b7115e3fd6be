// The system's clock, where nobody gives the time.
//
// Threads: any.
#pragma once

#include <chrono>

#include "base/time.hpp"

namespace davy::app {

inline Timestamp wall_clock() {
  return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

}  // namespace davy::app
