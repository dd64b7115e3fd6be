#include "flow/dissect/http_head.hpp"

#include <gtest/gtest.h>

#include <string>

namespace davy::flow {
namespace {

TEST(HttpHead, reads_a_request) {
  const HttpHead head(
      "POST /LP?x=1 HTTP/1.1\r\nAuthorization: Basic dTpw\r\nUser-Agent: cgminer 2.7.5\r\n"
      "X-Mining-Extensions: longpoll midstate rollntime submitold\r\n\r\n");
  EXPECT_TRUE(head.is_request());
  EXPECT_TRUE(head.well_formed());
  EXPECT_EQ(head.method(), "POST");
  EXPECT_EQ(head.target(), "/LP?x=1");
  EXPECT_EQ(head.minor_version(), 1);
  EXPECT_EQ(head.status(), 0);
  ASSERT_EQ(head.field_count(), 3u);
  EXPECT_EQ(head.field_at(1).name, "User-Agent");
  EXPECT_EQ(head.field_at(1).value, "cgminer 2.7.5");
  EXPECT_EQ(head.field("x-mining-extensions"), "longpoll midstate rollntime submitold");
  EXPECT_EQ(head.field("Host"), "");
  EXPECT_FALSE(head.has("Host"));
}

TEST(HttpHead, reads_a_response_with_odd_case_bare_lf_and_no_reason) {
  const HttpHead head(
      "HTTP/1.0 401\ncontent-TYPE:application/json\nX-STRATUM : stratum+tcp://p:3333\n\n");
  EXPECT_FALSE(head.is_request());
  EXPECT_EQ(head.status(), 401);
  EXPECT_EQ(head.minor_version(), 0);
  EXPECT_EQ(head.method(), "");
  EXPECT_EQ(head.field("Content-Type"), "application/json");
  EXPECT_EQ(head.field("X-Stratum"), "stratum+tcp://p:3333");
}

TEST(HttpHead, keeps_a_folded_value_together) {
  const HttpHead head("GET / HTTP/1.1\r\nA: one\r\n two\r\nB:\r\n\tthree\r\n\r\n");
  EXPECT_EQ(head.field("a"), "one\r\n two");
  EXPECT_EQ(head.field("b"), "three");
  EXPECT_TRUE(head.well_formed());
}

TEST(HttpHead, an_empty_value_is_present) {
  const HttpHead head("GET / HTTP/1.1\r\nEmpty:\r\n\r\n");
  EXPECT_TRUE(head.has("empty"));
  EXPECT_EQ(head.field("empty"), "");
}

TEST(HttpHead, says_that_a_line_is_no_field_and_reads_the_others) {
  const std::string text = "GET / HTTP/1.1\r\nno colon here\r\nHost: h\r\n\r\n";
  const HttpHead head(text);
  EXPECT_FALSE(head.well_formed());
  EXPECT_EQ(head.field("host"), "h");
  const HttpHead folded_first("GET / HTTP/1.1\r\n folded\r\n\r\n");
  EXPECT_FALSE(folded_first.well_formed());
}

TEST(HttpHead, is_bounded_in_its_fields) {
  std::string text = "GET / HTTP/1.1\r\n";
  for (std::size_t i = 0; i < limits::http_fields_max; ++i)
    text += "F" + std::to_string(i) + ": v\r\n";
  EXPECT_TRUE(HttpHead(text + "\r\n").well_formed());
  const std::string over = text + "Last: v\r\n\r\n";
  const HttpHead head(over);
  EXPECT_FALSE(head.well_formed());
  EXPECT_EQ(head.field_count(), limits::http_fields_max);
  EXPECT_FALSE(head.has("Last"));
}

TEST(HttpHead, finds_where_a_start_line_begins) {
  EXPECT_EQ(find_http_start_line("GET / HTTP/1.1\r\n"), 0u);
  EXPECT_EQ(find_http_start_line("HTTP/1.0 200 OK\n"), 0u);
  EXPECT_EQ(find_http_start_line("{\"id\":1}POST /x HTTP/1.1\r\n"), 8u);
  EXPECT_EQ(find_http_start_line("</html>HTTP/1.1 304 Not Modified\r\n"), 7u);
  EXPECT_EQ(find_http_start_line("CONNECT pool.example:3333 HTTP/1.1\r\n"), 0u);
  for (const char* none :
       {"", "\r\n", "GET /\r\n", "GET  HTTP/1.1\r\n", "HTTP/1.1\r\n", "HTTP/1.1 abc\r\n",
        "HTTP/1.1 099 x\r\n", "FETCH / HTTP/1.1\r\n", "PRI * HTTP/2.0\r\n",
        "GET / HTTP/1.1 and more\r\n", "GET / HTTP/1.x\r\n"}) {
    EXPECT_EQ(find_http_start_line(none), std::nullopt) << none;
  }
}

}  // namespace
}  // namespace davy::flow
