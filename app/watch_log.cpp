#include "app/watch_log.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>

#include "app/wall_clock.hpp"
#include "base/time.hpp"

namespace davy::app {

void tell(std::string_view what) {
  fmt::print("{}", fmt::format("{} {}\n", to_rfc3339(wall_clock()), what));
  std::fflush(stdout);
}

}  // namespace davy::app
