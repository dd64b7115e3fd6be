#include "app/watch_log.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>

#include "base/time.hpp"

namespace davy::app {

void tell(std::string_view what) {
  const Timestamp now = std::chrono::system_clock::now();
  fmt::print("{}", fmt::format("{} {}\n", to_rfc3339(now), what));
  std::fflush(stdout);
}

}  // namespace davy::app
