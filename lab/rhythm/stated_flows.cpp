#include "lab/rhythm/stated_flows.hpp"

#include "lab/rhythm/exported.hpp"
#include "lab/rhythm/play.hpp"
#include "lab/rhythm/samples.hpp"
#include "signal/network/interval_shape.hpp"
#include "signal/network/rhythm.hpp"

namespace davy::lab {

std::vector<StatedFlow> stated_by_rhythm(const flow::RhythmJudge& judge, std::size_t count,
                                         std::uint64_t seed) {
  std::vector<StatedFlow> out;
  Random random(seed);
  for (std::size_t i = 0; i < 2 * count; ++i) {
    Session session = usual_session(random, i % 2 == 0);
    const Disguise disguise = usual_disguise(random);
    const bool late = is_met_late(random);
    if (!meet(session, random, disguise, late)) continue;
    const flow::FlowRecord record = played(session.messages, judge, !late);
    if (record.rhythm)
      out.push_back(
          {signal::rhythm_strength_nats(*record.rhythm), session.mining, record.opening_seen});
  }
  return out;
}

std::vector<StatedFlow> stated_by_intervals(std::size_t count, std::uint64_t seed) {
  std::vector<StatedFlow> out;
  Random random(seed);
  for (std::size_t i = 0; i < 2 * count; ++i) {
    Session session = usual_exported_session(random, i % 2 == 0);
    flow::FlowRecord record = usual_export(session.messages, random);
    record.opening_seen = !is_met_late(random);
    if (const auto opinion = signal::interval_opinion(record))
      out.push_back({opinion->strength_nats, session.mining, record.opening_seen});
  }
  return out;
}

}  // namespace davy::lab
