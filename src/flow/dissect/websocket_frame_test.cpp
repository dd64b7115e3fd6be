#include "flow/dissect/websocket_frame.hpp"

#include <gtest/gtest.h>

#include <string>

#include "base/limits.hpp"
#include "flow/dissect/websocket_test_support.hpp"

namespace davy::flow {
namespace {

using test::frame;

std::optional<WebSocketFrame> header(std::string_view text) {
  return read_websocket_header(as_bytes(text));
}

TEST(WebSocketFrame, reads_the_examples_of_the_standard) {
  const auto hello = header("\x81\x05Hello");
  ASSERT_TRUE(hello);
  EXPECT_TRUE(hello->final);
  EXPECT_FALSE(hello->masked);
  EXPECT_EQ(hello->opcode, WebSocketOpcode::text);
  EXPECT_EQ(hello->payload_octets, 5u);
  EXPECT_EQ(hello->header_octets, 2u);
  const auto masked = header("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58");
  ASSERT_TRUE(masked);
  EXPECT_TRUE(masked->masked);
  EXPECT_EQ(masked->header_octets, 6u);
  std::array<std::uint8_t, 5> plain{};
  unmask(as_bytes("\x7f\x9f\x4d\x51\x58"), masked->key, 0, plain);
  EXPECT_EQ(as_text(plain), "Hello");
}

TEST(WebSocketFrame, unmasks_from_any_offset) {
  const std::array<std::uint8_t, 4> key{0x37, 0xfa, 0x21, 0x3d};
  const Bytes masked = as_bytes("\x7f\x9f\x4d\x51\x58");
  for (std::size_t offset = 0; offset < masked.size(); ++offset) {
    std::array<std::uint8_t, 5> plain{};
    unmask(masked.subspan(offset), key, offset, plain);
    EXPECT_EQ(as_text(plain).substr(0, 5 - offset), std::string_view("Hello").substr(offset));
  }
}

TEST(WebSocketFrame, reads_the_three_lengths) {
  EXPECT_EQ(header(frame(std::string(125, 'x')))->payload_octets, 125u);
  EXPECT_EQ(header(frame(std::string(126, 'x')))->payload_octets, 126u);
  EXPECT_EQ(header(frame(std::string(126, 'x')))->header_octets, 4u);
  EXPECT_EQ(header(frame(std::string(65'536, 'x')))->payload_octets, 65'536u);
  EXPECT_EQ(header(frame(std::string(65'536, 'x'), {.masked = true}))->header_octets, 14u);
  EXPECT_FALSE(header(std::string("\x81\x7e\x00\x05", 4))->shortest_length);
  EXPECT_TRUE(header(frame(std::string(126, 'x')))->shortest_length);
}

TEST(WebSocketFrame, a_cut_header_is_nothing) {
  const std::string whole = frame(std::string(65'536, 'x'), {.masked = true}).substr(0, 14);
  for (std::size_t size = 0; size < 14; ++size) EXPECT_FALSE(header(whole.substr(0, size))) << size;
  EXPECT_TRUE(header(whole));
}

TEST(WebSocketFrame, knows_what_is_not_valid) {
  for (const std::string_view bad :
       {std::string_view("\x83\x01"), std::string_view("\x8b\x01"), std::string_view("\xa1\x01"),
        std::string_view("\x91\x01"), std::string_view("\x09\x01"),
        std::string_view("\x89\x7e\x00\x80", 4), std::string_view("\xc9\x01")}) {
    std::string text(bad);
    text.resize(4);
    EXPECT_FALSE(is_valid(*header(text))) << static_cast<int>(bad[0]);
  }
  EXPECT_FALSE(is_valid(*header("\x81\x7f" + std::string("\x80\0\0\0\0\0\0\0", 8))));
  EXPECT_TRUE(is_valid(*header("\x81\x7f" + std::string("\x7f\0\0\0\0\0\0\0", 8))));
  EXPECT_TRUE(is_valid(*header(frame("ping", {.opcode = 9}))));
}

TEST(WebSocketExtensions, reads_what_was_negotiated) {
  const WebSocketDeflate plain = parse_websocket_extensions("permessage-deflate");
  EXPECT_TRUE(plain.negotiated);
  EXPECT_FALSE(plain.client_no_context_takeover);
  EXPECT_EQ(plain.server_window_bits, 15);
  const WebSocketDeflate full = parse_websocket_extensions(
      "x-webkit-deflate-frame, Permessage-Deflate; client_no_context_takeover ;"
      "server_max_window_bits=\"10\"; client_max_window_bits=9, permessage-bzip2");
  EXPECT_TRUE(full.negotiated);
  EXPECT_TRUE(full.client_no_context_takeover);
  EXPECT_FALSE(full.server_no_context_takeover);
  EXPECT_EQ(full.server_window_bits, 10);
  EXPECT_EQ(full.client_window_bits, 9);
  const WebSocketDeflate offer = parse_websocket_extensions(
      "permessage-deflate;client_max_window_bits;server_no_context_takeover");
  EXPECT_EQ(offer.client_window_bits, 15);
  EXPECT_TRUE(offer.server_no_context_takeover);
}

TEST(WebSocketExtensions, is_calm_about_what_makes_no_sense) {
  for (const char* none : {"", ",,,;;;", "permessage-bzip2", "deflate", "; permessage-deflate"}) {
    EXPECT_FALSE(parse_websocket_extensions(none).negotiated) << none;
  }
  EXPECT_EQ(parse_websocket_extensions("permessage-deflate; client_max_window_bits=99")
                .client_window_bits,
            15);
  EXPECT_EQ(parse_websocket_extensions("permessage-deflate; client_max_window_bits=\"")
                .client_window_bits,
            15);
  EXPECT_EQ(parse_websocket_extensions("permessage-deflate; =; client_max_window_bits=-4")
                .client_window_bits,
            8);
}

FrameGuess guess(std::string_view text, FrameExpectation expected = {}) {
  return guess_websocket_frame(as_bytes(text), expected);
}

TEST(WebSocketGuess, accepts_a_json_text_alone) {
  EXPECT_EQ(guess(frame(R"({"id":1})")), FrameGuess::yes);
  EXPECT_EQ(guess(frame(R"({"id":1})", {.masked = true})), FrameGuess::yes);
  EXPECT_EQ(guess(frame(R"({"id":1})").substr(0, 5)), FrameGuess::more_octets_needed);
}

TEST(WebSocketGuess, wants_more_frames_after_what_is_weaker) {
  const std::string text = frame("hello, world");
  EXPECT_EQ(guess(text), FrameGuess::more_octets_needed);
  EXPECT_EQ(guess(text + frame("", {.opcode = 9})), FrameGuess::yes);
  EXPECT_EQ(guess(text + "zz"), FrameGuess::no);
  const std::string binary = frame("\x01\x02\x03", {.opcode = 2});
  EXPECT_EQ(guess(binary + binary), FrameGuess::more_octets_needed);
  EXPECT_EQ(guess(binary + binary + binary), FrameGuess::yes);
}

TEST(WebSocketGuess, refuses_what_begins_no_message) {
  EXPECT_EQ(guess(frame("{}", {.opcode = 0})), FrameGuess::no);
  EXPECT_EQ(guess(frame("", {.opcode = 9}) + frame("{}")), FrameGuess::no);
  EXPECT_EQ(guess(frame("\x01\x02\x03\x04")), FrameGuess::no) << "a text of control characters";
  EXPECT_EQ(guess(frame("{}", {.reserved = 2})), FrameGuess::no);
  EXPECT_EQ(guess(frame("{}", {.reserved = 4}) + frame("{}")), FrameGuess::no)
      << "no compression expected";
  EXPECT_EQ(guess(frame("{}"), {.masked = true}), FrameGuess::no);
  EXPECT_EQ(guess(frame(std::string(limits::websocket_hold_octets_max, 'x'))), FrameGuess::no);
}

}  // namespace
}  // namespace davy::flow
