// Mining by the shape and rhythm of a conversation alone: shares at random times and their answers, jobs that nobody asked
// for, all of few sizes. Content, ports and addresses are not looked at.
//
// Units:   strength_nats is a log-likelihood ratio, calibrated on data that the model was not trained on.
// Shape:   one window of one flow gives a strength; a flow's strength is over its checkpoints. One flow's shape ranks, it
//          does not decide: the signal's basis is behaviour, so alone it is never more than `suspected`.
// Threads: the judge is const; the functions are pure.
#pragma once

#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "flow/flow_record.hpp"
#include "flow/rhythm_record.hpp"
#include "signal/network/boosted_trees.hpp"
#include "signal/signal.hpp"

namespace davy::signal {

class RhythmJudge final : public flow::RhythmJudge {
 public:
  explicit RhythmJudge(BoostedTrees model) : model_(std::move(model)) {}
  static const RhythmJudge& shipped();  // with the model of data/rhythm.trees

  std::optional<flow::RhythmOpinion> opinion(const flow::RhythmWindow& window) const override;

 private:
  BoostedTrees model_;
};

// From here on the times of a flow's pushes are kept: less than makes a suspect, because a window may be a poor one.
inline constexpr double rhythm_candidate_nats = 0.5;
// From here on a flow's shape makes a suspect.
inline constexpr double rhythm_suspect_nats = 1.7;
inline constexpr double rhythm_suspect_nats_half_seen = 3;  // datagrams, or one side alone

// No simulation knows all that looks alike: a job queue reaches ten nats, and a signal says no more than this.
inline constexpr double rhythm_nats_max = 6;

double rhythm_strength_nats(const flow::RhythmRecord& rhythm);
// The direction in which the miner speaks, if it is one: forward where the opening was seen.
flow::Direction rhythm_client(const flow::RhythmRecord& rhythm);
// Worth a signal: strong enough, and not of messages that are text. Text was read, and held no mining.
bool is_rhythm_suspect(const flow::FlowRecord& record);
std::optional<Signal> rhythm(const flow::FlowRecord& record);

}  // namespace davy::signal
