#include "lab/rhythm/samples.hpp"

#include <algorithm>

#include "lab/rhythm/corpus.hpp"
#include "lab/rhythm/play.hpp"
#include "signal/network/rhythm_features.hpp"

namespace davy::lab {
namespace {

using flow::Direction;

// Writes down what it is asked about, instead of judging it.
class Scribe final : public flow::RhythmJudge {
 public:
  Scribe(Samples& out, Direction client) : out_(out), client_(client) {}

  std::optional<flow::RhythmOpinion> opinion(const flow::RhythmWindow& window) const override {
    const signal::RhythmRoles roles = signal::roles_of(window, client_);
    const signal::RhythmFeatures features = signal::features_of(roles);
    const auto& messages = window.totals.messages;
    out_.samples.push_back({{features.begin(), features.end()},
                            signal::has_work(roles),
                            messages[0] + messages[1],
                            static_cast<std::uint32_t>(out_.flows.size())});
    return std::nullopt;
  }

 private:
  Samples& out_;
  const Direction client_;
};

}  // namespace

bool meet(Session& session, Random& random, const Disguise& disguise, bool from_middle) {
  Messages& messages = session.messages;
  put_on(disguise, random, messages);
  if (from_middle && !messages.empty()) {
    const double cut_s = uniform(random, 0, messages.back().time_s / 2);
    std::erase_if(messages, [&](const Message& m) { return m.time_s < cut_s; });
    for (Message& m : messages) m.time_s -= cut_s;
  }
  return !messages.empty();
}

void add_session(Session session, Random& random, const Disguise& disguise, bool from_middle,
                 Samples& out) {
  if (!meet(session, random, disguise, from_middle)) return;
  const Messages& messages = session.messages;
  const std::size_t before = out.samples.size();
  played(messages, Scribe(out, Direction::forward));
  // Where nobody knows who is the client, a benign flow is judged both ways round.
  if ((from_middle || messages.front().is_datagram) && !session.mining)
    played(messages, Scribe(out, Direction::reverse));
  const std::size_t windows = out.samples.size() - before;
  if (windows == 0) return;
  out.flows.push_back({std::string(session.kind), session.mining ? "mining" : "benign",
                       session.mining, static_cast<float>(messages.back().time_s),
                       1 / static_cast<float>(std::max<std::size_t>(windows, 1))});
}

Session usual_session(Random& random, bool is_mining) {
  const double duration_s = log_uniform(random, 120, 7200);
  return is_mining ? mining(random, duration_s) : benign(random, duration_s);
}

namespace {

Samples simulate(std::size_t count, std::uint64_t seed) {
  Samples out;
  Random random(seed);
  for (std::size_t i = 0; i < 2 * count; ++i) {
    Session session = usual_session(random, i % 2 == 0);
    Disguise disguise = usual_disguise(random);
    disguise.is_datagrams = disguise.is_datagrams || (!session.mining && chance(random, .15));
    add_session(std::move(session), random, disguise, is_met_late(random), out);
  }
  return out;
}

}  // namespace

const Subject& rhythm_subject() {
  static constexpr Subject subject{"rhythm", signal::rhythm_features, simulate, corpus_rhythms};
  return subject;
}

}  // namespace davy::lab
