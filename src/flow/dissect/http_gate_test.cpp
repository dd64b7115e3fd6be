#include "flow/dissect/http_gate.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "base/limits.hpp"

namespace davy::flow {
namespace {

bool follows(std::string_view text) { return http_worth_following(as_bytes(text)); }

const std::string browser_get =
    "GET /static/app.4f1c2.js?v=20240101&lang=en&theme=dark HTTP/1.1\r\nHost: www.example.edu\r\n"
    "Connection: keep-alive\r\nsec-ch-ua: \"Chromium\";v=\"120\", \"Not?A_Brand\";v=\"24\"\r\n"
    "User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/120.0.0.0 Safari/537.36\r\nAccept: "
    "text/html,application/xhtml+xml,application/xml;q=0.9\r\n"
    "Accept-Encoding: gzip, deflate\r\nAccept-Language: en-GB,en;q=0.9\r\nCookie: "
    "session=0123456789abcdef\r\n"
    "X-Requested-With: XMLHttpRequest\r\nUpgrade-Insecure-Requests: 1\r\n\r\n";

TEST(HttpGate, knows_how_http_begins) {
  for (const char* yes :
       {"GET / HTTP/1.1", "POST", "HTTP/1.1 200", "CONNECT x:1", "HEAD /", "PUT /", "DELETE /"}) {
    EXPECT_TRUE(begins_as_http(as_bytes(yes))) << yes;
  }
  for (const char* no :
       {"", "GE", "GET", "get / ", "\x16\x03\x01\x02", "{\"id\"", "SSH-", "PRI * HTTP/2.0"}) {
    EXPECT_FALSE(begins_as_http(as_bytes(no))) << no;
  }
}

TEST(HttpGate, follows_whatever_can_carry_work) {
  for (const char* yes : {
           "POST / HTTP/1.1\r\n\r\n",
           "PUT /x HTTP/1.1\r\n\r\n",
           "CONNECT pool.example:443 HTTP/1.1\r\n\r\n",
           "GET /chat HTTP/1.1\r\nupgrade: WebSocket\r\n\r\n",
           "GET /LP HTTP/1.1\r\n\r\n",
           "GET /lp?wait=1 HTTP/1.1\r\n\r\n",
           "GET http://pool.example:8332/LP HTTP/1.1\r\n\r\n",
           "GET /getheight HTTP/1.1\r\n\r\n",
           "GET /burst?requestType=getMiningInfo HTTP/1.1\r\n\r\n",
           "GET /x?account=1&requestType=submitNonce&nonce=5 HTTP/1.0\r\n\r\n",
           "GET /2/summary HTTP/1.1\r\n\r\n",
           "GET /api/v1/status HTTP/1.1\r\n\r\n",
           "GET / HTTP/1.1\r\nHost: h\r\nUser-Agent: cgminer 2.7.5\r\n\r\n",
           "GET / HTTP/1.1\r\nuser-agent: XMRig/6.21.0 (Linux x86_64)\r\n\r\n",
           "GET / HTTP/1.1\r\nUser-Agent: NewGpuMiner/0.1\r\n\r\n",
           "GET / HTTP/1.1\r\nx-mining-extensions: midstate\r\n\r\n",
       }) {
    EXPECT_TRUE(follows(yes)) << yes;
  }
}

TEST(HttpGate, follows_responses_that_can_carry_work) {
  for (const char* yes : {
           "HTTP/1.1 101 Switching Protocols\r\n\r\n",
           "HTTP/1.1 200 OK\r\nContent-Type: application/json-rpc\r\n\r\n",
           "HTTP/1.0 200 OK\ncontent-type: text/json; charset=utf-8\n\n",
           "HTTP/1.1 200 OK\r\nX-Long-Polling: /LP\r\n\r\n",
           "HTTP/1.1 200 OK\r\nx-stratum: stratum+tcp://p:3333\r\n\r\n",
           "HTTP/1.1 200 OK\r\nX-Roll-NTime: expire=120\r\n\r\n",
           "HTTP/1.1 200 OK\r\nX-Reject-Reason: stale\r\n\r\n",
           "HTTP/1.0 200 OK\r\nContent-Length: 10\r\n\r\n{\"json\":1}",
       }) {
    EXPECT_TRUE(follows(yes)) << yes;
  }
}

TEST(HttpGate, lets_ordinary_traffic_go) {
  EXPECT_FALSE(follows(browser_get));
  for (const char* no : {
           "GET /index.html HTTP/1.1\r\nHost: h\r\n\r\n",
           "GET /lpage HTTP/1.1\r\n\r\n",
           "GET /static/x.css HTTP/1.1\r\n\r\n",
           "GET /workersunited HTTP/1.1\r\n\r\n",
           "GET /?q=requestType HTTP/1.1\r\nX-Forwarded-For: 10.0.0.1\r\n\r\n",
           "GET / HTTP/1.1\r\nUpgrade: h2c\r\nUser-Agent: curl/8.0\r\n\r\n",
           "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Powered-By: PHP\r\n\r\n{\"json\":1}",
           "HTTP/1.1 304 Not Modified\r\n\r\n",
           "HEAD / HTTP/1.1\r\n\r\nUser-Agent: cgminer\r\n",  // after the head
           "GET /cut-here",
           "\x16\x03\x01",
           "",
       }) {
    EXPECT_FALSE(follows(no)) << no;
  }
}

TEST(HttpGate, every_mark_is_followed_and_has_a_reason) {
  for (const HttpMark& mark : http_marks()) {
    EXPECT_GE(mark.reason.size(), 9u) << mark.text;
    const std::string text(mark.text);
    std::string request = "GET / HTTP/1.1\r\nHost: h\r\n";
    if (mark.where == HttpMark::Where::path) request = "GET " + text + " HTTP/1.1\r\n";
    if (mark.where == HttpMark::Where::query) request = "GET /?a=b&" + text + "x HTTP/1.1\r\n";
    if (mark.where == HttpMark::Where::agent) request += "User-Agent: " + text + "/1.0\r\n";
    if (mark.where == HttpMark::Where::field) request += text + ": 1\r\n";
    EXPECT_TRUE(follows(request + "\r\n")) << mark.text;
  }
}

TEST(HttpGate, looks_only_at_the_first_octets) {
  std::string text =
      "GET / HTTP/1.1\r\nCookie: " + std::string(limits::http_first_look_octets, 'c');
  EXPECT_FALSE(follows(text + "\r\nUser-Agent: cgminer\r\n\r\n"));
}

}  // namespace
}  // namespace davy::flow
