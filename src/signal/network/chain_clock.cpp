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
constexpr std::array<double, 3> widths_s{2, 1, .5};
// A miner stamps the work when it is made, and finds the block up to a minute later; its clock may be ahead.
constexpr std::array<double, 2> header_widths_s{60, 30};
// Stamps are whole seconds, and a server may keep to them too: then one second more lies near a push than the widths say.
constexpr double header_grain_s = 1;
constexpr double early_share = .5;  // of the width
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

// A block at b is met by a push in [b - early, b + width]: so b lies in [push - width, push + early]. The share of [0, span]
// that these cover.
double covered_share(const std::vector<double>& pushes, double width_s, double span_s) {
  double covered = 0, reached = 0;
  for (const double push : pushes) {
    const double from = std::max(reached, push - width_s);
    const double to = std::min(span_s, push + early_share * width_s);
    if (to > from) covered += to - from;
    reached = std::max(reached, to);
  }
  return covered / span_s;
}

std::uint32_t met(const std::vector<double>& pushes, const std::vector<double>& blocks,
                  double width_s) {
  std::uint32_t count = 0;
  for (const double block : blocks) {
    const auto next = std::ranges::lower_bound(pushes, block - early_share * width_s);
    count += next != pushes.end() && *next <= block + width_s;
  }
  return count;
}

std::string reason_text(const ClockAgreement& a, const BlockSeries& series, double log_p,
                        std::uint64_t tests) {
  return fmt::format(
      "after {} of {} {} blocks ({}{}) the server spoke unasked within {:.1f} s: by chance once in "
      "10^{:.0f} ({} comparisons)",
      a.met, a.blocks, series.coin.empty() ? "new" : series.coin, series.source,
      series.times == BlockTime::header ? ", by their miners' times" : "", a.width_s,
      -log_p / std::log(10), tests);
}

}  // namespace

std::optional<ClockAgreement> test(std::span<const Timestamp> pushes,
                                   std::span<const Timestamp> blocks, BlockTime times) {
  if (pushes.size() < pushes_min || blocks.empty()) return std::nullopt;
  const Timestamp from = std::max(pushes.front(), blocks.front());
  const Timestamp to = std::min(pushes.back(), blocks.back());
  if (to <= from) return std::nullopt;
  const std::vector<double> p = while_there(pushes, from, to), b = while_there(blocks, from, to);
  if (b.size() < blocks_min || p.size() < pushes_min) return std::nullopt;
  ClockAgreement a{.blocks = static_cast<std::uint32_t>(b.size())};
  // Chosen by the pushes alone, so the choice does not favour agreement.
  const double grain_s = times == BlockTime::header ? header_grain_s : 0;
  const std::span<const double> widths =
      times == BlockTime::header ? std::span<const double>{header_widths_s} : widths_s;
  for (const double width_s : widths) {
    a.width_s = width_s;
    a.chance = covered_share(p, width_s + grain_s, seconds(to - from));
    if (a.chance <= chance_aim) break;
  }
  if (a.chance > chance_max) return std::nullopt;
  a.met = met(p, b, a.width_s);
  a.log_p = log_binomial_tail(a.blocks, a.met, a.chance);
  a.log_p_more = log_binomial_tail(a.blocks, a.met + 1, a.chance);
  return a;
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
      const auto agreement = test(records[i].rhythm->pushes, one.blocks, one.times);
      if (!agreement) continue;
      ++tests_;
      const auto [known, is_new] = best.try_emplace(i, Found{*agreement, &one});
      if (!is_new && agreement->log_p < known->second.agreement.log_p)
        known->second = {*agreement, &one};
    }
  }
  for (const auto& [record, found] : best) {
    const double log_p = found.agreement.log_p + std::log(static_cast<double>(tests_));
    if (log_p > log_p_max) continue;
    const double strength = std::min(-log_p, strength_nats_max);
    signals_.emplace(
        record, Signal{.detector = detector,
                       .independence_group = "chain-clock",
                       .basis = Basis::behaviour,
                       .strength_nats = strength,
                       .window_first = records[record].first_seen,
                       .window_last = records[record].last_seen,
                       .reasons = {{detector, strength,
                                    reason_text(found.agreement, *found.series, log_p, tests_)}}});
  }
}

}  // namespace davy::signal
