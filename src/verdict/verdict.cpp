#include "verdict/verdict.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string_view>

namespace davy::verdict {
namespace {

using signal::Basis;
using signal::Signal;

// One flow in a thousand, before anything is known: on most networks less, and then a signal must be stronger.
constexpr double prior_nats = -6.9;
// An attempt is a fact about the miner's side only, so it never grows certain, however clear its words are.
constexpr double attempt_nats_max = 8;

Level level_of(std::span<const Signal> signals, std::size_t kinds) {
  const auto has = [&](Basis basis) {
    return std::any_of(signals.begin(), signals.end(),
                       [&](const Signal& s) { return s.basis == basis; });
  };
  if (has(Basis::conversation) || has(Basis::pool_answer)) return Level::confirmed;
  if (has(Basis::structure) || kinds >= 2) return Level::probable;
  if (kinds == 1) return Level::suspected;
  return has(Basis::recognised) ? Level::cleared : Level::unknown;
}

double capped(const Signal& s) {
  return s.basis == Basis::attempt ? std::min(s.strength_nats, attempt_nats_max) : s.strength_nats;
}

}  // namespace

std::string_view name(Level level) {
  static constexpr std::array<std::string_view, 5> names{"confirmed", "probable", "suspected",
                                                         "cleared", "unknown"};
  return names[static_cast<std::size_t>(level)];
}

Verdict judge(std::span<const Signal> signals) {
  std::map<std::string_view, double>
      strongest;  // by independence group: within one, strengths do not add up
  Verdict verdict;
  std::set<std::string_view> told;
  double recognised_nats = 0;
  for (const Signal& s : signals) {
    if (s.basis == Basis::recognised) {
      recognised_nats = std::min(recognised_nats, s.strength_nats);
    } else {
      double& group = strongest[s.independence_group];
      group = std::max(group, capped(s));
    }
    for (const signal::Reason& reason :
         s.reasons) {  // a thousand flows of one host say the same: once is enough
      if (told.insert(reason.evidence).second) verdict.reasons.push_back(reason);
    }
  }
  double log_odds = prior_nats + recognised_nats;
  for (const auto& [group, nats] : strongest) log_odds += nats;
  verdict.probability = 1 / (1 + std::exp(-log_odds));
  verdict.level = level_of(signals, strongest.size());
  return verdict;
}

}  // namespace davy::verdict
