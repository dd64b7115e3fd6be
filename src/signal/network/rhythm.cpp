#include "signal/network/rhythm.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "signal/network/rhythm_features.hpp"

namespace davy::signal {
namespace {

using flow::Direction;

constexpr std::string_view detector = "rhythm";

constexpr char rhythm_trees[] =
#include "embedded/rhythm_trees.inc"
    ;

// Nothing where no work is seen: it may come.
std::optional<double> strength_of(const BoostedTrees& model, const flow::RhythmWindow& window,
                                  Direction client_sends) {
  const RhythmRoles roles = roles_of(window, client_sends);
  if (!has_work(roles)) return std::nullopt;
  return model.strength_nats(features_of(roles));
}

std::string sizes_text(const std::vector<RhythmEvent>& events) {
  std::vector<float> sizes;
  sizes.reserve(events.size());
  for (const RhythmEvent& e : events) sizes.push_back(e.octets);
  std::ranges::sort(sizes);
  const float low = sizes[sizes.size() / 10], high = sizes[sizes.size() - 1 - sizes.size() / 10];
  return low == high ? fmt::format("{} octets", low) : fmt::format("{} to {} octets", low, high);
}

// What a person can check in the capture: who sent what unasked, and what was answered.
std::string shape_text(const RhythmRoles& roles) {
  const double minutes = static_cast<double>(roles.span_s) / 60;
  std::string text = fmt::format("in {:.1f} min", minutes);
  if (!roles.pushes.empty()) {
    text += fmt::format(", {} messages of {} that the client had not asked for",
                        roles.pushes.size(), sizes_text(roles.pushes));
  }
  if (!roles.requests.empty())
    text +=
        fmt::format(", {} of the client of {}", roles.requests.size(), sizes_text(roles.requests));
  if (!roles.replies.empty()) {
    text += fmt::format(", {} of them answered with {}", roles.replies.size(),
                        sizes_text(roles.replies));
  }
  return text;
}

}  // namespace

const RhythmJudge& RhythmJudge::shipped() {
  static const RhythmJudge judge(BoostedTrees::read(rhythm_trees, rhythm_features).value());
  return judge;
}

// Mid-stream nobody knows who is the client: the way round that fits better.
std::optional<flow::RhythmOpinion> RhythmJudge::opinion(const flow::RhythmWindow& window) const {
  auto strength = strength_of(model_, window, Direction::forward);
  Direction client = Direction::forward;
  if (!window.opening_seen) {
    const auto reverse = strength_of(model_, window, Direction::reverse);
    if (reverse > strength) strength = reverse, client = Direction::reverse;  // nothing is least
  }
  if (!strength) return std::nullopt;
  return flow::RhythmOpinion{static_cast<float>(*strength), client,
                             *strength >= rhythm_candidate_nats};
}

// The mean: each checkpoint sees other messages, and one window that looks like mining is easily had by chance.
double rhythm_strength_nats(const flow::RhythmRecord& rhythm) {
  double sum = 0;
  for (const flow::RhythmCheckpoint& point : rhythm.checkpoints)
    sum += static_cast<double>(point.strength_nats);
  return rhythm.checkpoints.empty() ? 0 : sum / static_cast<double>(rhythm.checkpoints.size());
}

Direction rhythm_client(const flow::RhythmRecord& rhythm) {
  const auto opinion = RhythmJudge::shipped().opinion(rhythm.last_window());
  return opinion ? opinion->client : Direction::forward;
}

namespace {

// Of datagrams and of one side alone less is known, and more looks alike.
double suspect_nats(const flow::FlowRecord& record) {
  const bool one_sided = record.packets[0] == 0 || record.packets[1] == 0;
  return record.rhythm->is_datagrams || one_sided ? rhythm_suspect_nats_half_seen
                                                  : rhythm_suspect_nats;
}

// Who does not know which side is the client's sees a miner in twice as much, and has to listen longer. A tunnel of packets
// stands for long; calls and games that look like one do not.
bool is_enough(const flow::RhythmRecord& rhythm) {
  constexpr std::uint32_t unopened_messages_min = 20;
  constexpr float datagrams_last_s = 300;
  if (!rhythm.opening_seen && rhythm.messages < unopened_messages_min) return false;
  return !rhythm.is_datagrams ||
         (!rhythm.checkpoints.empty() && rhythm.checkpoints.back().after_s >= datagrams_last_s);
}

}  // namespace

bool is_rhythm_suspect(const flow::FlowRecord& record) {
  if (!record.rhythm) return false;
  const flow::RhythmRecord& r = *record.rhythm;
  return r.text_messages * 2 < r.messages && is_enough(r) &&
         rhythm_strength_nats(r) >= suspect_nats(record);
}

std::optional<Signal> rhythm(const flow::FlowRecord& record) {
  if (!is_rhythm_suspect(record)) return std::nullopt;
  const flow::RhythmRecord& r = *record.rhythm;
  const double strength = std::min(rhythm_strength_nats(r), rhythm_nats_max);
  const RhythmRoles roles = roles_of(r.last_window(), rhythm_client(r));
  return Signal{
      .detector = detector,
      .independence_group = "shape",
      .basis = Basis::behaviour,
      .strength_nats = strength,
      .window_first = record.first_seen,
      .window_last = record.last_seen,
      .reasons = {{detector, strength,
                   fmt::format("shaped like a miner and its pool: {}", shape_text(roles))}}};
}

}  // namespace davy::signal
