#include "signal/network/farming_cadence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <vector>

namespace davy::signal {
namespace {

using flow::Direction;
using flow::FlowRecord;

constexpr std::string_view detector = "farming_cadence";
// No capture of a farm was at hand: what simulations say is many times this.
constexpr double strength_nats = 4;
constexpr double signage_point_s = 600. / 64;
constexpr double gap_error_max = .01;  // of it: the network holds the pace within that
// Timers of people's making are of whole and half seconds.
constexpr std::array<double, 3> other_timers_s{9, 9.5, 10};
constexpr double errors_apart = 3;
constexpr double regular_within = .25;  // a gap that is off by more is another one
constexpr double regular_share_min = .85;
constexpr std::size_t gaps_min = 30;
constexpr Duration life_min = std::chrono::minutes{20};
// 91 octets of message and 48 more for each pool, in WebSocket and TLS: never less, and with ten pools no more.
constexpr std::uint16_t octets_min = 91, octets_max = 700;
constexpr double one_size_share_min = .8;

// The size that most messages of this way have, where most have one.
std::optional<std::uint16_t> one_size(const flow::RhythmRecord& rhythm, Direction way) {
  std::map<std::uint16_t, std::size_t> count;
  std::size_t all = 0;
  for (const flow::RhythmMessage& m : rhythm.window) {
    if (m.direction != way) continue;
    ++count[m.octets];
    ++all;
  }
  const auto most = std::ranges::max_element(count, {}, [](const auto& c) { return c.second; });
  if (most == count.end() || most->first < octets_min || most->first > octets_max) return {};
  const double share = static_cast<double>(most->second) / static_cast<double>(all);
  return share >= one_size_share_min ? std::optional(most->first) : std::nullopt;
}

std::vector<double> times_of(const flow::RhythmRecord& rhythm, Direction way,
                             std::uint16_t octets) {
  std::vector<double> times;
  for (const flow::RhythmMessage& m : rhythm.window)
    if (m.direction == way && m.octets == octets) times.push_back(static_cast<double>(m.time_s));
  return times;
}

// Mean and error of the gaps near a signage point's; nothing where too many are not.
std::optional<Cadence> regular(const std::vector<double>& times) {
  std::size_t near = 0;
  double sum = 0, squares = 0;
  for (std::size_t i = 1; i < times.size(); ++i) {
    const double off = times[i] - times[i - 1] - signage_point_s;
    if (std::abs(off) > regular_within * signage_point_s) continue;
    ++near;
    sum += off;
    squares += off * off;
  }
  if (near < gaps_min ||
      static_cast<double>(near) < regular_share_min * static_cast<double>(times.size() - 1))
    return std::nullopt;
  const auto n = static_cast<double>(near);
  const double mean = sum / n;
  Cadence cadence{.gap_s = signage_point_s + mean, .gaps = near};
  cadence.spread_s = std::sqrt(std::max(0., squares / n - mean * mean) * n / (n - 1));
  cadence.error_s = cadence.spread_s / std::sqrt(n);
  return cadence;
}

bool is_signage_points(const Cadence& cadence) {
  if (std::abs(cadence.gap_s - signage_point_s) > gap_error_max * signage_point_s) return false;
  return std::ranges::all_of(other_timers_s, [&](double timer_s) {
    return std::abs(cadence.gap_s - timer_s) > errors_apart * cadence.error_s;
  });
}

// Over the flow's life, not only in its last messages.
bool lasts(const FlowRecord& record, Direction way) {
  const double life_s = seconds(record.last_seen - record.first_seen);
  const double told = record.rhythm->totals.messages[static_cast<std::size_t>(way)];
  return record.last_seen - record.first_seen >= life_min &&
         told >= regular_share_min * life_s / signage_point_s;
}

}  // namespace

std::optional<Cadence> farming_cadence_of(const FlowRecord& record) {
  if (!record.rhythm || record.rhythm->text_messages * 2 >= record.rhythm->messages) return {};
  for (const Direction way : {Direction::reverse, Direction::forward}) {
    if (!lasts(record, way)) continue;
    const auto octets = one_size(*record.rhythm, way);
    if (!octets) continue;
    auto cadence = regular(times_of(*record.rhythm, way, *octets));
    if (!cadence || !is_signage_points(*cadence)) continue;
    cadence->told = way;
    cadence->octets = *octets;
    return cadence;
  }
  return std::nullopt;
}

std::optional<Signal> farming_cadence(const FlowRecord& record) {
  const auto cadence = farming_cadence_of(record);
  if (!cadence) return std::nullopt;
  return Signal{
      .detector = detector,
      .independence_group = "shape",
      .basis = Basis::behaviour,
      .strength_nats = strength_nats,
      .window_first = record.first_seen,
      .window_last = record.last_seen,
      .reasons = {
          {detector, strength_nats,
           fmt::format("storage farming by its clock: a message of {} octets every {:.3f} s "
                       "(± {:.3f}, {} gaps), as a Chia farmer tells its harvesters of signage "
                       "points, 64 in ten minutes",
                       cadence->octets, cadence->gap_s, cadence->error_s, cadence->gaps)}}};
}

}  // namespace davy::signal
