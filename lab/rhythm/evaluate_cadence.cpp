#include "lab/rhythm/evaluate_cadence.hpp"

#include <fmt/format.h>

#include "lab/rhythm/play.hpp"
#include "signal/network/farming_cadence.hpp"

namespace davy::lab {
namespace {

struct Timer {
  double gap_s;
  double spread_s;
  bool even;  // gaps are even between gap_s - spread_s and gap_s + spread_s, not normal
};

// A farmer tells, its harvester answers now and then, both ping every minute.
Messages told_by(const Timer& timer, Random& random, double duration_s) {
  Messages messages;
  const double octets = 115 + 50 * whole(random, 0, 3), answered = chance(random, .5) ? .02 : 1;
  double gap_s = 0;
  for (double t = uniform(random, 0, 9); t < duration_s; t += gap_s) {
    messages.push_back({t, false, static_cast<std::uint32_t>(octets)});
    if (chance(random, answered)) messages.push_back({t + uniform(random, .05, 2), true, 150});
    gap_s = timer.even ? uniform(random, timer.gap_s - timer.spread_s, timer.gap_s + timer.spread_s)
                       : normal(random, timer.gap_s, timer.spread_s);
  }
  for (double t = 30; t < duration_s; t += 60) {
    messages.push_back({t, true, 28});
    messages.push_back({t + .02, false, 28});
  }
  sort_by_time(messages);
  return messages;
}

std::size_t found(const Timer& timer, std::size_t flows, std::uint64_t seed) {
  Random random(seed);
  std::size_t count = 0;
  for (std::size_t i = 0; i < flows; ++i)
    count += signal::farming_cadence_of(record_of(told_by(timer, random, 3600))).has_value();
  return count;
}

}  // namespace

void farming_cadence(std::size_t flows, std::uint64_t seed) {
  fmt::print("timers of an hour, {} flows each: called storage farming\n", flows);
  const auto row = [&](const char* what, const Timer& timer) {
    fmt::print("  {:5} every {:6.3f} s, {} {:4.2f} s  {:5.1f} %\n", what, timer.gap_s,
               timer.even ? "evenly within" : "deviation    ", timer.spread_s,
               100. * static_cast<double>(found(timer, flows, seed)) / static_cast<double>(flows));
  };
  for (const double spread_s : {.02, .1, .2, .3, .5, 1.}) row("farm", {9.375, spread_s, false});
  for (const double gap_s : {9., 9.25, 9.5, 10.})
    for (const double spread_s : {.02, .2, .5}) row("timer", {gap_s, spread_s, false});
  row("timer", {9.5, .5, true});
  row("timer", {9.5, 1, true});
  std::size_t benign_found = 0, benign_flows = 0;
  Random random(seed);
  for (; benign_flows < 40 * flows; ++benign_flows) {
    Session session = benign(random, log_uniform(random, 1200, 4 * 3600));
    put_on(usual_disguise(random), random, session.messages);
    benign_found += signal::farming_cadence_of(record_of(session.messages)).has_value();
  }
  fmt::print("  all kinds that are no mining: {} of {}\n", benign_found, benign_flows);
}

}  // namespace davy::lab
