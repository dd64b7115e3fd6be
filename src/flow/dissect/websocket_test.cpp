#include "flow/dissect/websocket.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/limits.hpp"
#include "flow/dissect/websocket_test_support.hpp"

namespace davy::flow {
namespace {

using test::frame;
using test::MessageDeflater;
using test::run_websocket;
using test::WebSocketEvents;
using test::WebSocketRun;
using testing::ElementsAre;
using testing::IsEmpty;

const std::string auth = R"({"type":"auth","params":{"site_key":"k","type":"anonymous"}})";
const std::string job =
    R"({"type":"job","params":{"job_id":"1","blob":"0e0e","target":"ffffff00"}})";

TEST(WebSocket, reads_plain_and_masked_messages) {
  const WebSocketRun run = run_websocket(frame(job) + frame(auth, {.masked = true}) +
                                         frame("\x01\x02", {.opcode = 2}) + frame(""));
  EXPECT_THAT(run.messages, ElementsAre("text " + job, "text " + auth, "binary \x01\x02", "text "));
  EXPECT_EQ(run.malformed.total(), 0u);
}

TEST(WebSocket, joins_fragments_with_control_frames_between) {
  const WebSocketRun run = run_websocket(
      frame(job.substr(0, 10), {.final = false, .masked = true}) +
      frame("p", {.opcode = 9, .masked = true}) + frame("", {.opcode = 0, .final = false}) +
      frame("q", {.opcode = 10}) + frame(job.substr(10), {.opcode = 0, .masked = true}) +
      frame("\x03\xe8", {.opcode = 8}));
  EXPECT_THAT(run.messages, ElementsAre("text " + job));
  EXPECT_EQ(run.counts.messages, 1u);
  EXPECT_EQ(run.counts.pings, 1u);
  EXPECT_EQ(run.counts.pongs, 1u);
  EXPECT_EQ(run.counts.closes, 1u);
  EXPECT_EQ(run.malformed.total(), 0u);
}

TEST(WebSocket, reads_lengths_of_16_and_64_bits) {
  const std::string middle(300, 'm');
  const std::string large(limits::message_octets_max, 'l');
  const WebSocketRun run = run_websocket(frame(middle, {.masked = true}) +
                                         frame(large, {.masked = true}) + frame(large));
  EXPECT_THAT(run.messages, ElementsAre("text " + middle, "text " + large, "text " + large));
  EXPECT_EQ(run.malformed.total(), 0u);
}

TEST(WebSocket, inflates_with_a_window_kept_from_message_to_message) {
  MessageDeflater pack;
  const std::string first = pack(job);
  const std::string second = pack(job);
  ASSERT_LT(second.size(), first.size() / 2);
  const WebSocketRun run =
      run_websocket(frame(first, {.masked = true, .reserved = 4}) + frame(auth) +
                    frame(second.substr(0, 2), {.final = false, .reserved = 4}) +
                    frame(second.substr(2), {.opcode = 0}));
  EXPECT_THAT(run.messages, ElementsAre("text " + job, "text " + auth, "text " + job));
  EXPECT_EQ(run.malformed.total(), 0u);
}

TEST(WebSocket, inflates_messages_that_share_no_window) {
  MalformedCounts malformed;
  WebSocketEvents sink;
  WebSocketStream stream(sink, malformed);
  stream.set_no_context_takeover();
  for (int i = 0; i < 3; ++i) stream.feed(as_bytes(frame(MessageDeflater()(job), {.reserved = 4})));
  EXPECT_THAT(sink.messages, ElementsAre("text " + job, "text " + job, "text " + job));
  EXPECT_EQ(malformed.total(), 0u);
}

TEST(WebSocket, inflates_a_message_whose_last_block_is_marked) {
  const std::string packed = test::deflated(job, -15);
  const WebSocketRun run =
      run_websocket(frame(packed, {.reserved = 4}) + frame(packed, {.reserved = 4}));
  EXPECT_THAT(run.messages, ElementsAre("text " + job, "text " + job));
  EXPECT_EQ(run.malformed.total(), 0u);
}

std::string conversation() {
  MessageDeflater pack;
  std::string text = frame(job) + frame(auth.substr(0, 5), {.final = false, .masked = true});
  text += frame("", {.opcode = 9}) + frame(auth.substr(5), {.opcode = 0, .masked = true});
  text += frame(std::string(200, 'b'), {.opcode = 2});
  text += frame(pack(job), {.masked = true, .reserved = 4}) + frame("stray", {.opcode = 0});
  text += frame(pack(job), {.reserved = 4});
  text += frame("never ended", {.final = false}) + frame(auth);
  return text + "\xf3\xf3" + "garbage" + frame(job) + frame(auth);
}

TEST(WebSocket, every_split_gives_the_same_messages) {
  const std::string text = conversation();
  const WebSocketRun whole = run_websocket(text);
  EXPECT_THAT(whole.messages,
              ElementsAre("text " + job, "text " + auth, "binary " + std::string(200, 'b'),
                          "text " + job, "text " + job, "cut text never ended", "text " + auth,
                          "text " + job, "text " + auth));
  EXPECT_EQ(whole.malformed[Malformed::websocket],
            3u);  // a stray continuation, a message without end, a bad header
  for (std::size_t step = 1; step < text.size(); ++step) {
    const WebSocketRun split = run_websocket(text, step);
    ASSERT_EQ(split.messages, whole.messages) << step;
    ASSERT_EQ(split.malformed.total(), whole.malformed.total()) << step;
  }
}

struct WebSocketGap : testing::Test {
  void feed(std::string_view text) { stream.feed(as_bytes(text)); }

  MalformedCounts malformed;
  WebSocketEvents sink;
  WebSocketStream stream{sink, malformed};
};

TEST_F(WebSocketGap, inside_a_payload_is_subtracted) {
  const std::string text = frame(job, {.masked = true});
  feed(text.substr(0, 16));
  stream.gap(20);
  EXPECT_THAT(sink.messages, ElementsAre("cut text " + job.substr(0, 10)));
  feed(text.substr(36) + frame(auth, {.masked = true}));
  EXPECT_THAT(sink.messages, ElementsAre("cut text " + job.substr(0, 10), "text " + auth));
  EXPECT_EQ(malformed.total(), 0u);
}

TEST_F(WebSocketGap, in_a_fragment_skips_the_rest_of_the_message) {
  const std::string text = frame("0123456789", {.final = false});
  feed(text.substr(0, 4));
  stream.gap(8);
  feed(frame("rest", {.opcode = 0}) + frame(auth));
  EXPECT_THAT(sink.messages, ElementsAre("cut text 01", "text " + auth));
}

TEST_F(WebSocketGap, over_a_header_is_lost_until_a_frame_is_found) {
  feed(frame(job, {.masked = true}));
  stream.gap(1'000);
  EXPECT_TRUE(stream.is_lost());
  feed(job.substr(20) + frame(auth, {.masked = true}) + frame(job, {.masked = true}));
  EXPECT_FALSE(stream.is_lost());
  EXPECT_THAT(sink.messages, ElementsAre("text " + job, "text " + auth, "text " + job));
}

TEST_F(WebSocketGap, in_a_compressed_stream_leaves_holes_and_reads_on) {
  MessageDeflater pack;
  const std::string lost = frame(pack(job), {.reserved = 4});
  const std::string after = frame(pack(job + auth), {.reserved = 4});
  feed(lost.substr(0, 4));
  stream.gap(lost.size() - 4);
  feed(after);
  ASSERT_EQ(sink.messages.size(), 2u);
  EXPECT_TRUE(sink.messages[0].starts_with("cut text"));
  EXPECT_EQ(sink.messages[1].size(), ("text " + job + auth).size());
  EXPECT_NE(sink.messages[1].find("site_key"), std::string::npos)
      << "what was not in the lost part is readable";
  EXPECT_EQ(malformed.total(), 0u);
}

TEST(WebSocketLost, picks_up_in_the_middle_of_a_stream) {
  const std::string text = frame(job, {.masked = true}).substr(30) + frame(auth, {.masked = true}) +
                           frame("", {.opcode = 9, .masked = true}) + frame(job, {.masked = true});
  const WebSocketRun whole = run_websocket(text, 0, true);
  EXPECT_THAT(whole.messages, ElementsAre("text " + auth, "text " + job));
  for (std::size_t step = 1; step < text.size(); ++step) {
    ASSERT_EQ(run_websocket(text, step, true).messages, whole.messages) << step;
  }
}

TEST(WebSocketLost, gives_up_after_its_bound) {
  const std::string noise(2 * limits::websocket_lost_octets_max, '\x05');
  const WebSocketRun run = run_websocket(noise + frame(job) + frame(job), 1'460, true);
  EXPECT_THAT(run.messages, IsEmpty());
  EXPECT_TRUE(run.lost);
  EXPECT_EQ(run.malformed[Malformed::websocket], 1u);
}

TEST(WebSocketHostile, a_length_beyond_2_to_the_63_is_a_contradiction) {
  const std::string bad = "\x81\x7f\xff" + std::string(7, '\xff');
  const WebSocketRun run = run_websocket(bad + frame(job) + frame(auth));
  EXPECT_THAT(run.messages, ElementsAre("text " + job, "text " + auth));
  EXPECT_EQ(run.malformed[Malformed::websocket], 1u);
}

TEST(WebSocketHostile, a_huge_length_holds_only_the_bound) {
  const std::string head = "\x81\x7f\x7f" + std::string(7, '\xff');
  const std::string body(1'000'000, 'x');
  const WebSocketRun run = run_websocket(head + body, 1'460);
  EXPECT_THAT(run.messages, ElementsAre("cut text " + body.substr(0, limits::message_octets_max)));
  EXPECT_EQ(run.malformed[Malformed::json_bound], 1u);
}

TEST(WebSocketHostile, a_message_of_endless_fragments_is_cut) {
  const std::string piece = frame(std::string(1'000, 'x'), {.opcode = 0, .final = false});
  std::string text = frame("", {.final = false});
  for (int i = 0; i < 200; ++i) text += piece;
  const WebSocketRun run = run_websocket(text + frame("", {.opcode = 0}) + frame(auth), 999);
  EXPECT_THAT(run.messages, ElementsAre("cut text " + std::string(limits::message_octets_max, 'x'),
                                        "text " + auth));
}

TEST(WebSocketHostile, a_million_empty_fragments_are_bounded) {
  std::string text = frame("{", {.final = false});
  for (int i = 0; i < 1'000'000; ++i) text += std::string("\x00\x00", 2);
  const WebSocketRun run = run_websocket(text + frame("}", {.opcode = 0}), 1'460);
  EXPECT_THAT(run.messages, ElementsAre("text {}"));
}

TEST(WebSocketHostile, a_bomb_is_cut_and_what_follows_is_read) {
  MessageDeflater pack;
  const std::string bomb = pack(std::string(3'000'000, ' '));
  const WebSocketRun run = run_websocket(frame(bomb, {.reserved = 4}) + frame(auth));
  ASSERT_EQ(run.messages.size(), 2u);
  EXPECT_TRUE(run.messages[0].starts_with("cut text "));
  EXPECT_LE(run.messages[0].size(), limits::message_octets_max + 16);
  EXPECT_EQ(run.messages[1], "text " + auth);
  EXPECT_EQ(run.malformed[Malformed::compression], 1u);
}

TEST(WebSocketHostile, damaged_compression_is_counted) {
  const WebSocketRun run = run_websocket(frame("\xff\xff\xff\xff", {.reserved = 4}) + frame(auth));
  EXPECT_THAT(run.messages, ElementsAre("cut text ", "text " + auth));
  EXPECT_EQ(run.malformed[Malformed::compression], 1u);
}

}  // namespace
}  // namespace davy::flow
