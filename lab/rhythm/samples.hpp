// Examples to train and measure on: windows as the flow table would judge them, as features with a label.
//
// Threads: pure, but for the generator that is passed in.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "lab/sessions/session.hpp"

namespace davy::lab {

struct Sample {
  std::vector<float> features;
  bool has_work = false;       // without it the model is not asked
  std::uint32_t messages = 0;  // of the flow, up to the checkpoint
  std::uint32_t flow = 0;      // index into Samples::flows
};

struct SampledFlow {
  std::string source;  // kind of session, or capture file
  std::string what;    // dialect or label
  bool mining = false;
  float duration_s = 0;
  float weight = 1;
};

struct Samples {
  std::vector<Sample> samples;
  std::vector<SampledFlow> flows;
};

// What simulated samples are drawn from: 2 minutes to 2 hours; three in ten are met in the middle.
Session usual_session(Random& random, bool is_mining);
inline bool is_met_late(Random& random) { return chance(random, .3); }
// Makes of a session what a sensor meets of it: disguised, from its beginning or from the middle. False: nothing.
bool meet(Session& session, Random& random, const Disguise& disguise, bool from_middle);
// The windows of a session as a sensor meets it.
void add_session(Session session, Random& random, const Disguise& disguise, bool from_middle,
                 Samples& out);

// What there is a model for: where the samples come from, and how many features they have.
struct Subject {
  std::string_view name;  // of data/NAME.trees
  std::size_t features = 0;
  // `count` mining and as many benign sessions, of 2 minutes to 2 hours.
  Samples (*simulate)(std::size_t count, std::uint64_t seed);
  // TCP flows of a corpus that are labelled mining, benign or p2p and can be judged.
  Result<Samples> (*corpus)(const std::string& folder);
};
const Subject& rhythm_subject();     // messages, as the flow table meets them
const Subject& intervals_subject();  // intervals, as an exporter tells of them

}  // namespace davy::lab
