#include "verdict/verdict.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
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

constexpr std::uint32_t bit(Basis basis) { return 1u << static_cast<unsigned>(basis); }

Level level_of(const Verdict& v) {
  if ((v.bases_bits & (bit(Basis::conversation) | bit(Basis::pool_answer))) != 0)
    return Level::confirmed;
  if ((v.bases_bits & bit(Basis::structure)) != 0 || v.groups.size() >= 2) return Level::probable;
  if (v.groups.size() == 1) return Level::suspected;
  return (v.bases_bits & bit(Basis::recognised)) != 0 ? Level::cleared : Level::unknown;
}

double capped(const Signal& s) {
  return s.basis == Basis::attempt ? std::min(s.strength_nats, attempt_nats_max) : s.strength_nats;
}

void add_group(Verdict& verdict, std::string_view group, double nats) {
  for (GroupStrength& known : verdict.groups) {
    if (known.group != group) continue;
    known.nats = std::max(known.nats, nats);
    return;
  }
  verdict.groups.push_back({group, std::max(0.0, nats)});
}

void add_support(Verdict& verdict, const Signal& s) {
  verdict.bases_bits |= bit(s.basis);
  if (s.basis == Basis::recognised)
    verdict.recognised_nats = std::min(verdict.recognised_nats, s.strength_nats);
  else
    add_group(verdict, s.independence_group, capped(s));
}

// Strongest first; before them what bears on how all of it is to be read, which has no strength.
double place_of(const signal::Reason& reason) {
  return reason.strength_nats == 0 ? std::numeric_limits<double>::lowest() : -reason.strength_nats;
}

// Groups in the order of their names, so that the sum does not depend on the order of the signals.
void conclude(Verdict& verdict) {
  std::ranges::sort(verdict.groups, {}, &GroupStrength::group);
  double log_odds = prior_nats + verdict.recognised_nats;
  for (const GroupStrength& group : verdict.groups) log_odds += group.nats;
  verdict.probability = 1 / (1 + std::exp(-log_odds));
  verdict.level = level_of(verdict);
}

}  // namespace

std::string_view name(Level level) {
  static constexpr std::array<std::string_view, 5> names{"confirmed", "probable", "suspected",
                                                         "cleared", "unknown"};
  return names[static_cast<std::size_t>(level)];
}

Verdict judge(std::vector<Signal> signals) {
  Verdict verdict;
  for (Signal& s : signals) {
    add_support(verdict, s);
    for (signal::Reason& reason : s.reasons) {  // few
      const bool told = std::ranges::find(verdict.reasons, reason.evidence,
                                          &signal::Reason::evidence) != verdict.reasons.end();
      if (!told) verdict.reasons.push_back(std::move(reason));
    }
  }
  conclude(verdict);
  return verdict;
}

Verdict fuse(std::span<const Verdict* const> parts) {
  Verdict verdict;
  std::set<std::string_view> told;  // a thousand flows of one host say the same: once is enough
  for (const Verdict* part : parts) {
    verdict.bases_bits |= part->bases_bits;
    verdict.recognised_nats = std::min(verdict.recognised_nats, part->recognised_nats);
    for (const GroupStrength& group : part->groups) add_group(verdict, group.group, group.nats);
    for (const signal::Reason& reason : part->reasons) {
      if (told.insert(reason.evidence).second) verdict.reasons.push_back(reason);
    }
  }
  std::ranges::stable_sort(verdict.reasons, {}, place_of);
  conclude(verdict);
  return verdict;
}

}  // namespace davy::verdict
