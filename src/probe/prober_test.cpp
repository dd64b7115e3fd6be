#include "probe/prober.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>

namespace davy::probe {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

// What an endpoint says to a question; the ending where it says nothing.
struct Said {
  Ending ending = Ending::closed;
  std::string reply;
};

class ScriptedAsker final : public Asker {
 public:
  Reply ask(const Suspect& suspect, const Question& question, AnswerReader& reader) override {
    asked.push_back(fmt::format("{} {}", name(question.dialect), name(question.carrier)));
    reader.said(as_bytes(question.first));
    const Said said = script(suspect, question);
    if (!said.reply.empty()) reader.heard(as_bytes(said.reply));
    return {said.ending, "why", std::nullopt, parse_endpoint("10.0.0.1:50000"), 1s};
  }
  std::function<Said(const Suspect&, const Question&)> script;
  std::vector<std::string> asked;
};

class ProberTest : public testing::Test {
 protected:
  ProberTest() {
    std::filesystem::remove_all(folder);
    options.who = {"1", "a@b"};
    options.at_once = 1;
    asker.script = [](const Suspect&, const Question&) { return Said{}; };
    memory = *Memory::open(folder / "memory", true);
  }
  ~ProberTest() override { std::filesystem::remove_all(folder); }

  std::vector<Line> run(std::initializer_list<std::string_view> endpoints) {
    std::vector<Suspect> suspects;
    for (const std::string_view text : endpoints)
      suspects.push_back({*parse_endpoint(text), suspected, ""});
    std::vector<Line> lines;
    Budget budget(10, connections);
    Prober prober(scope, *memory, budget, asker, world, options);
    confirmed = prober.run(suspects, [&](const Line& line) { lines.push_back(line); });
    return lines;
  }
  static std::vector<Outcome> outcomes(const std::vector<Line>& lines) {
    std::vector<Outcome> out;
    for (const Line& line : lines) out.push_back(line.outcome);
    return out;
  }

  std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "davy_prober_test" /
                                 testing::UnitTest::GetInstance()->current_test_info()->name();
  Scope scope = *Scope::parse(
      "contact a@b\nauthorised-by x\nexpires 2026-12-31\nallow 10.0.0.0/8\ndeny 10.9.0.0/16\n");
  std::unique_ptr<Memory> memory;
  ScriptedAsker asker;
  Timestamp time = std::chrono::sys_days{std::chrono::year{2026} / 12 / 1};
  Duration waited{0};
  std::uint8_t drawn = 0;
  Surroundings world{.now = [this] { return time; },
                     .steady = [this] { return waited; },
                     .wait = [this](Duration d) { waited += d; },
                     .random =
                         [this] {
                           RandomOctets octets{};
                           for (auto& octet : octets)
                             octet = drawn = static_cast<std::uint8_t>(drawn * 5 + 77);
                           return octets;
                         }};
  ProberOptions options;
  std::optional<Dialect> suspected;
  std::size_t connections = 1000;
  Result<bool> confirmed = false;
};

const std::string set_difficulty =
    "{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[1]}\n";

TEST_F(ProberTest, stops_at_the_first_proof) {
  asker.script = [](const Suspect&, const Question& q) {
    return q.carrier == Carrier::tls ? Said{Ending::proven, set_difficulty} : Said{};
  };
  const std::vector<Line> lines = run({"10.1.1.1:443"});
  EXPECT_THAT(asker.asked, ElementsAre("stratum-v1 tcp", "cryptonote tcp", "stratum-v1 tls"));
  EXPECT_THAT(outcomes(lines), ElementsAre(Outcome::closed, Outcome::closed, Outcome::proof));
  EXPECT_TRUE(*confirmed);
  EXPECT_EQ(lines[2].reply, set_difficulty);
  EXPECT_EQ(lines[2].how.local, parse_endpoint("10.0.0.1:50000"));
}

TEST_F(ProberTest, asks_all_of_who_is_silent_and_holds_nothing_against_him) {
  asker.script = [](const Suspect&, const Question&) { return Said{Ending::deadline, ""}; };
  const std::vector<Line> lines = run({"10.1.1.1:3333"});
  EXPECT_EQ(lines.size(), plan(std::nullopt).size() - 1);  // the second key exchange has no first
  for (const Line& line : lines) EXPECT_EQ(line.outcome, Outcome::silence);
  EXPECT_FALSE(*confirmed);
}

TEST_F(ProberTest, never_makes_more_connections_than_allowed_to_one_endpoint) {
  options.connections_per_endpoint = 4;
  EXPECT_EQ(run({"10.1.1.1:3333", "10.1.1.2:3333"}).size(), 8u);
}

TEST_F(ProberTest, leaves_what_cannot_be_reached_at_once) {
  asker.script = [](const Suspect&, const Question&) { return Said{Ending::unreachable, ""}; };
  EXPECT_THAT(outcomes(run({"10.1.1.1:3333"})), ElementsAre(Outcome::unreachable));
}

TEST_F(ProberTest, asks_nothing_over_tls_where_there_is_none) {
  for (const Ending none : {Ending::no_tls, Ending::tls_silent}) {
    asker.script = [&](const Suspect&, const Question& q) {
      return is_tls(q.carrier) ? Said{none, ""} : Said{};
    };
    asker.asked.clear();
    run({none == Ending::no_tls ? "10.1.1.1:3333" : "10.1.1.2:3333"});
    EXPECT_EQ(
        std::ranges::count_if(asker.asked, [](const std::string& q) { return q.ends_with("tls"); }),
        1);
  }
}

TEST_F(ProberTest, asks_only_over_tls_who_answers_with_its_alert) {
  asker.script = [](const Suspect&, const Question& q) {
    if (is_tls(q.carrier)) return Said{};
    return Said{Ending::closed, std::string("\x15\x03\x03\x00\x02\x02\x46", 7)};
  };
  run({"10.1.1.1:443"});
  EXPECT_EQ(asker.asked[0], "stratum-v1 tcp");
  EXPECT_EQ(asker.asked.size(), 7u);
  for (std::size_t i = 1; i < asker.asked.size(); ++i)
    EXPECT_THAT(asker.asked[i], testing::EndsWith("tls"));
}

TEST_F(ProberTest, asks_a_web_server_as_a_web_server) {
  asker.script = [](const Suspect&, const Question& q) {
    if (is_tls(q.carrier)) return Said{Ending::no_tls, ""};
    return Said{Ending::closed, "HTTP/1.1 400 Bad Request\r\n\r\n"};
  };
  run({"10.1.1.1:80"});
  EXPECT_THAT(asker.asked, ElementsAre("stratum-v1 tcp", "coinhive websocket", "getwork tcp",
                                       "coinhive websocket-tls", "stratum-v1 websocket"));
}

TEST_F(ProberTest, asks_no_further_who_greets_everybody_alike) {
  asker.script = [](const Suspect&, const Question& q) {
    if (is_tls(q.carrier)) return Said{Ending::no_tls, ""};
    return Said{Ending::quiet, "SSH-2.0-OpenSSH_9.2\r\n"};
  };
  const auto lines = run({"10.1.1.1:22"});
  EXPECT_THAT(asker.asked, ElementsAre("stratum-v1 tcp", "cryptonote tcp", "stratum-v1 tls"));
  EXPECT_THAT(outcomes(lines), testing::Each(Outcome::other_protocol));
}

std::string key(std::uint8_t seed) {
  std::string out;
  for (std::size_t i = 0; i < key_exchange_octets; ++i)
    out += static_cast<char>(seed = static_cast<std::uint8_t>(seed * 5 + 77));
  return out;
}

TEST_F(ProberTest, sees_a_key_exchange_twice_before_it_is_proof) {
  suspected = Dialect::stratum_v2_noise;
  std::uint8_t seed = 1;
  asker.script = [&](const Suspect&, const Question& q) {
    return q.dialect == Dialect::stratum_v2_noise ? Said{Ending::quiet, key(seed++)} : Said{};
  };
  EXPECT_THAT(outcomes(run({"10.1.1.1:34254"})),
              ElementsAre(Outcome::other_protocol, Outcome::proof));
  EXPECT_TRUE(*confirmed);
}

TEST_F(ProberTest, a_fixed_answer_of_that_size_is_no_key_exchange) {
  asker.script = [&](const Suspect&, const Question& q) {
    return q.dialect == Dialect::stratum_v2_noise ? Said{Ending::quiet, key(9)} : Said{};
  };
  run({"10.1.1.1:34254"});
  EXPECT_FALSE(*confirmed);
  EXPECT_EQ(std::ranges::count(asker.asked, "stratum-v2-noise tcp"), 2);
}

TEST_F(ProberTest, begins_with_what_is_suspected) {
  suspected = Dialect::eth_getwork;
  options.connections_per_endpoint = 2;
  run({"10.1.1.1:3333"});
  EXPECT_THAT(asker.asked, ElementsAre("eth-getwork tcp", "eth-getwork tls"));
}

TEST_F(ProberTest, speaks_to_nobody_outside_the_scope) {
  const auto lines = run({"11.0.0.1:3333", "10.9.0.1:3333", "[2001:db8::1]:1"});
  EXPECT_THAT(outcomes(lines), testing::Each(Outcome::out_of_scope));
  EXPECT_EQ(lines.size(), 3u);
  EXPECT_TRUE(asker.asked.empty());
}

TEST_F(ProberTest, speaks_to_nobody_after_the_scope_ended) {
  time = std::chrono::sys_days{std::chrono::year{2027} / 1 / 1};
  EXPECT_THAT(outcomes(run({"10.1.1.1:3333"})), ElementsAre(Outcome::out_of_scope));
  EXPECT_TRUE(asker.asked.empty());
}

TEST_F(ProberTest, asks_nobody_twice_and_remembers_what_he_said) {
  asker.script = [](const Suspect&, const Question&) {
    return Said{Ending::proven, set_difficulty};
  };
  run({"10.1.1.1:3333"});
  asker.asked.clear();
  const auto lines = run({"10.1.1.1:3333", "10.1.1.1:3334"});
  EXPECT_THAT(outcomes(lines), ElementsAre(Outcome::cached, Outcome::proof));
  EXPECT_EQ(lines[0].earlier->outcome, Outcome::proof);
  EXPECT_EQ(asker.asked.size(), 1u);
  time += options.keep;
  EXPECT_EQ(run({"10.1.1.1:3333"})[0].outcome, Outcome::proof);
}

TEST_F(ProberTest, a_confirmation_that_is_remembered_counts) {
  ASSERT_TRUE(memory->note(*parse_endpoint("10.1.1.1:3333"), {time, Outcome::refused_in_kind}));
  run({"10.1.1.1:3333"});
  EXPECT_TRUE(*confirmed);
}

TEST_F(ProberTest, an_endpoint_is_noted_before_it_is_asked) {
  asker.script = [this](const Suspect& suspect, const Question&) {
    EXPECT_TRUE(memory->asked(suspect.endpoint, time, 24h));
    return Said{};
  };
  run({"10.1.1.1:3333"});
}

TEST_F(ProberTest, asks_nobody_if_that_cannot_be_noted) {
  memory = *Memory::open(folder / "other", false);
  EXPECT_TRUE(run({"10.1.1.1:3333", "10.1.1.2:3333"}).empty());
  EXPECT_FALSE(confirmed);
  EXPECT_TRUE(asker.asked.empty());
}

TEST_F(ProberTest, waits_between_connections) {
  options.connections_per_endpoint = 5;
  run({"10.1.1.1:3333", "10.1.1.2:3333"});
  EXPECT_EQ(asker.asked.size(), 10u);
  EXPECT_EQ(waited, 900ms);  // 10 a second
}

TEST_F(ProberTest, ends_with_its_budget_and_says_whom_it_did_not_ask) {
  connections = 3;
  const auto lines = run({"10.1.1.1:3333", "10.1.1.2:3333"});
  EXPECT_EQ(asker.asked.size(), 3u);
  EXPECT_THAT(outcomes(lines), ElementsAre(Outcome::closed, Outcome::closed, Outcome::closed,
                                           Outcome::budget, Outcome::budget));
  EXPECT_FALSE(memory->asked(*parse_endpoint("10.1.1.2:3333"), time, 24h)) << "it was not";
}

TEST_F(ProberTest, draws_new_octets_for_each_question) {
  std::vector<std::string> keys;
  suspected = Dialect::stratum_v2_noise;
  asker.script = [&](const Suspect&, const Question& q) {
    keys.push_back(q.first);
    return Said{Ending::quiet, key(static_cast<std::uint8_t>(keys.size()))};
  };
  run({"10.1.1.1:34254"});
  ASSERT_EQ(keys.size(), 2u);
  EXPECT_NE(keys[0], keys[1]);
}

TEST_F(ProberTest, several_threads_ask_several_hosts_and_one_host_in_turn) {
  options.at_once = 4;
  std::mutex mutex;
  std::map<std::string, int> at_once;
  int most = 0;
  // The scripted asker notes its questions without a lock, so the script alone is used here.
  struct Busy final : Asker {
    Reply ask(const Suspect& s, const Question& q, AnswerReader& r) override {
      return how(s, q, r);
    }
    std::function<Reply(const Suspect&, const Question&, AnswerReader&)> how;
  } busy;
  busy.how = [&](const Suspect& suspect, const Question& question, AnswerReader& reader) {
    reader.said(as_bytes(question.first));
    const std::string host = to_string(suspect.endpoint.address);
    {
      const std::scoped_lock lock(mutex);
      most = std::max(most, ++at_once[host]);
    }
    std::this_thread::sleep_for(1ms);
    const std::scoped_lock lock(mutex);
    --at_once[host];
    return Reply{Ending::closed, "", std::nullopt, std::nullopt, 1ms};
  };
  std::vector<Suspect> suspects;
  for (int i = 0; i < 24; ++i)
    suspects.push_back({*parse_endpoint(fmt::format("10.1.1.{}:{}", i % 4, 3000 + i)), {}, ""});
  Surroundings real = world;
  real.wait = [](Duration) {};
  real.steady = [] { return Duration{0}; };
  real.random = [] { return RandomOctets{}; };
  Budget budget(10, 1000);
  std::size_t lines = 0;
  Prober prober(scope, *memory, budget, busy, real, options);
  ASSERT_TRUE(prober.run(suspects, [&](const Line&) { ++lines; }));
  EXPECT_EQ(lines, 24 * (plan(std::nullopt).size() - 1));
  EXPECT_EQ(most, 1);
}

}  // namespace
}  // namespace davy::probe
