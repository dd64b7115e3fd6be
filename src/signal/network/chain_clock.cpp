#include "signal/network/chain_clock.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "signal/network/chance.hpp"
#include "signal/network/synchrony.hpp"

namespace davy::signal {
namespace {

using flow::FlowRecord;

constexpr std::string_view detector = "chain_clock";
// A pool hands out work this long after a block, or before whoever wrote it down had heard of it.
struct Window {
  double from_s, to_s;
};
constexpr std::array<Window, 3> wide{{{-1, 2}, {-.5, 1}, {-.25, .5}}};
// A miner stamps the work when it is made, and finds the block up to a minute later; its clock may be ahead.
constexpr std::array<Window, 2> wide_of_headers{{{-30, 60}, {-15, 30}}};
// Stamps are whole seconds, and a server may keep to them too: then one second more lies near a push than the window says.
constexpr double header_grain_s = 1;
// Where pushes are many, a narrow one leaves chance less room.
constexpr std::array<Window, 9> narrow{{{-1, -.4},
                                        {-.7, -.1},
                                        {-.4, .2},
                                        {-.1, .5},
                                        {.2, .8},
                                        {.5, 1.1},
                                        {-.5, .5},
                                        {0, 1},
                                        {.5, 1.5}}};
// Half of the chance of a false alarm is for the wide one.
constexpr double log_cost_wide = .693;  // log 2
const double log_cost_narrow = std::log(2. * narrow.size());
constexpr std::size_t blocks_min = 4, pushes_min = 5;
constexpr double log_p_max = -13.8;  // 1e-6 over all tests
constexpr double strength_nats_max = 16;
// The widest of them that leaves chance little room; where even the narrowest does not, agreement says little.
constexpr double chance_aim = .3, chance_max = .6;

// Without what the period begins and ends with: those are no accident.
std::vector<double> while_there(std::span<const Timestamp> times, Timestamp from, Timestamp to) {
  std::vector<double> out;
  for (const Timestamp t : times)
    if (t > from && t < to) out.push_back(seconds(t - from));
  return out;
}

// A block at b is met by a push in [b + from, b + to]: so b lies in [push - to, push - from]. The share of [0, span] that
// these cover.
double covered_share(const std::vector<double>& pushes, const Window& window, double span_s) {
  double covered = 0, reached = 0;
  for (const double push : pushes) {
    const double from = std::max(reached, push - window.to_s);
    const double to = std::min(span_s, push - window.from_s);
    if (to > from) covered += to - from;
    reached = std::max(reached, to);
  }
  return covered / span_s;
}

std::uint32_t met(const std::vector<double>& pushes, const std::vector<double>& blocks,
                  const Window& window) {
  std::uint32_t count = 0;
  for (const double block : blocks) {
    const auto next = std::ranges::lower_bound(pushes, block + window.from_s);
    count += next != pushes.end() && *next <= block + window.to_s;
  }
  return count;
}

// Both while both were there, in seconds since then.
struct Together {
  std::vector<double> pushes, blocks;
  double span_s = 0;
  BlockTime times = BlockTime::arrival;
};

std::optional<Together> together(std::span<const Timestamp> pushes,
                                 std::span<const Timestamp> blocks, BlockTime times) {
  if (pushes.size() < pushes_min || blocks.empty()) return std::nullopt;
  const Timestamp from = std::max(pushes.front(), blocks.front());
  const Timestamp to = std::min(pushes.back(), blocks.back());
  if (to <= from) return std::nullopt;
  Together t{while_there(pushes, from, to), while_there(blocks, from, to), seconds(to - from),
             times};
  if (t.blocks.size() < blocks_min || t.pushes.size() < pushes_min) return std::nullopt;
  return t;
}

double chance_of(const Together& t, const Window& window) {
  const double grain_s = t.times == BlockTime::header ? header_grain_s : 0;
  return covered_share(t.pushes, {window.from_s - grain_s / 2, window.to_s + grain_s}, t.span_s);
}

// The widest that leaves chance little room. Chosen by the pushes alone, so the choice does not favour agreement.
Window widest(const Together& t) {
  const std::span<const Window> windows =
      t.times == BlockTime::header ? std::span<const Window>{wide_of_headers} : wide;
  for (const Window& window : windows)
    if (chance_of(t, window) <= chance_aim) return window;
  return windows.back();
}

std::optional<ClockAgreement> agreement(const Together& t, const Window& window) {
  ClockAgreement a{.blocks = static_cast<std::uint32_t>(t.blocks.size()),
                   .from_s = window.from_s,
                   .to_s = window.to_s};
  a.chance = chance_of(t, window);
  if (a.chance > chance_max) return std::nullopt;
  a.met = met(t.pushes, t.blocks, window);
  a.log_p = log_binomial_tail(a.blocks, a.met, a.chance);
  a.log_p_more = log_binomial_tail(a.blocks, a.met + 1, a.chance);
  return a;
}

std::string reason_text(const ClockAgreement& a, const BlockSeries& series, double log_p,
                        std::uint64_t tests) {
  return fmt::format(
      "at {} of {} {} blocks ({}{}) the server spoke unasked, {:.1f} to {:.1f} s after it: by "
      "chance "
      "once in 10^{:.0f} ({} comparisons)",
      a.met, a.blocks, series.coin.empty() ? "new" : series.coin, series.source,
      series.times == BlockTime::header ? ", by their miners' times" : "", a.from_s, a.to_s,
      -log_p / std::log(10), tests);
}

}  // namespace

std::optional<ClockAgreement> test(std::span<const Timestamp> pushes,
                                   std::span<const Timestamp> blocks, BlockTime times) {
  const auto t = together(pushes, blocks, times);
  return t ? agreement(*t, widest(*t)) : std::nullopt;
}

std::optional<ClockAgreement> best_test(std::span<const Timestamp> pushes,
                                        std::span<const Timestamp> blocks, BlockTime times) {
  const auto t = together(pushes, blocks, times);
  if (!t) return std::nullopt;
  std::optional<ClockAgreement> best;
  const auto look = [&](const Window& window, double log_cost) {
    auto found = agreement(*t, window);
    if (!found) return;
    found->log_p = std::min(0., found->log_p + log_cost);
    found->log_p_more = std::min(0., found->log_p_more + log_cost);
    if (!best || found->log_p < best->log_p) best = found;
  };
  look(widest(*t), log_cost_wide);
  if (times == BlockTime::arrival)
    for (const Window& window : narrow) look(window, log_cost_narrow);
  return best;
}

ChainClock::ChainClock(std::span<const FlowRecord> records, std::span<const BlockSeries> given) {
  std::vector<BlockSeries> series(given.begin(), given.end());
  for (BlockSeries& own : series_of_read_mining(records)) series.push_back(std::move(own));
  if (series.empty()) return;
  struct Found {
    ClockAgreement agreement;
    const BlockSeries* series;
  };
  std::map<std::size_t, Found> best;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (!is_clock_suspect(records[i])) continue;
    for (const BlockSeries& one : series) {
      const auto agreement = best_test(records[i].rhythm->pushes, one.blocks, one.times);
      if (!agreement) continue;
      ++tests_;
      const auto [known, is_new] = best.try_emplace(i, Found{*agreement, &one});
      if (!is_new && agreement->log_p < known->second.agreement.log_p)
        known->second = {*agreement, &one};
    }
  }
  // A clock that another flow of this site is tells no more than being synchronous with that flow.
  const auto is_own = [&](const BlockSeries* one) { return one >= series.data() + given.size(); };
  for (const auto& [record, found] : best) {
    const double log_p = found.agreement.log_p + std::log(static_cast<double>(tests_));
    if (log_p > log_p_max) continue;
    const double strength = std::min(-log_p, strength_nats_max);
    signals_.emplace(
        record, Signal{.detector = detector,
                       .independence_group = is_own(found.series) ? "synchrony" : "chain-clock",
                       .basis = Basis::behaviour,
                       .strength_nats = strength,
                       .window_first = records[record].first_seen,
                       .window_last = records[record].last_seen,
                       .reasons = {{detector, strength,
                                    reason_text(found.agreement, *found.series, log_p, tests_)}}});
  }
}

}  // namespace davy::signal
