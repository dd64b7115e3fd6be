#include "lab/rhythm/samples.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "lab/rhythm/stated_flows.hpp"
#include "signal/network/rhythm.hpp"
#include "signal/network/rhythm_features.hpp"

namespace davy::lab {
namespace {

bool same(const Samples& a, const Samples& b) {
  const auto flows = [](const SampledFlow& f) {
    return std::tie(f.source, f.what, f.mining, f.duration_s, f.weight);
  };
  const auto samples = [](const Sample& s) {
    return std::tie(s.features, s.has_work, s.messages, s.flow);
  };
  return std::ranges::equal(a.flows, b.flows, {}, flows, flows) &&
         std::ranges::equal(a.samples, b.samples, {}, samples, samples);
}

class EachSubject : public testing::TestWithParam<const Subject*> {};

TEST_P(EachSubject, draws_the_same_of_the_same_seed) {
  EXPECT_TRUE(same(GetParam()->simulate(10, 3), GetParam()->simulate(10, 3)));
  EXPECT_FALSE(same(GetParam()->simulate(10, 3), GetParam()->simulate(10, 4)));
}

TEST_P(EachSubject, has_as_many_features_as_it_says_and_a_flow_for_each_sample) {
  const Samples drawn = GetParam()->simulate(40, 5);
  std::set<std::uint32_t> flows;
  for (const Sample& s : drawn.samples) {
    ASSERT_EQ(s.features.size(), GetParam()->features);
    ASSERT_LT(s.flow, drawn.flows.size());
    flows.insert(s.flow);
  }
  EXPECT_EQ(flows.size(), drawn.flows.size());
  EXPECT_GT(std::ranges::count_if(drawn.flows, &SampledFlow::mining), 20);
  EXPECT_GT(std::ranges::count_if(drawn.flows, std::not_fn(&SampledFlow::mining)), 10);
}

INSTANTIATE_TEST_SUITE_P(Samples, EachSubject,
                         testing::Values(&rhythm_subject(), &intervals_subject()),
                         [](const auto& param) { return std::string(param.param->name); });

// A message of each side in ten seconds, for half an hour.
Session session(bool mining) {
  Session s{"made up", mining, {}};
  for (int i = 0; i < 180; ++i) {
    s.messages.push_back({10. * i + 1, true, 200});
    s.messages.push_back({10. * i + 6, false, 300});
  }
  return s;
}

TEST(Samples, weigh_one_a_flow) {
  Random random(1);
  Samples out;
  add_session(session(true), random, {}, false, out);
  add_session(session(false), random, {}, true, out);
  ASSERT_EQ(out.flows.size(), 2u);
  std::array<float, 2> weights{};
  for (const Sample& s : out.samples) weights[s.flow] += out.flows[s.flow].weight;
  EXPECT_NEAR(weights[0], 1, 1e-5);
  EXPECT_NEAR(weights[1], 1, 1e-5);
}

// How many windows there are at each count of messages.
std::map<std::uint32_t, int> windows(bool mining, bool from_middle) {
  Random random(7);
  Samples out;
  add_session(session(mining), random, {}, from_middle, out);
  std::map<std::uint32_t, int> at;
  for (const Sample& s : out.samples) ++at[s.messages];
  return at;
}

TEST(Samples, a_benign_flow_met_in_the_middle_is_judged_both_ways_round) {
  for (const auto& [messages, count] : windows(false, false)) EXPECT_EQ(count, 1) << messages;
  for (const auto& [messages, count] : windows(false, true)) EXPECT_EQ(count, 2) << messages;
  for (const auto& [messages, count] : windows(true, true)) EXPECT_EQ(count, 1) << messages;
  EXPECT_GE(windows(false, true).size(), 3u);
}

TEST(Samples, what_is_met_in_the_middle_begins_there) {
  for (std::uint64_t seed = 1; seed < 50; ++seed) {
    Random random(seed);
    Session whole = session(true), late = session(true);
    ASSERT_TRUE(meet(whole, random, {}, false));
    ASSERT_TRUE(meet(late, random, {}, true));
    EXPECT_EQ(whole.messages.size(), 360u);
    EXPECT_GE(late.messages.size(), 179u);  // the second half at least
    EXPECT_GE(late.messages.front().time_s, 0);
    EXPECT_LT(late.messages.front().time_s, 5.01);  // the first message after the cut
    // The end stays the end: what is missing at the front is the cut.
    const std::size_t missing = 360 - late.messages.size();
    EXPECT_NEAR(1796 - late.messages.back().time_s, 5. * static_cast<double>(missing), 5.01);
  }
}

TEST(Samples, of_nothing_there_are_none) {
  Random random(1);
  Samples out;
  add_session({"made up", true, {}}, random, {}, true, out);
  add_session({"made up", true, {{1, true, 100}}}, random, {}, false, out);
  Session lost = session(true);
  add_session(lost, random, {.loss = 1}, false, out);
  EXPECT_TRUE(out.flows.empty());
  EXPECT_TRUE(out.samples.empty());
}

double mean_of(const std::vector<StatedFlow>& flows, bool mining) {
  double sum = 0, count = 0;
  for (const StatedFlow& f : flows)
    if (f.mining == mining) sum += f.strength_nats, ++count;
  return sum / count;
}

TEST(StatedFlows, are_the_same_of_the_same_seed_and_tell_mining_apart) {
  const auto& judge = signal::RhythmJudge::shipped();
  for (const auto& stated : {stated_by_rhythm(judge, 60, 11), stated_by_intervals(60, 11)}) {
    ASSERT_GT(stated.size(), 60u);
    EXPECT_GT(mean_of(stated, true), 2);
    EXPECT_LT(mean_of(stated, false), -2);
  }
  const auto a = stated_by_rhythm(judge, 20, 11), b = stated_by_rhythm(judge, 20, 11);
  EXPECT_TRUE(std::ranges::equal(a, b, {}, &StatedFlow::strength_nats, &StatedFlow::strength_nats));
}

}  // namespace
}  // namespace davy::lab
