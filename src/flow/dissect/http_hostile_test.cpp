// Gaps, contradictions and hostile input of HttpStream.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/http.hpp"
#include "flow/dissect/http_test_support.hpp"

namespace davy::flow {
namespace {

using test::deflated;
using test::HttpEvents;
using test::HttpRun;
using test::run_http;
using testing::ElementsAre;

struct Fixture : testing::Test {
  void feed(std::string_view text) { stream.feed(as_bytes(text)); }

  MalformedCounts malformed;
  HttpEvents sink;
  HttpStream stream{sink, malformed};
};
using HttpGap = Fixture;

TEST_F(HttpGap, inside_a_body_of_known_length_is_subtracted) {
  feed("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
  stream.gap(4);
  EXPECT_THAT(sink.events, ElementsAre("head 200", "cut abc"));
  feed("hijHTTP/1.1 204 N\r\n\r\n");
  EXPECT_THAT(sink.events, ElementsAre("head 200", "cut abc", "head 204", "body "));
  EXPECT_EQ(malformed.total(), 0u);
}

TEST_F(HttpGap, of_the_whole_rest_of_a_body_ends_it) {
  feed("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
  stream.gap(7);
  feed("HTTP/1.1 204 N\r\n\r\n");
  EXPECT_THAT(sink.events, ElementsAre("head 200", "cut abc", "head 204", "body "));
}

TEST_F(HttpGap, beyond_the_body_goes_on_at_the_next_start_line) {
  feed("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
  stream.gap(50);
  feed("ength: 3\r\n\r\nabcHTTP/1.1 204 N\r\n\r\n");
  EXPECT_THAT(sink.events, ElementsAre("head 200", "cut abc", "head 204", "body "));
  EXPECT_EQ(malformed.total(), 0u);
}

TEST_F(HttpGap, inside_a_chunk_keeps_the_framing) {
  feed("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe");
  stream.gap(2);
  feed("o\r\n0\r\n\r\nHTTP/1.1 204 N\r\n\r\n");
  EXPECT_THAT(sink.events, ElementsAre("head 200", "cut he", "head 204", "body "));
}

TEST_F(HttpGap, in_chunk_framing_goes_on_at_the_next_start_line) {
  feed("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
  stream.gap(3);
  feed("xy\r\n0\r\n\r\nHTTP/1.1 204 N\r\n\r\n");
  EXPECT_THAT(sink.events, ElementsAre("head 200", "cut hello", "head 204", "body "));
}

TEST_F(HttpGap, in_a_head_drops_the_head) {
  feed("GET /a HTTP/1.1\r\nHost: ");
  stream.gap(20);
  feed("\r\n\r\nGET /b HTTP/1.1\r\n\r\n");
  EXPECT_THAT(sink.events, ElementsAre("head GET /b", "body "));
}

TEST_F(HttpGap, in_a_body_until_close_cuts_it_for_good) {
  feed("HTTP/1.0 200 OK\r\n\r\nabc");
  stream.gap(1);
  feed("HTTP/1.0 200 OK\r\n\r\n");
  stream.gap(1);
  stream.end();
  EXPECT_THAT(sink.events, ElementsAre("head 200", "cut abc"));
}

TEST(HttpHostile, an_endless_head_is_given_up_and_the_next_one_is_read) {
  std::string text = "GET / HTTP/1.1\r\n";
  while (text.size() < 3 * limits::http_head_octets_max) text += "Field: value\r\n";
  text += "GET /next HTTP/1.1\r\n\r\n";
  for (const std::size_t step : {std::size_t{0}, std::size_t{1}, std::size_t{1'000}}) {
    const HttpRun run = run_http(text, step);
    EXPECT_THAT(run.events, ElementsAre("head GET /next", "body "));
    EXPECT_EQ(run.malformed[Malformed::http], 1u);
  }
}

TEST(HttpHostile, an_endless_line_is_bounded_and_its_end_is_read) {
  const std::string text = std::string(200'000, 'x') + "GET /next HTTP/1.1\r\n\r\n";
  for (const std::size_t step : {std::size_t{0}, std::size_t{7}, std::size_t{9'000}}) {
    EXPECT_THAT(run_http(text, step).events, ElementsAre("head GET /next", "body ")) << step;
  }
}

TEST(HttpHostile, a_chunk_size_that_overflows_is_a_contradiction) {
  const HttpRun run = run_http(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000005\r\nhello\r\n"
      "HTTP/1.1 204 N\r\n\r\n");
  EXPECT_THAT(run.events, ElementsAre("head 200", "cut ", "head 204", "body "));
  EXPECT_EQ(run.malformed[Malformed::http], 1u);
}

TEST(HttpHostile, bad_chunk_framing_is_a_contradiction) {
  const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::string long_extension(limits::http_chunk_line_octets_max, 'e');
  for (const std::string& bad : {std::string("\r\n"), std::string("-1\r\n"), std::string("0x5\r\n"),
                                 "1;" + long_extension + "\r\n"}) {
    const HttpRun run = run_http(head + bad);
    EXPECT_THAT(run.events, ElementsAre("head 200", "cut ")) << bad;
    EXPECT_EQ(run.malformed[Malformed::http], 1u) << bad;
  }
  EXPECT_THAT(run_http(head + "2\r\nabc").events, ElementsAre("head 200", "cut ab"));
}

TEST(HttpHostile, an_endless_trailer_is_a_contradiction) {
  std::string text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n";
  for (int i = 0; i < 3'000; ++i) text += "Trailer: x\r\n";
  const HttpRun run = run_http(text);
  EXPECT_THAT(run.events, ElementsAre("head 200", "cut a"));
  EXPECT_EQ(run.malformed[Malformed::http], 1u);
}

TEST(HttpHostile, a_content_length_that_is_no_number_is_a_contradiction) {
  for (const char* bad : {"-1", "99999999999999999999", "5, 5", "0x10", "", "5 5"}) {
    const HttpRun run = run_http(std::string("POST / HTTP/1.1\r\nContent-Length: ") + bad +
                                 "\r\n\r\nGET /next HTTP/1.1\r\n\r\n");
    EXPECT_THAT(run.events, ElementsAre("head POST /", "cut ", "head GET /next", "body ")) << bad;
    EXPECT_EQ(run.malformed[Malformed::http], 1u) << bad;
  }
}

TEST(HttpHostile, two_lengths_that_differ_are_a_contradiction_and_equal_ones_are_not) {
  const HttpRun differ =
      run_http("POST / HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}");
  EXPECT_THAT(differ.events, ElementsAre("head POST /", "cut "));
  EXPECT_EQ(differ.malformed[Malformed::http], 1u);
  const HttpRun equal =
      run_http("POST / HTTP/1.1\r\nContent-Length: 2\r\ncontent-length: 2\r\n\r\n{}");
  EXPECT_THAT(equal.events, ElementsAre("head POST /", "body {}"));
  EXPECT_EQ(equal.malformed.total(), 0u);
}

TEST(HttpHostile, chunked_wins_over_a_length_and_is_counted) {
  const HttpRun run = run_http(
      "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nTransfer-Encoding: "
      "chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
  EXPECT_THAT(run.events, ElementsAre("head 200", "body {}"));
  EXPECT_EQ(run.malformed[Malformed::http], 1u);
}

TEST(HttpHostile, a_huge_content_length_holds_only_the_bound) {
  const std::string octets(1'000'000, 'x');
  const HttpRun run =
      run_http("HTTP/1.1 200 OK\r\nContent-Length: 999999999999999999\r\n\r\n" + octets, 1'460);
  EXPECT_THAT(run.events,
              ElementsAre("head 200", "cut " + octets.substr(0, limits::http_body_octets_max)));
}

TEST(HttpHostile, a_million_tiny_chunks_are_bounded) {
  std::string text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 1'000'000; ++i) text += "1\r\nx\r\n";
  const HttpRun run = run_http(text + "0\r\n\r\nHTTP/1.1 204 N\r\n\r\n", 1'460);
  EXPECT_THAT(run.events,
              ElementsAre("head 200", "cut " + std::string(limits::http_body_octets_max, 'x'),
                          "head 204", "body "));
}

TEST(HttpHostile, a_bomb_is_cut_and_counted) {
  const std::string packed = deflated(std::string(4'000'000, ' '), 31);
  const HttpRun run =
      run_http("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " +
               std::to_string(packed.size()) + "\r\n\r\n" + packed + "HTTP/1.1 204 N\r\n\r\n");
  ASSERT_EQ(run.events.size(), 4u);
  EXPECT_TRUE(run.events[1].starts_with("cut "));
  EXPECT_LE(run.events[1].size(), limits::http_body_octets_max + 4);
  EXPECT_EQ(run.events[2], "head 204");
  EXPECT_EQ(run.malformed[Malformed::compression], 1u);
}

TEST(HttpHostile, damaged_and_cut_compression_is_counted) {
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ";
  const HttpRun damaged = run_http(head + "4\r\n\r\nnope");
  EXPECT_THAT(damaged.events, ElementsAre("head 200", "cut "));
  EXPECT_EQ(damaged.malformed[Malformed::compression], 1u);
  const std::string packed = deflated("{\"id\":1}", 31).substr(0, 18);
  const HttpRun cut = run_http(head + "18\r\n\r\n" + packed);
  EXPECT_EQ(cut.events.size(), 2u);
  EXPECT_TRUE(cut.events[1].starts_with("cut "));
  EXPECT_EQ(cut.malformed[Malformed::compression], 1u);
}

TEST(HttpHostile, a_body_longer_than_its_length_is_counted_once) {
  const HttpRun run = run_http(
      "POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\n{}\nmore\nmore\nGET / HTTP/1.1\r\n\r\n");
  EXPECT_THAT(run.events, ElementsAre("head POST /", "body {", "head GET /", "body "));
  EXPECT_EQ(run.malformed[Malformed::http], 1u);
}

}  // namespace
}  // namespace davy::flow
