#include "signal/network/synchrony.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/limits.hpp"
#include "signal/network/chance.hpp"
#include "signal/network/rhythm.hpp"
#include "signal/network/rhythm_features.hpp"

namespace davy::signal {
namespace {

using flow::FlowRecord;

constexpr std::string_view detector = "synchrony";
constexpr Duration overlap_min = std::chrono::minutes{5};
constexpr std::size_t pushes_min = 5;
// What follows within this many widths is of the same event: a difficulty and its job, a job in two parts.
constexpr double event_pause_widths = 3;
// Wide enough for pools that serve one miner after the other, narrow enough that little falls in by chance.
constexpr double width_max_s = 1, width_min_s = .1, chance_aim = .1;
// Then narrower ones, for pools that serve all at once: of the widest, and what a look at it costs.
struct Width {
  double share, log_cost;
};
constexpr std::array<Width, 3> widths{{{1, .693}, {.5, 1.386}, {.25, 1.386}}};  // log 2, 4, 4
constexpr double log_p_worth_a_look = -9.2;                                     // 1e-4
constexpr int shifts = 48;
constexpr double shifted_share_max = .5;
// Beyond chance: 1e-6 over all pairs that were compared.
constexpr double log_p_max = -13.8;
constexpr double strength_nats_max = 14;
// A shape that is only just a suspect's is many other things as well, and those have their fan-out too.
constexpr double shape_nats_min = 2.5;
constexpr float periodic_share_max = .85f;
constexpr std::size_t requests_min = 2;

std::vector<double> events(std::span<const Timestamp> times, Timestamp from, Timestamp to,
                           double pause_s) {
  std::vector<double> out;
  for (const Timestamp t : times) {
    if (t < from || t > to) continue;
    const double moment = seconds(t - from);
    if (out.empty() || moment - out.back() >= pause_s) out.push_back(moment);
  }
  return out;
}

// How many of `few` have one of `many` within the width, with `few` moved on, round the end.
std::uint32_t coincidences(const std::vector<double>& few, const std::vector<double>& many,
                           double width_s, double shift_s, double span_s) {
  std::uint32_t count = 0;
  for (const double moment : few) {
    const double moved = std::fmod(moment + shift_s, span_s);
    const auto near = std::ranges::lower_bound(many, moved - width_s);
    count += near != many.end() && *near <= moved + width_s;
  }
  return count;
}

// What agrees when one series is moved against the other, by shifts in step with nothing.
struct Elsewhere {
  double mean = 0, variance = 0, most = 0;
};
Elsewhere elsewhere(const std::vector<double>& few, const std::vector<double>& many, double width_s,
                    double span_s) {
  constexpr double golden = 0.6180339887;
  double sum = 0, squares = 0;
  Elsewhere e;
  for (int i = 1; i <= shifts; ++i) {
    const double shift_s = std::fmod(golden * i, 1) * (span_s - 8 * width_s) + 4 * width_s;
    const double count = coincidences(few, many, width_s, shift_s, span_s);
    sum += count;
    squares += count * count;
    e.most = std::max(e.most, count);
  }
  e.mean = sum / shifts;
  e.variance = std::max(0.0, squares / shifts - e.mean * e.mean);
  return e;
}

bool is_read_mining(const FlowRecord& record) {
  return record.conversation && record.conversation->pool_spoke;
}

// Shares come at random; keep-alives, heartbeats and polls do not.
bool requests_are_irregular(const flow::RhythmRecord& rhythm) {
  const RhythmRoles roles = roles_of(rhythm.last_window(), rhythm_client(rhythm));
  return roles.requests.size() >= requests_min &&
         periodic_share(roles.requests) < periodic_share_max;
}

// Enough to tell, and each pair is looked at.
std::span<const Timestamp> compared_pushes(const FlowRecord& record) {
  constexpr std::size_t pushes_max = 1024;
  const std::span<const Timestamp> all = record.rhythm->pushes;
  return all.last(std::min(all.size(), pushes_max));
}

std::string ends_text(const FlowRecord& record) {
  return fmt::format("{} and {}", to_string(record.key.source_address),
                     to_string(record.key.destination_address));
}

// Two series while both were there.
struct Overlap {
  std::vector<double> few, many;
  double span_s = 0;
  double width_s = 0;
};

// At `width_share` of the widest that leaves chance little room.
std::optional<Overlap> overlap_of(std::span<const Timestamp> a, std::span<const Timestamp> b,
                                  double width_share) {
  if (a.empty() || b.empty()) return std::nullopt;
  const Timestamp from = std::max(a.front(), b.front()), to = std::min(a.back(), b.back());
  if (to - from < overlap_min) return std::nullopt;
  const double pause_s = event_pause_widths * width_max_s * width_share;
  Overlap o{events(a, from, to, pause_s), events(b, from, to, pause_s), seconds(to - from)};
  if (o.few.size() > o.many.size()) std::swap(o.few, o.many);
  if (o.few.size() < pushes_min) return std::nullopt;
  o.width_s = width_share * std::min(width_max_s, chance_aim * o.span_s /
                                                      (2 * static_cast<double>(o.many.size())));
  if (o.width_s < width_min_s) return std::nullopt;
  return o;
}

// Events lie further apart than the widths reach, so this is the share of the time that lies near one.
double by_chance(const Overlap& o) {
  return 2 * o.width_s * static_cast<double>(o.many.size()) / o.span_s;
}

SynchronousPair pair_of(const Overlap& o) {
  SynchronousPair pair{.coincidences = coincidences(o.few, o.many, o.width_s, 0, o.span_s),
                       .pushes = static_cast<std::uint32_t>(o.few.size()),
                       .width_s = o.width_s};
  pair.log_p = log_binomial_tail(pair.pushes, pair.coincidences, by_chance(o));
  return pair;
}

// Series with a beat of their own agree in runs: how much more the count varies from shift to shift than that of coins
// says how much.
void allow_for_runs(SynchronousPair& pair, const Overlap& o, const Elsewhere& e) {
  const double n = pair.pushes, p = std::clamp(std::max(by_chance(o), e.mean / n), 1e-9, 1 - 1e-9);
  const double excess = e.variance / (n * p * (1 - p)) - 1;
  const double correlation = std::clamp(excess / (n - 1), 0.0, .5);
  pair.log_p = log_clustered_tail(pair.pushes, pair.coincidences, p, correlation);
  pair.log_p_more = log_clustered_tail(pair.pushes, pair.coincidences + 1, p, correlation);
}

}  // namespace

bool is_clock_suspect(const FlowRecord& record) {
  return record.rhythm && record.rhythm->pushes.size() >= pushes_min && is_rhythm_suspect(record) &&
         rhythm_strength_nats(*record.rhythm) >= shape_nats_min &&
         requests_are_irregular(*record.rhythm);
}

bool has_telling_clock(const FlowRecord& record) {
  if (!record.rhythm || record.rhythm->pushes.size() < pushes_min) return false;
  return is_read_mining(record) || is_clock_suspect(record);
}

std::optional<SynchronousPair> compare(std::span<const Timestamp> a, std::span<const Timestamp> b) {
  const auto o = overlap_of(a, b, 1);
  if (!o) return std::nullopt;
  SynchronousPair pair = pair_of(*o);
  allow_for_runs(pair, *o, elsewhere(o->few, o->many, o->width_s, o->span_s));
  return pair;
}

namespace {

std::optional<SynchronousPair> linked_within(std::span<const Timestamp> a,
                                             std::span<const Timestamp> b, const Width& width) {
  const auto o = overlap_of(a, b, width.share);
  if (!o) return std::nullopt;
  SynchronousPair pair = pair_of(*o);
  if (pair.log_p > log_p_worth_a_look) return std::nullopt;
  // Series that agree as well when one is moved are periodic, or so dense that anything agrees.
  const Elsewhere e = elsewhere(o->few, o->many, o->width_s, o->span_s);
  if (e.most > shifted_share_max * pair.coincidences) return std::nullopt;
  allow_for_runs(pair, *o, e);
  pair.log_p += width.log_cost;
  pair.log_p_more += width.log_cost;
  return pair;
}

}  // namespace

std::optional<SynchronousPair> linked(std::span<const Timestamp> a, std::span<const Timestamp> b) {
  std::optional<SynchronousPair> best;
  for (const Width& width : widths) {
    const auto pair = linked_within(a, b, width);
    if (pair && (!best || pair->log_p < best->log_p)) best = pair;
  }
  return best;
}

Synchrony::Synchrony(std::span<const FlowRecord> records) : records_(records) {
  bool any_suspect = false;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (!has_telling_clock(records[i])) continue;
    candidates_.push_back({i, is_read_mining(records[i])});
    any_suspect = any_suspect || !candidates_.back().is_read;
  }
  if (!any_suspect) return;
  if (candidates_.size() > limits::synchrony_flows_max) {
    flows_left_out_ = candidates_.size() - limits::synchrony_flows_max;
    std::ranges::stable_sort(candidates_, std::greater{}, [&](const Candidate& c) {
      return std::pair(!c.is_read, records_[c.record].rhythm->pushes.size());
    });
    candidates_.resize(limits::synchrony_flows_max);
  }
  strongest_.resize(records.size());
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    for (std::size_t j = i + 1; j < candidates_.size(); ++j) {
      const Candidate &a = candidates_[i], &b = candidates_[j];
      if (a.is_read && b.is_read) continue;
      ++pairs_compared_;
      auto pair = linked(compared_pushes(records_[a.record]), compared_pushes(records_[b.record]));
      if (!pair) continue;
      pair->a = a.record, pair->b = b.record;
      keep(*pair);
    }
  }
}

void Synchrony::keep(const SynchronousPair& pair) {
  for (const std::size_t record : {pair.a, pair.b}) {
    SynchronousPair& known = strongest_[record];
    if (known.pushes == 0 || pair.log_p < known.log_p) known = pair;
  }
}

std::map<std::size_t, Signal> Synchrony::signals() const {
  std::map<std::size_t, Signal> all;
  for (std::size_t i = 0; i < strongest_.size(); ++i) {
    if (auto found = signal(i)) all.emplace(i, std::move(*found));
  }
  return all;
}

std::optional<Signal> Synchrony::signal(std::size_t record) const {
  if (strongest_.empty() || strongest_[record].pushes == 0 || is_read_mining(records_[record]))
    return std::nullopt;
  const SynchronousPair& pair = strongest_[record];
  const double log_p = pair.log_p + std::log(static_cast<double>(pairs_compared_));
  if (log_p > log_p_max) return std::nullopt;
  const FlowRecord& other = records_[pair.a == record ? pair.b : pair.a];
  const double strength = std::min(-log_p, strength_nats_max);
  return Signal{
      .detector = detector,
      .independence_group = "synchrony",
      .basis = Basis::behaviour,
      .strength_nats = strength,
      .window_first = records_[record].first_seen,
      .window_last = records_[record].last_seen,
      .reasons = {{detector, strength,
                   fmt::format("{} of {} messages that nobody had asked for came within {:.1f} s "
                               "of such a one between "
                               "{}{}: by chance once in 10^{:.0f} ({} pairs compared)",
                               pair.coincidences, pair.pushes, pair.width_s, ends_text(other),
                               is_read_mining(other) ? ", where mining was read" : "",
                               -log_p / std::log(10), pairs_compared_)}}};
}

}  // namespace davy::signal
