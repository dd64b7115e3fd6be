#include "signal/power/closed_load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "power/calendar.hpp"
#include "signal/power/closed_floor.hpp"
#include "signal/power/robust.hpp"

namespace davy::signal {
namespace {

constexpr std::size_t before_known_min = 7;
constexpr int early_days = 10;
constexpr float back_share = 0.25F;
constexpr float back_noises = 4;
// The rest of a building moves by so much by itself; yet all of what was closed must be seen when it comes back.
constexpr float back_floor_share = 0.2F;
constexpr float back_share_max = 0.5F;
constexpr double days_back_min = 2.0 / 3;
constexpr float fallen_share = 0.5F;
constexpr std::size_t ended_days = 7;
constexpr int recent_days = 14;
constexpr std::size_t now_days = 7;
constexpr float on_share = 0.5F;  // of the largest block's rise: the block is on
constexpr std::size_t all_day_blocks = 6;
constexpr float large_share = 0.6F;  // of what was closed
constexpr float large_floor_share = 0.5F;
constexpr float even_max = 0.3F;      // day-to-day deviation over rise
constexpr float flat_min = 0.6F;      // a block's rise over the largest block's
constexpr int abrupt_days = 7;        // either side of the onset
constexpr float abrupt_share = 0.5F;  // of the rise
constexpr int short_days = 7;         // of a return that went again: a cold spell, or guests
constexpr float interval_share = 0.035F;
// Simulated (lab/power/evaluate_phases.cpp): nineteen returns in twenty are found; by the rest of a building alone one in ten seems to
// be there after half a year, one in thirty where it is below a third of what was closed. Of never_fell: judgement.
constexpr double nats_back = 2.3;
constexpr double nats_back_clear = 3;
constexpr float clear_floor_share = 1.0F / 3;
constexpr double nats_back_young = 1.3;
constexpr int young_days = 14;
constexpr double nats_gone = 1;
constexpr double nats_never_told = 2.5;
constexpr double nats_never = 1.5;
constexpr double nats_fell_a_little = 0.4;  // it may be all that was closed
constexpr float fell_a_little = 0.9F;

float last_known_median(const ClosedAccount& a) {
  DayValues last;
  for (int day = a.end; day-- > 1 && last.size() < now_days;)
    if (const float kw = a.at(mean_channel, day); !power::is_gap(kw)) last.push_back(kw);
  return median_of(last, 1);
}

// One block of the day above its floor, from a day until it ended.
struct Return {
  std::size_t block = 0;
  int first = 0;
  int end = 0;
  bool ended = false;
  float rise = 0;
};

float limit_of(const LoadFloor& floor, std::size_t block, float closed_kw) {
  const Spread& usual = floor.blocks[block];
  const float rest = std::min(back_floor_share * usual.median, back_share_max * closed_kw);
  return usual.median + std::max({back_share * closed_kw, back_noises * usual.deviation, rest});
}

bool starts(const ClosedAccount& a, std::size_t block, int day, float limit) {
  if (!(a.at(block, day) > limit)) return false;
  const DayValues row = a.known_from(block, day, days_in_a_row, a.end);
  return row.size() == days_in_a_row && median_of(row, days_in_a_row) > limit;
}

bool ends(const ClosedAccount& a, std::size_t block, int day, float limit) {
  if (!(a.at(block, day) <= limit)) return false;
  const DayValues row = a.known_from(block, day, ended_days, a.end);
  return row.size() >= days_in_a_row && median_of(row, days_in_a_row) <= limit;
}

Return return_from(const ClosedAccount& a, std::size_t block, int first, float limit) {
  Return r{.block = block, .first = first, .end = first};
  while (r.end < a.end && !ends(a, block, r.end, limit)) ++r.end;
  r.ended = r.end < a.end;
  return r;
}

bool holds(const ClosedAccount& a, const Return& r, float limit) {
  int known = 0;
  int above = 0;
  for (int day = r.first; day < r.end; ++day) {
    known += power::is_gap(a.at(r.block, day)) ? 0 : 1;
    above += a.at(r.block, day) > limit ? 1 : 0;
  }
  return above >= days_back_min * known;
}

// Come within days, even from day to day, and by day no larger than by night: a season is neither.
bool is_switched_on(const ClosedAccount& a, const LoadFloor& floor, const Return& r) {
  const float usual = floor.blocks[r.block].median;
  const float before =
      median_of(a.between(r.block, std::max(1, r.first - abrupt_days), r.first), 1) - usual;
  const float after =
      median_of(a.between(r.block, r.first, std::min(r.end, r.first + abrupt_days)), 1) - usual;
  // Without a day before it, nobody saw it come slowly.
  const float at_once = std::isnan(before) ? r.rise : after - before;
  const float deviation = spread_of(a.between(r.block, r.first, r.end)).deviation;
  float largest = r.rise;
  for (std::size_t b = 0; b < blocks_per_day; ++b)
    largest =
        std::fmax(largest, median_of(a.between(b, r.first, r.end), 1) - floor.blocks[b].median);
  return deviation <= even_max * r.rise && at_once >= abrupt_share * r.rise &&
         r.rise >= flat_min * largest;
}

// Most of what was closed, and more than a season makes of the rest of the building.
bool is_large(const LoadFloor& floor, const Return& r, float closed_kw) {
  return r.rise >= large_share * closed_kw &&
         r.rise >= large_floor_share * floor.blocks[r.block].median;
}

bool counts(const ClosedAccount& a, const LoadFloor& floor, const Return& r, float closed_kw) {
  if (r.ended && r.end - r.first < short_days) return false;
  return is_large(floor, r, closed_kw) || is_switched_on(a, floor, r);
}

// Blocks that are on with the largest.
std::array<bool, blocks_per_day> blocks_on(const ClosedAccount& a, const LoadFloor& floor,
                                           const Return& r) {
  std::array<bool, blocks_per_day> on{};
  for (std::size_t b = 0; b < blocks_per_day; ++b)
    on[b] =
        median_of(a.between(b, r.first, r.end), 1) - floor.blocks[b].median >= on_share * r.rise;
  return on;
}

// What is there now before what went again, and then the most energy: a block that the weekdays make restless may be above its
// floor by more, and for the last days only.
bool is_better(const Return& r, const Return& than) {
  if (r.ended != than.ended) return !r.ended;
  const auto weight = [](const Return& x) { return x.rise * static_cast<float>(x.end - x.first); };
  return weight(r) > weight(than);
}

std::optional<Return> best_return(const ClosedAccount& a, const LoadFloor& floor, float closed_kw) {
  std::optional<Return> best;
  for (std::size_t b = 0; b < blocks_per_day; ++b) {
    const float limit = limit_of(floor, b, closed_kw);
    for (int day = floor.first; day < a.end; ++day) {
      if (!starts(a, b, day, limit)) continue;
      Return r = return_from(a, b, day, limit);
      r.rise = median_of(a.between(b, r.first, r.end), 1) - floor.blocks[b].median;
      const auto on = blocks_on(a, floor, r);
      if ((on[0] || on[1]) && holds(a, r, limit) && counts(a, floor, r, closed_kw) &&
          (!best || is_better(r, *best)))
        best = r;
      if (r.ended) day = r.end;
    }
  }
  return best;
}

// The blocks that are on, of every day.
DayValues while_on(const ClosedAccount& a, const LoadFloor& floor, const Return& r,
                   const std::array<bool, blocks_per_day>& on) {
  DayValues out;
  for (int day = r.first; day < r.end; ++day) {
    float sum = 0;
    float count = 0;
    for (std::size_t b = 0; b < blocks_per_day; ++b) {
      if (!on[b] || power::is_gap(a.at(b, day))) continue;
      sum += a.at(b, day) - floor.blocks[b].median;
      count += 1;
    }
    if (count > 0) out.push_back(sum / count);
  }
  return out;
}

float quantile(DayValues values, double q) {
  const auto place =
      static_cast<std::size_t>(std::lround(q * static_cast<double>(values.size() - 1)));
  std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(place));
  return values[place];
}

Estimate<float> size_of(const DayValues& days) {
  const float best = median_of(days, 1);
  const float share = interval_share * best;
  return {std::max(0.0F, quantile(days, 0.1) - share), best, quantile(days, 0.9) + share};
}

// Known days as they were; of gaps the usual, in the best and the upper figure.
Estimate<float> energy_above(const ClosedAccount& a, float floor, int first, int end,
                             const Estimate<float>& kw) {
  const DayValues days = a.between(mean_channel, first, end);
  double known = 0;
  float gaps = 0;
  for (const float day : days) {
    gaps += power::is_gap(day) ? 1.0F : 0.0F;
    known += power::is_gap(day) ? 0 : 24 * std::max(0.0, static_cast<double>(day - floor));
  }
  const float usual = std::max(0.0F, median_of(days, 1) - floor);
  const auto seen = static_cast<float>(known);
  const float best = seen + gaps * 24 * usual;
  const float size = std::max(1e-6F, kw.best);
  return {seen * kw.lower / size, best, best * kw.upper / size};
}

Signal signal_of(double nats, std::string evidence) {
  Signal signal{.detector = "closed_account", .independence_group = "load", .strength_nats = nats};
  signal.reasons.push_back({"closed_account", nats, std::move(evidence)});
  return signal;
}

double nats_of(const Return& r, float floor_kw, float closed_kw) {
  if (r.ended) return nats_gone;
  if (r.end - r.first < young_days) return nats_back_young;
  return floor_kw <= clear_floor_share * closed_kw ? nats_back_clear : nats_back;
}

// Back from the first day: the blocks that are on, until one is known to be below half of the rise.
Estimate<power::Hour> onset_of(const ClosedAccount& a, const LoadFloor& floor, const Return& r,
                               const std::array<bool, blocks_per_day>& on) {
  constexpr auto per_day = static_cast<int>(blocks_per_day);
  constexpr auto hours = static_cast<power::Hour>(hours_per_block);
  const auto hour = [&](int slot) { return a.closed_on * 24 + slot * hours; };
  int first = r.first * per_day + static_cast<int>(r.block);
  int slot = first - 1;
  for (; slot > 0; --slot) {
    const auto b = static_cast<std::size_t>(slot % per_day);
    const float kw = a.at(b, slot / per_day);
    if (!on[b] || power::is_gap(kw)) continue;
    if (kw - floor.blocks[b].median < on_share * r.rise) break;
    first = slot;
  }
  return {hour(slot), hour(first), hour(first + 1)};
}

AccountFinding came_back(const ClosedAccount& a, const LoadFloor& floor, const Return& r,
                         float closed_kw) {
  const auto on = blocks_on(a, floor, r);
  const bool all_day = static_cast<std::size_t>(std::ranges::count(on, true)) >= all_day_blocks;
  AccountFinding f{.pattern = all_day ? "came_back" : "came_back_at_night"};
  const auto from = static_cast<power::Hour>(r.block * hours_per_block);
  f.onset = onset_of(a, floor, r, on);
  f.last_seen = (a.closed_on + r.end) * 24;
  f.still_there = !r.ended;
  f.kw = size_of(while_on(a, floor, r, on));
  f.kwh = energy_above(a, floor.kw, r.first, r.end, f.kw);
  f.signal = signal_of(
      nats_of(r, floor.kw, closed_kw),
      fmt::format(
          "the load that was closed on {} came back on {} and {}, {}, most from {} to {} h: "
          "{:.3g} kW ({:.3g} to {:.3g}) above the floor of {:.3g} kW, {:.0f} % of what was "
          "closed; other machines, or heating that was switched on, look alike",
          power::day_text(a.closed_on), power::day_text(a.closed_on + r.first),
          r.ended ? "went again" : "stayed", all_day ? "day and night" : "at night", from,
          from + static_cast<power::Hour>(hours_per_block), f.kw.best, f.kw.lower, f.kw.upper,
          floor.kw, 100 * f.kw.best / closed_kw));
  return f;
}

// Where it fell in the end: three days in a row below half.
int fell_on(const ClosedAccount& a, float limit) {
  for (int day = floor_end; day < a.end; ++day)
    if (ends(a, mean_channel, day, limit)) return day;
  return a.end;
}

AccountFinding never_fell(const ClosedAccount& a, float before, std::optional<float> told) {
  AccountFinding f{.pattern = "never_fell"};
  const float floor = told.value_or(0);
  const int end = fell_on(a, floor + fallen_share * (before - floor));
  f.still_there = end == a.end;
  const power::Hour closed = a.closed_on * 24;
  f.onset = {closed, closed, closed + 24};
  f.last_seen = (a.closed_on + end) * 24;
  DayValues days;
  for (const float kw : a.between(mean_channel, 1, end))
    if (!power::is_gap(kw)) days.push_back(std::max(0.0F, kw - floor));
  f.kw = size_of(days);
  if (!told) f.kw.lower = 0;  // nobody told how much of it the rest of the building is
  f.kwh = energy_above(a, floor, 1, end, f.kw);
  const float after = median_of(a.between(mean_channel, 1, std::min(end, floor_end)), 1);
  const double stayed =
      told ? nats_never_told : (after < fell_a_little * before ? nats_fell_a_little : nats_never);
  f.signal = signal_of(
      f.still_there ? stayed : std::min(stayed, nats_gone),
      fmt::format("closed on {}, yet the account went on: {:.3g} kW in the days after, {:.3g} kW "
                  "before, and {}; where what was closed was a small part of the account, it looks "
                  "alike",
                  power::day_text(a.closed_on), after, before,
                  f.still_there ? "never fell" : "fell later"));
  return f;
}

bool nobody_looked(const ClosedAccount& a) {
  const auto half_known = [&](int first) {
    return 2 * a.known(first, a.end) >= static_cast<std::size_t>(std::max(1, a.end - first));
  };
  return !half_known(1) || !half_known(std::max(1, a.end - recent_days));
}

}  // namespace

std::string_view name(Closure::State state) {
  static constexpr std::array<std::string_view, 5> names{"at_its_floor", "came_back", "never_fell",
                                                         "too_early", "not_covered"};
  return names[static_cast<std::size_t>(state)];
}

Closure after_closure(const power::PowerRecord& record, power::Day closed_on,
                      std::optional<float> told) {
  using State = Closure::State;
  Closure out{.closed_on = closed_on, .since = closed_on};
  const ClosedAccount a = account_of(record, closed_on);
  out.floor_kw = told.value_or(0);
  const float before =
      median_of(a.between(mean_channel, -days_before_closing, 0), before_known_min);
  if (std::isnan(before) || a.end <= 1) return out;
  out.before_kw = before;
  if (const float now = last_known_median(a); !std::isnan(now)) out.now_kw = now;
  if (a.end < early_days) return out.state = State::too_early, out;
  if (!(before > out.floor_kw)) return out;
  const std::vector<int> days = floor_days(a, before, out.floor_kw);
  const bool seen = a.known(floor_first, std::min(a.end, floor_end)) >= floor_known_min;
  if (days.empty() && seen) {
    out.state = State::never_fell;
    out.finding = never_fell(a, before, told);
    return out;
  }
  if (days.empty() && !told) return out;
  const LoadFloor floor = floor_of(a, days, told);
  out.floor_kw = floor.kw;
  if (const auto back = best_return(a, floor, before - floor.kw)) {
    out.state = State::came_back;
    out.since = closed_on + back->first;
    out.finding = came_back(a, floor, *back, before - floor.kw);
    return out;
  }
  out.since = closed_on + floor.first;
  out.state = nobody_looked(a) ? State::not_covered : State::at_its_floor;
  return out;
}

}  // namespace davy::signal
