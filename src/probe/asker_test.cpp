#include "probe/asker.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <thread>

#include "base/limits.hpp"

namespace davy::probe {
namespace {

using namespace std::chrono_literals;

const Introduction who{"1", "a@b"};

Deadline in(Duration d) {
  return std::chrono::steady_clock::now() + std::chrono::duration_cast<Deadline::duration>(d);
}

// Hands out pieces in order, then does what `end` says. A fault is a piece like any other.
class ScriptedWire final : public Wire {
 public:
  bool send(Bytes octets, Deadline) override {
    sent += as_text(octets);
    return takes_words;
  }
  Received receive(std::span<std::uint8_t> buffer, Deadline deadline) override {
    if (pieces.empty() && forever.empty()) {
      if (end == Received::State::timed_out) std::this_thread::sleep_until(deadline);
      return {end, 0};
    }
    if (pause > 0ns) std::this_thread::sleep_for(pause);
    std::string& front = pieces.empty() ? forever : pieces.front();
    const std::size_t octets = std::min(front.size(), buffer.size());
    std::copy_n(front.begin(), octets, buffer.begin());
    largest = std::max(largest, buffer.size());
    if (!pieces.empty()) {
      front.erase(0, octets);
      if (front.empty()) pieces.pop_front();
    }
    return {Received::State::octets, octets};
  }

  std::deque<std::string> pieces;
  std::string forever;  // again and again, when the pieces are used up
  Received::State end = Received::State::closed;
  bool takes_words = true;
  Duration pause{0};
  std::string sent;
  std::size_t largest = 0;
};

class Converse : public testing::Test {
 protected:
  Ending talk(Dialect dialect = Dialect::stratum_v1, Carrier carrier = Carrier::plain) {
    question = make_question(dialect, carrier, who, "192.0.2.1:80", RandomOctets{});
    reader = std::make_unique<AnswerReader>(dialect);
    return converse(wire, question, *reader, in(deadline), quiet);
  }
  ScriptedWire wire;
  Question question;
  std::unique_ptr<AnswerReader> reader;
  Duration deadline = 2s;
  Duration quiet = 20ms;
};

TEST_F(Converse, says_the_question_and_nothing_else) {
  wire.pieces = {"who are you?\n"};
  EXPECT_EQ(talk(), Ending::closed);
  EXPECT_EQ(wire.sent, question.first);
  EXPECT_EQ(reader->reply(), "who are you?\n");
}

TEST_F(Converse, ends_at_a_proof_though_more_would_come) {
  wire.forever = "{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[1]}\n";
  EXPECT_EQ(talk(), Ending::proven);
}

TEST_F(Converse, ends_when_it_is_quiet_after_an_answer) {
  wire.pieces = {"hello\n"};
  wire.end = Received::State::timed_out;
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(talk(), Ending::quiet);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 1s);
}

TEST_F(Converse, waits_to_the_deadline_for_a_first_word) {
  deadline = 60ms;
  wire.end = Received::State::timed_out;
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(talk(), Ending::deadline);
  EXPECT_GE(std::chrono::steady_clock::now() - begun, 55ms);
  EXPECT_EQ(reader->judge().outcome, Outcome::silence);
}

TEST_F(Converse, a_tarpit_costs_no_more_than_silence) {
  deadline = 100ms;
  wire.forever = "x";
  wire.pause = 10ms;
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(talk(), Ending::deadline);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 1s);
}

TEST_F(Converse, a_flood_is_left_at_the_bound) {
  wire.forever = std::string(50'000, 'x');
  EXPECT_EQ(talk(), Ending::octets_bound);
  EXPECT_EQ(reader->reply().size(), limits::probe_reply_octets_max);
}

TEST_F(Converse, what_was_said_before_our_words_were_refused_is_read) {
  wire.takes_words = false;
  wire.pieces = {"SSH-2.0-x\r\n"};
  EXPECT_EQ(talk(), Ending::closed);
  EXPECT_EQ(reader->reply(), "SSH-2.0-x\r\n");
}

TEST_F(Converse, the_second_half_is_said_once_the_upgrade_is_whole) {
  wire.pieces = {"HTTP/1.1 101 x\r\nUpgr", "ade: websocket\r\nConnection: upgrade\r\n\r", "\n",
                 "\x81"};
  EXPECT_EQ(talk(Dialect::coinhive, Carrier::websocket), Ending::closed);
  EXPECT_EQ(wire.sent, question.first + question.after_upgrade);
}

TEST_F(Converse, no_upgrade_no_second_half) {
  wire.pieces = {"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"};
  EXPECT_EQ(talk(Dialect::coinhive, Carrier::websocket), Ending::closed);
  EXPECT_EQ(wire.sent, question.first);
}

TEST(Tls, a_peer_that_speaks_something_else_is_no_tls) {
  for (const auto* reply : {"HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-x\r\n", "OK\n"}) {
    ScriptedWire wire;
    wire.pieces = {reply};
    const auto tls = TlsWire::handshake(wire, "", in(1s));
    EXPECT_FALSE(tls) << reply;
    EXPECT_EQ(wire.sent.substr(0, 2), "\x16\x03");
  }
}

TEST(Tls, a_peer_that_closes_says_so) {
  ScriptedWire wire;
  const auto tls = TlsWire::handshake(wire, "", in(1s));
  ASSERT_FALSE(tls);
  EXPECT_THAT(tls.error().message, testing::HasSubstr("closed"));
}

TEST(Tls, a_peer_that_is_silent_costs_the_deadline) {
  ScriptedWire wire;
  wire.end = Received::State::timed_out;
  const auto tls = TlsWire::handshake(wire, "", in(50ms));
  ASSERT_FALSE(tls);
  EXPECT_THAT(tls.error().message, testing::HasSubstr("no answer"));
}

TEST(Tls, a_name_is_sent_only_where_there_is_one) {
  for (const auto* host : {"", "pool.example.org"}) {
    ScriptedWire wire;
    EXPECT_FALSE(TlsWire::handshake(wire, host, in(1s)));
    EXPECT_EQ(wire.sent.find("pool.example.org") != std::string::npos, *host != '\0');
  }
}

TEST(Socket, a_port_where_nobody_listens_is_unreachable) {
  const auto wire = SocketWire::connect(*parse_endpoint("127.99.99.1:9"), std::nullopt, in(2s));
  ASSERT_FALSE(wire);
  EXPECT_THAT(wire.error().message, testing::HasSubstr("refused"));
}

TEST(Socket, an_address_that_is_not_ours_cannot_be_spoken_from) {
  const auto wire =
      SocketWire::connect(*parse_endpoint("127.0.0.1:9"), parse_ip_address("192.0.2.77"), in(2s));
  ASSERT_FALSE(wire);
  EXPECT_THAT(wire.error().message, testing::HasSubstr("cannot speak from 192.0.2.77"));
}

}  // namespace
}  // namespace davy::probe
