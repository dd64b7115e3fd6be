#include "probe/questions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "flow/dissect/binary_frames.hpp"
#include "flow/dissect/content_dissector.hpp"
#include "flow/dissect/websocket.hpp"

namespace davy::probe {
namespace {

using testing::HasSubstr;
using testing::Not;

const Introduction who{"9.8.7", "noc@example.org"};

RandomOctets octets() {
  RandomOctets out;
  std::uint32_t state = 12'345;
  for (std::uint8_t& octet : out) {
    state = state * 1'664'525 + 1'013'904'223;
    octet = static_cast<std::uint8_t>(state >> 24);
  }
  return out;
}

Question ask(Dialect dialect, Carrier carrier = Carrier::plain) {
  return make_question(dialect, carrier, who, "pool.example.org:3333", octets());
}

std::vector<Dialect> all_dialects() {
  std::vector<Dialect> all;
  for (std::size_t i = 0; i < static_cast<std::size_t>(Dialect::count_); ++i)
    all.push_back(static_cast<Dialect>(i));
  return all;
}

// What Davy's own reading makes of a question: it must look like the dialect that it asks in, or the answer is not read so.
std::unique_ptr<flow::ConversationRecord> read(const Question& question) {
  flow::Workspace workspace;
  flow::ConversationBuilder out(workspace.malformed);
  flow::ContentDissector reader(workspace, 0);
  reader.bytes(flow::Direction::forward, {}, as_bytes(question.first), out);
  if (!question.after_upgrade.empty()) {
    reader.bytes(flow::Direction::reverse, {},
                 as_bytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                          "Connection: Upgrade\r\n\r\n"),
                 out);
    reader.bytes(flow::Direction::forward, {}, as_bytes(question.after_upgrade), out);
  }
  reader.end(out);
  EXPECT_EQ(workspace.malformed.total(), 0u) << question.first;
  return out.take();
}

std::uint64_t count(const flow::ConversationRecord& record, flow::MessageKind kind) {
  return record.messages[kind].count;
}

TEST(Questions, are_what_our_own_reading_takes_for_a_miner) {
  for (const Step& step : plan(std::nullopt)) {
    if (step.dialect == Dialect::stratum_v2_noise) continue;
    const auto record = read(ask(step.dialect, step.carrier));
    EXPECT_TRUE(record->miner_spoke) << name(step.dialect) << name(step.carrier);
    EXPECT_EQ(record->miner_sends, flow::Direction::forward) << name(step.dialect);
    EXPECT_FALSE(record->pool_spoke) << name(step.dialect);
    EXPECT_EQ(record->dialect, name(step.dialect)) << name(step.carrier);
  }
}

TEST(Questions, submit_nothing) {
  for (const Step& step : plan(std::nullopt)) {
    const Question question = ask(step.dialect, step.carrier);
    const auto record = read(question);
    EXPECT_EQ(count(*record, flow::MessageKind::share), 0u);
    EXPECT_EQ(count(*record, flow::MessageKind::hash_rate), 0u);
    EXPECT_EQ(record->shares.submitted, 0u);
    EXPECT_THAT(question.first, Not(HasSubstr("submit\"")));
  }
}

TEST(Questions, say_who_asks) {
  for (const Dialect dialect : all_dialects()) {
    if (dialect == Dialect::stratum_v2_noise) continue;  // has no room for it
    const Question plain = ask(dialect);
    EXPECT_THAT(plain.first, HasSubstr("davy-probe")) << name(dialect);
  }
  for (const Dialect dialect :
       {Dialect::stratum_v1, Dialect::cryptonote, Dialect::eth_getwork, Dialect::getwork})
    EXPECT_THAT(ask(dialect).first, HasSubstr("noc@example.org")) << name(dialect);
  EXPECT_THAT(ask(Dialect::stratum_v1).first, HasSubstr("davy-probe/9.8.7"));
  EXPECT_THAT(ask(Dialect::getwork).first,
              HasSubstr("User-Agent: davy-probe/9.8.7\r\nFrom: noc@example.org\r\n"));
  EXPECT_THAT(ask(Dialect::coinhive, Carrier::websocket).first, HasSubstr("From: noc@example.org"));
}

TEST(Questions, name_no_wallet) {
  for (const Dialect dialect : all_dialects()) {
    if (dialect == Dialect::stratum_v2_noise) continue;
    const auto record = read(ask(dialect));
    EXPECT_TRUE(record->coin_basis.find("address") == std::string_view::npos) << name(dialect);
    if (record->login.empty()) continue;
    EXPECT_THAT(record->login, HasSubstr("davy-probe"));
  }
}

TEST(Questions, of_stratum_v2_is_the_64_octets_given) {
  const RandomOctets random = octets();
  const Question question = ask(Dialect::stratum_v2_noise);
  EXPECT_EQ(question.first, as_text(random));
  EXPECT_TRUE(flow::looks_random(as_bytes(question.first)));
}

TEST(Questions, over_websocket_wait_for_the_upgrade) {
  const Question question = ask(Dialect::coinhive, Carrier::websocket);
  EXPECT_THAT(question.first, testing::StartsWith("GET "));
  EXPECT_THAT(question.first, testing::EndsWith("\r\n\r\n"));
  EXPECT_THAT(question.first, HasSubstr("Host: pool.example.org:3333\r\n"));
  EXPECT_THAT(question.first, Not(HasSubstr("auth")));
  struct Sink final : flow::WebSocketSink {
    void message(flow::WebSocketOpcode, Bytes payload, bool complete) override {
      text += as_text(payload);
      whole = whole && complete;
    }
    std::string text;
    bool whole = true;
  } sink;
  MalformedCounts malformed;
  flow::WebSocketStream(sink, malformed).feed(as_bytes(question.after_upgrade));
  EXPECT_EQ(sink.text, ask(Dialect::coinhive).first);
  EXPECT_TRUE(sink.whole);
}

TEST(Questions, a_websocket_key_is_16_octets_in_base64) {
  // RFC 6455 section 1.3: the key of its example.
  RandomOctets random{};
  constexpr std::string_view sample = "the sample nonce";
  std::ranges::copy(sample, random.begin());
  const Question question =
      make_question(Dialect::coinhive, Carrier::websocket, who, "192.0.2.1:80", random);
  EXPECT_THAT(question.first, HasSubstr("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"));
}

TEST(Questions, a_long_frame_says_its_length_in_two_octets) {
  const Introduction long_contact{"1", std::string(120, 'c')};
  const Question question = make_question(Dialect::stratum_v1, Carrier::websocket, long_contact,
                                          "192.0.2.1:80", octets());
  const auto header = flow::read_websocket_header(as_bytes(question.after_upgrade));
  ASSERT_TRUE(header);
  EXPECT_TRUE(header->masked && header->final && header->shortest_length);
  EXPECT_EQ(header->header_octets + header->payload_octets, question.after_upgrade.size());
  EXPECT_GT(header->payload_octets, 125u);
}

TEST(Questions, mining_hello_names_host_and_port_in_hex) {
  EXPECT_THAT(ask(Dialect::ethereumstratum_2).first,
              HasSubstr(R"("host":"pool.example.org","port":"d05")"));
}

TEST(Questions, names_are_read_back) {
  for (const Dialect dialect : all_dialects()) EXPECT_EQ(dialect_named(name(dialect)), dialect);
  EXPECT_EQ(dialect_named("stratum-kawpow"), std::nullopt);
  EXPECT_EQ(dialect_named(""), std::nullopt);
}

TEST(Plan, asks_nothing_twice_but_where_it_says_so) {
  std::set<std::tuple<Dialect, Carrier, bool>> seen;
  for (const Step& step : plan(std::nullopt))
    EXPECT_TRUE(seen.emplace(step.dialect, step.carrier, step.again).second);
  EXPECT_LE(seen.size(), limits::probe_connections_per_endpoint_max);
}

TEST(Plan, begins_with_what_is_suspected) {
  for (const Dialect dialect : all_dialects()) {
    const std::vector<Step> steps = plan(dialect);
    EXPECT_EQ(steps.front().dialect, dialect);
    EXPECT_TRUE(std::ranges::is_permutation(steps, plan(std::nullopt)));
  }
  EXPECT_EQ(plan(std::nullopt).front(), (Step{Dialect::stratum_v1, Carrier::plain}));
}

}  // namespace
}  // namespace davy::probe
