#include "power/power_record.hpp"

namespace davy::power {

std::string_view name(Flaw flaw) {
  static constexpr std::array<std::string_view, flaw_kinds> names{"unreadable_time",
                                                                  "unreadable_value",
                                                                  "negative",
                                                                  "sentinel",
                                                                  "duplicate",
                                                                  "contradiction",
                                                                  "out_of_order",
                                                                  "register_reset",
                                                                  "local_time_skipped",
                                                                  "zero",
                                                                  "stuck",
                                                                  "spike",
                                                                  "outside_bounds",
                                                                  "incomplete_hour",
                                                                  "too_coarse",
                                                                  "impossible"};
  return names[static_cast<std::size_t>(flaw)];
}

void Quality::add(const Quality& other) {
  for (std::size_t i = 0; i < flaw_kinds; ++i) flaws[i] += other.flaws[i];
  readings += other.readings;
}

}  // namespace davy::power
