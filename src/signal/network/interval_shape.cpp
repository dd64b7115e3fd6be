#include "signal/network/interval_shape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "signal/network/boosted_trees.hpp"
#include "signal/network/interval_features.hpp"

namespace davy::signal {
namespace {

using flow::Direction;

constexpr std::string_view detector = "interval_shape";

constexpr char interval_trees[] =
#include "embedded/intervals_trees.inc"
    ;

const BoostedTrees& shipped() {
  static const BoostedTrees model = BoostedTrees::read(interval_trees, interval_features).value();
  return model;
}

std::optional<double> strength_of(const flow::IntervalsRecord& intervals, Direction client) {
  const auto features = interval_features_of(intervals, client);
  if (!features) return std::nullopt;
  return shipped().strength_nats(*features);
}

std::string way_text(const flow::IntervalsRecord& intervals, Direction direction) {
  const std::vector<IntervalStep> steps = interval_steps(intervals, direction);
  double packets = 0, octets = 0;
  for (const IntervalStep& step : steps) packets += step.packets, octets += step.octets;
  const double minutes = std::max(1.0, (steps.back().start_s - steps.front().start_s) / 60);
  return fmt::format("{:.1f} packets a minute of {:.0f} octets", packets / minutes,
                     octets / std::max(1.0, packets));
}

}  // namespace

std::optional<IntervalOpinion> interval_opinion(const flow::FlowRecord& record) {
  if (!record.intervals || record.key.transport != capture::Transport::tcp) return std::nullopt;
  const auto strength = strength_of(*record.intervals, Direction::forward);
  if (!strength) return std::nullopt;
  IntervalOpinion opinion{.strength_nats = *strength};
  if (record.opening_seen) return opinion;
  const auto turned = strength_of(*record.intervals, Direction::reverse);
  if (!turned) return opinion;
  // Either may be the client's side: the mean likelihood of both ways round. The better one alone would overstate.
  const double more = std::max(*strength, *turned), less = std::min(*strength, *turned);
  opinion.strength_nats = more + std::log1p(std::exp(less - more)) - std::log(2.0);
  if (*turned > *strength) opinion.client = Direction::reverse;
  return opinion;
}

std::optional<Signal> interval_shape(const flow::FlowRecord& record) {
  const auto opinion = interval_opinion(record);
  if (!opinion || opinion->strength_nats < interval_suspect_nats) return std::nullopt;
  const double strength = std::min(opinion->strength_nats, interval_nats_max);
  const double hours = seconds(record.last_seen - record.first_seen) / 3600;
  return Signal{
      .detector = detector,
      .independence_group = "shape",
      .basis = Basis::behaviour,
      .strength_nats = strength,
      .window_first = record.first_seen,
      .window_last = record.last_seen,
      .reasons = {
          {detector, strength,
           fmt::format("its minutes look like those of a miner and its pool: for {:.1f} h, up {}, "
                       "down {}",
                       hours, way_text(*record.intervals, opinion->client),
                       way_text(*record.intervals, flow::opposite(opinion->client)))}}};
}

}  // namespace davy::signal
