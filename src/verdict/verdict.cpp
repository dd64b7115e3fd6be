#include "verdict/verdict.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>
#include <string_view>
#include <tuple>

namespace davy::verdict {
namespace {

using signal::Basis;
using signal::Signal;

constexpr std::array<std::string_view, 5> level_names{"confirmed", "probable", "suspected",
                                                      "cleared", "unknown"};

auto place_of(const Support& s) { return std::tie(s.group, s.detector, s.basis); }

// What was told without a window does not stretch the one that others told.
void widen(Support& known, const Support& more) {
  if (more.window_first == Timestamp{} && more.window_last == Timestamp{}) return;
  const bool none = known.window_first == Timestamp{} && known.window_last == Timestamp{};
  known.window_first = none ? more.window_first : std::min(known.window_first, more.window_first);
  known.window_last = none ? more.window_last : std::max(known.window_last, more.window_last);
}

void add_support(Verdict& verdict, const Support& support) {
  for (Support& known : verdict.supports) {
    if (place_of(known) != place_of(support)) continue;
    const bool lowers = support.basis == Basis::recognised;
    known.nats = lowers ? std::min(known.nats, support.nats) : std::max(known.nats, support.nats);
    widen(known, support);
    return;
  }
  verdict.supports.push_back(support);
}

double capped(const Support& s) {
  return s.basis == Basis::attempt ? std::min(s.nats, attempt_nats_max) : s.nats;
}

// What all supports say together.
struct Sum {
  std::uint32_t bases_bits = 0;  // 1 << Basis
  std::size_t groups = 0;        // that speak for mining
  double nats = 0;

  bool has(Basis basis) const { return (bases_bits >> static_cast<unsigned>(basis) & 1) != 0; }
};

// Groups in the order of their names, so that the sum does not depend on the order of the signals.
Sum sum_of(const std::vector<Support>& supports) {
  Sum sum;
  double recognised = 0;
  std::string_view group;
  double strongest = 0;  // of the group: within one, strengths do not add up
  for (const Support& s : supports) {
    if (s.basis == Basis::recognised) {
      recognised = std::min(recognised, s.nats);
      if (s.nats >= 0) continue;
    }
    sum.bases_bits |= 1u << static_cast<unsigned>(s.basis);
    if (s.basis == Basis::recognised) continue;
    if (sum.groups == 0 || s.group != group) {
      sum.nats += strongest;
      strongest = 0;
      group = s.group;
      ++sum.groups;
    }
    strongest = std::max(strongest, capped(s));
  }
  sum.nats += strongest + recognised;
  return sum;
}

Level level_of(const Sum& sum) {
  if (sum.has(Basis::conversation) || sum.has(Basis::pool_answer)) return Level::confirmed;
  if (sum.has(Basis::structure) || sum.groups >= 2) return Level::probable;
  if (sum.groups == 1) return Level::suspected;
  return sum.has(Basis::recognised) ? Level::cleared : Level::unknown;
}

// Strongest first; before them what bears on how all of it is to be read, which has no strength.
double place_of_reason(const signal::Reason& reason) {
  return reason.strength_nats == 0 ? std::numeric_limits<double>::lowest() : -reason.strength_nats;
}

void conclude(Verdict& verdict) {
  std::ranges::sort(verdict.supports, {}, [](const Support& s) { return place_of(s); });
  const Sum sum = sum_of(verdict.supports);
  verdict.probability = 1 / (1 + std::exp(-(prior_nats + sum.nats)));
  verdict.level = level_of(sum);
}

}  // namespace

signal::Signal Support::as_signal() const {
  return {.detector = detector,
          .independence_group = group,
          .basis = basis,
          .strength_nats = nats,
          .window_first = window_first,
          .window_last = window_last};
}

std::string_view name(Level level) { return level_names[static_cast<std::size_t>(level)]; }

std::optional<Level> level_named(std::string_view text) {
  const auto found = std::ranges::find(level_names, text);
  if (found == level_names.end()) return std::nullopt;
  return static_cast<Level>(found - level_names.begin());
}

Verdict judge(std::vector<Signal> signals) {
  Verdict verdict;
  for (Signal& s : signals) {
    add_support(verdict, {s.detector, s.independence_group, s.basis, s.strength_nats,
                          s.window_first, s.window_last});
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
    for (const Support& support : part->supports) add_support(verdict, support);
    for (const signal::Reason& reason : part->reasons) {
      if (told.insert(reason.evidence).second) verdict.reasons.push_back(reason);
    }
  }
  std::ranges::stable_sort(verdict.reasons, {}, place_of_reason);
  conclude(verdict);
  return verdict;
}

}  // namespace davy::verdict
