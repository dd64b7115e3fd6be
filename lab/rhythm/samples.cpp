#include "lab/rhythm/samples.hpp"

#include <algorithm>

#include "flow/rhythm.hpp"
#include "lab/rhythm/corpus.hpp"
#include "signal/network/rhythm_features.hpp"

namespace davy::lab {
namespace {

using flow::Direction;

// Writes down what it is asked about, instead of judging it.
class Scribe final : public flow::RhythmJudge {
 public:
  Scribe(Samples& out, bool reversed, const float& now_s)
      : out_(out), reversed_(reversed), now_s_(now_s) {}

  std::optional<flow::RhythmOpinion> opinion(const flow::RhythmWindow& window) const override {
    const Direction client = reversed_ ? Direction::reverse : Direction::forward;
    const signal::RhythmRoles roles = signal::roles_of(window, client);
    const signal::RhythmFeatures features = signal::features_of(roles);
    out_.samples.push_back({{features.begin(), features.end()},
                            signal::has_work(roles),
                            now_s_,
                            static_cast<std::uint32_t>(out_.flows.size())});
    return std::nullopt;
  }

 private:
  Samples& out_;
  const bool reversed_;
  const float& now_s_;
};

constexpr double sampled_from_s = 5;  // as in the flow table

void play(const Messages& messages, bool reversed, Samples& out) {
  float now_s = 0;
  const Scribe scribe(out, reversed, now_s);
  flow::Rhythm rhythm(Timestamp{}, true);
  constexpr int checkpoints_s[] = {60, 120, 300, 600, 1800, 3600, 7200};
  std::size_t next = 0;
  const auto at = [](double s) {
    return Timestamp{std::chrono::duration_cast<Duration>(std::chrono::duration<double>(s))};
  };
  for (const Message& m : messages) {
    if (m.time_s < sampled_from_s) continue;
    for (; next < std::size(checkpoints_s) && m.time_s >= checkpoints_s[next]; ++next) {
      now_s = static_cast<float>(checkpoints_s[next]);
      rhythm.check(at(checkpoints_s[next]), scribe);
      if (rhythm.too_fast()) return;
    }
    rhythm.sent(m.from_client ? Direction::forward : Direction::reverse, at(m.time_s), m.octets);
  }
  if (!messages.empty()) now_s = static_cast<float>(messages.back().time_s);
  rhythm.end(scribe);
}

}  // namespace

void add_session(Session session, Random& random, const Disguise& disguise, bool from_middle,
                 Samples& out) {
  put_on(disguise, random, session.messages);
  Messages& messages = session.messages;
  if (messages.empty()) return;
  if (from_middle) {
    const double cut_s = uniform(random, 0, messages.back().time_s / 2);
    std::erase_if(messages, [&](const Message& m) { return m.time_s < cut_s; });
    for (Message& m : messages) m.time_s -= cut_s;
    if (messages.empty()) return;
  }
  const std::size_t before = out.samples.size();
  play(messages, false, out);
  // Where nobody knows who is the client, a benign flow is judged both ways round.
  if (from_middle && !session.mining) play(messages, true, out);
  const std::size_t windows = out.samples.size() - before;
  if (windows == 0) return;
  out.flows.push_back({std::string(session.kind), session.mining ? "mining" : "benign",
                       session.mining, static_cast<float>(messages.back().time_s),
                       1 / static_cast<float>(std::max<std::size_t>(windows, 1))});
}

namespace {

Samples simulate(std::size_t count, std::uint64_t seed) {
  Samples out;
  Random random(seed);
  for (std::size_t i = 0; i < 2 * count; ++i) {
    const double duration_s = log_uniform(random, 120, 7200);
    Session session = i % 2 == 0 ? mining(random, duration_s) : benign(random, duration_s);
    const Disguise disguise = usual_disguise(random);
    add_session(std::move(session), random, disguise, chance(random, .3), out);
  }
  return out;
}

}  // namespace

const Subject& rhythm_subject() {
  static constexpr Subject subject{"rhythm", signal::rhythm_features, simulate, corpus_rhythms};
  return subject;
}

}  // namespace davy::lab
