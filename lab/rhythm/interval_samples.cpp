// Samples of intervals: sessions as exporters of several habits tell of them.
#include "lab/rhythm/corpus.hpp"
#include "lab/rhythm/exported.hpp"
#include "signal/network/interval_features.hpp"

namespace davy::lab {
namespace {

void add(Session session, Random& random, Samples& out) {
  const flow::FlowRecord record = usual_export(session.messages, random);
  if (!record.intervals) return;
  const auto duration_s = static_cast<float>(session.messages.back().time_s);
  bool judged = false;
  for (const flow::Direction client : {flow::Direction::forward, flow::Direction::reverse}) {
    // Where nobody knows who is the client, a benign flow is judged both ways round.
    if (client == flow::Direction::reverse && (session.mining || chance(random, .7))) continue;
    const auto features = signal::interval_features_of(*record.intervals, client);
    if (!features) continue;
    out.samples.push_back({{features->begin(), features->end()},
                           true,
                           0,
                           static_cast<std::uint32_t>(out.flows.size())});
    judged = true;
  }
  if (judged)
    out.flows.push_back({std::string(session.kind), session.mining ? "mining" : "benign",
                         session.mining, duration_s, 1});
}

Samples simulate(std::size_t count, std::uint64_t seed) {
  Samples out;
  Random random(seed);
  for (std::size_t i = 0; i < 2 * count; ++i) {
    add(usual_exported_session(random, i % 2 == 0), random, out);
  }
  return out;
}

}  // namespace

const Subject& intervals_subject() {
  static constexpr Subject subject{"intervals", signal::interval_features, simulate,
                                   corpus_intervals};
  return subject;
}

}  // namespace davy::lab
