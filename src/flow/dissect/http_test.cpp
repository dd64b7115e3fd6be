#include "flow/dissect/http.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/http_test_support.hpp"

namespace davy::flow {
namespace {

using test::deflated;
using test::HttpEvents;
using test::HttpRun;
using test::run_http;
using testing::ElementsAre;
using testing::IsEmpty;

const std::string getwork = R"({"method":"getwork","params":[],"id":1})";

std::string with_length(std::string_view start, std::string_view body) {
  return std::string(start) + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         std::string(body);
}

TEST(Http, reads_pipelined_requests_and_their_bodies) {
  const HttpRun run =
      run_http(with_length("POST / HTTP/1.1", getwork) + "GET /LP HTTP/1.1\r\n\r\n" +
               with_length("POST /json_rpc HTTP/1.0", "{}"));
  EXPECT_THAT(run.events, ElementsAre("head POST /", "body " + getwork, "head GET /LP", "body ",
                                      "head POST /json_rpc", "body {}"));
  EXPECT_EQ(run.malformed.total(), 0u);
}

TEST(Http, reads_a_request_as_cpuminer_writes_it) {
  const HttpRun run = run_http(
      "POST / HTTP/1.1\nauthorization: Basic dTpw\ncontent-type: application/json\n"
      "x-mining-extensions: midstate\ncontent-length: 2\nuser-agent: cpuminer/2.5.1\n\n{}");
  EXPECT_THAT(run.events, ElementsAre("head POST /", "body {}"));
  EXPECT_EQ(run.malformed.total(), 0u);
}

TEST(Http, reads_chunked_bodies_with_extensions_and_trailers) {
  const HttpRun run = run_http(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
      "4\r\n{\"id\r\n00A;name=\"v\"\r\n\":1,\"a\":[]\r\n1 \n}\n0\r\nTrailer: x\r\n\r\n"
      "HTTP/1.1 204 No Content\r\n\r\n");
  EXPECT_THAT(run.events, ElementsAre("head 200", R"(body {"id":1,"a":[]})", "head 204", "body "));
  EXPECT_EQ(run.malformed.total(), 0u);
}

TEST(Http, reads_a_body_until_close) {
  const HttpRun run = run_http("HTTP/1.0 200 OK\r\nX-Roll-NTime: Y\r\n\r\n{\"result\":true}");
  EXPECT_THAT(run.events, ElementsAre("head 200", R"(body {"result":true})"));
}

TEST(Http, decodes_gzip_and_both_forms_of_deflate) {
  for (const auto& [coding, bits] :
       {std::pair{"gzip", 31}, {"X-GZIP", 31}, {"deflate", 15}, {"deflate", -15}}) {
    const std::string start = std::string("HTTP/1.1 200 OK\r\nContent-Encoding: ") + coding;
    const HttpRun run = run_http(with_length(start, deflated(getwork, bits)));
    EXPECT_THAT(run.events, ElementsAre("head 200", "body " + getwork)) << coding << bits;
    EXPECT_EQ(run.malformed.total(), 0u);
  }
}

TEST(Http, decodes_a_gzip_body_in_chunks) {
  const std::string packed = deflated(getwork, 31);
  ASSERT_GT(packed.size(), 0x20u);
  ASSERT_LT(packed.size(), 0x60u);
  std::string text =
      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n" +
      packed.substr(0, 16) + "\r\n";
  for (const char c : packed.substr(16)) text += std::string("1\r\n") + c + "\r\n";
  const HttpRun run = run_http(text + "0\r\n\r\n");
  EXPECT_THAT(run.events, ElementsAre("head 200", "body " + getwork));
}

TEST(Http, says_that_an_unread_coding_was_not_read) {
  const HttpRun run =
      run_http(with_length("HTTP/1.1 200 OK\r\nContent-Encoding: br", "\x0b\x02\x80"));
  EXPECT_THAT(run.events, ElementsAre("head 200", "cut "));
  EXPECT_EQ(run.malformed.total(), 0u);
}

TEST(Http, knows_which_responses_have_no_body) {
  const HttpRun run = run_http(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  EXPECT_THAT(run.events,
              ElementsAre("head 100", "body ", "head 304", "body ", "head 200", "body ok"));
}

TEST(Http, the_owner_says_that_a_response_answers_head) {
  MalformedCounts malformed;
  HttpEvents sink;
  HttpStream stream(sink, malformed);
  stream.set_next_response_has_no_body();
  stream.feed(
      as_bytes("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"
               "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
  EXPECT_THAT(sink.events,
              ElementsAre("head 100", "body ", "head 200", "body ", "head 200", "body ok"));
}

TEST(Http, gives_what_follows_an_upgrade_as_raw) {
  const HttpRun run = run_http(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\x81\x02{}GET / "
      "HTTP/1.1\r\n\r\n");
  EXPECT_THAT(run.events, ElementsAre("head 101"));
  EXPECT_EQ(run.raw_text, "\x81\x02{}GET / HTTP/1.1\r\n\r\n");
}

TEST(Http, the_owner_switches_to_raw_from_outside_and_loses_nothing_of_the_line) {
  MalformedCounts malformed;
  HttpEvents sink;
  HttpStream stream(sink, malformed);
  stream.feed(as_bytes("CONNECT pool.example:3333 HTTP/1.1\r\n\r\n{\"id\":1,"));
  stream.switch_to_raw();
  EXPECT_TRUE(stream.is_raw());
  stream.feed(as_bytes("\"method\":\"mining.subscribe\"}\n"));
  EXPECT_EQ(sink.raw_text, "{\"id\":1,\"method\":\"mining.subscribe\"}\n");
  EXPECT_EQ(malformed.total(), 0u);
}

TEST(Http, picks_up_in_the_middle_of_a_body) {
  const HttpRun run =
      run_http("4,\"target\":\"ffff\"}HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
  EXPECT_THAT(run.events, ElementsAre("head 200", "body {}"));
  EXPECT_EQ(run.malformed.total(), 0u) << "nothing contradicts itself";
}

TEST(Http, picks_up_after_lines_that_are_no_start_line) {
  const HttpRun run = run_http("Host: x\r\nAccept: */*\r\n\r\nGET / HTTP/1.1\r\n\r\n");
  EXPECT_THAT(run.events, ElementsAre("head GET /", "body "));
}

TEST(Http, is_silent_on_what_is_not_http) {
  EXPECT_THAT(run_http("SSH-2.0-OpenSSH_9.2\r\n\x00\x01\x02\n more").events, IsEmpty());
}

TEST(Http, gives_the_first_octets_of_a_long_body) {
  const std::string body(limits::http_body_octets_max + 1, 'x');
  const std::string start = "HTTP/1.1 200 OK";
  const HttpRun run = run_http(with_length(start, body) + "HTTP/1.1 204 N\r\n\r\n");
  EXPECT_THAT(run.events, ElementsAre("head 200", "cut " + body.substr(1), "head 204", "body "));
  const HttpRun exact = run_http(with_length(start, body.substr(1)));
  EXPECT_THAT(exact.events, ElementsAre("head 200", "body " + body.substr(1)));
}

TEST(Http, gives_the_body_of_a_long_poll_when_it_is_complete) {
  MalformedCounts malformed;
  HttpEvents sink;
  HttpStream stream(sink, malformed);
  stream.feed(as_bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"id\""));
  EXPECT_THAT(sink.events, ElementsAre("head 200"));
  stream.feed(as_bytes("\r\n3\r\n:1}\r\n0\r\n"));
  EXPECT_THAT(sink.events, ElementsAre("head 200"));
  stream.feed(as_bytes("\r\n"));
  EXPECT_THAT(sink.events, ElementsAre("head 200", R"(body {"id":1})"));
}

TEST(Http, a_connection_closed_within_a_body_cuts_it) {
  const HttpRun run = run_http("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\n{\"id\"");
  EXPECT_THAT(run.events, ElementsAre("head POST /", R"(cut {"id")"));
}

const std::string conversation =
    "{tail}" + with_length("POST / HTTP/1.1\r\nHost: p\r\nX: a\r\n b", getwork) +
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\nTransfer-Encoding: chunked\nContent-Length: "
    "3\n\n"
    "5;e\r\nhello\r\n1\r\n!\r\n0\r\nT: 1\r\n\r\nGET /a HTTP/1.1\r\n\r\nnot a head\r\n" +
    with_length("HTTP/1.1 200 OK\r\nContent-Encoding: gzip", deflated(getwork, 31)) +
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nGET /b HTTP/1.1\r\n\r\n"
    "HTTP/1.1 101 S\r\n\r\nraw\noctets";

TEST(Http, every_split_gives_the_same_events) {
  const HttpRun whole = run_http(conversation);
  ASSERT_THAT(whole.events,
              ElementsAre("head POST /", "body " + getwork, "head 100", "body ", "head 200",
                          "body hello!", "head GET /a", "body ", "head 200", "body " + getwork,
                          "head 200", "cut ", "head GET /b", "body ", "head 101"));
  ASSERT_EQ(whole.malformed[Malformed::http],
            3u);  // both framings, a line that is no head, a chunk size
  for (std::size_t step = 1; step < 40; ++step) {
    const HttpRun split = run_http(conversation, step);
    EXPECT_EQ(split.events, whole.events) << step;
    EXPECT_EQ(split.raw_text, "raw\noctets") << step;
    EXPECT_EQ(split.malformed.total(), whole.malformed.total()) << step;
  }
}

TEST(Http, every_single_split_point_gives_the_same_events) {
  const HttpRun whole = run_http(conversation);
  for (std::size_t split = 1; split < conversation.size(); ++split) {
    MalformedCounts malformed;
    HttpEvents sink;
    HttpStream stream(sink, malformed);
    sink.stream = &stream;
    stream.feed(as_bytes(conversation).first(split));
    stream.feed(as_bytes(conversation).subspan(split));
    ASSERT_EQ(sink.events, whole.events) << split;
    ASSERT_EQ(sink.raw_text, whole.raw_text) << split;
    ASSERT_EQ(malformed.total(), whole.malformed.total()) << split;
  }
}

}  // namespace
}  // namespace davy::flow
