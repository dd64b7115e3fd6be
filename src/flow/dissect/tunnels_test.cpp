// HTTP, WebSocket and SOCKS around a mining conversation, and around each other.
#include <gtest/gtest.h>

#include <string>

#include "flow/dissect/binary_test_support.hpp"
#include "flow/dissect/content_test_support.hpp"
#include "flow/dissect/http_dissector.hpp"
#include "flow/dissect/websocket_test_support.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;
using test::ContentTalk;
using test::frame;
using test::hex;

const std::string authorize = R"({"id":2,"method":"mining.authorize","params":["alice","x"]})"
                              "\n";
const std::string authorized = R"({"id":2,"result":true,"error":null})"
                               "\n";
const std::string connect = "CONNECT pool.example:3333 HTTP/1.1\r\nHost: pool.example:3333\r\n\r\n";
const std::string connected = "HTTP/1.1 200 Connection established\r\n\r\n";
const std::string upgrade =
    "GET /proxy HTTP/1.1\r\nHost: ws.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
const std::string upgraded =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

TEST(HttpTunnel, ConnectLeadsToThePool) {
  ContentTalk talk;
  talk.client(connect);
  talk.server(connected);
  talk.client(authorize);
  talk.server(authorized);
  EXPECT_TRUE(talk.is("stratum-v1"));
  EXPECT_EQ(talk.record.pool, "pool.example:3333");
  EXPECT_EQ(talk.record.carrier, "http-connect");
}

TEST(HttpTunnel, ARefusedConnectLeadsNowhere) {
  ContentTalk talk;
  talk.client(connect);
  talk.server("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
  EXPECT_TRUE(talk.quiet());
  EXPECT_EQ(talk.record.carrier, "");
}

TEST(HttpTunnel, AProxyMayAskWhoAsks) {
  ContentTalk talk;
  talk.client(connect);
  talk.server(
      "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n"
      "Content-Length: 5\r\n\r\nlogin");
  talk.client(connect);
  talk.server(connected);
  talk.client(authorize);
  talk.server(authorized);
  EXPECT_TRUE(talk.is("stratum-v1"));
  EXPECT_TRUE(talk.record.pool_spoke);
  EXPECT_EQ(talk.record.carrier, "http-connect");
}

TEST(HttpTunnel, ConnectsInConnectsAreReadUpToTheBound) {
  for (std::size_t depth = 1; depth <= limits::dissect_nesting_max + 3; ++depth) {
    ContentTalk talk;
    for (std::size_t i = 0; i < depth; ++i) {
      talk.client(connect);
      talk.server(connected);
    }
    talk.client(authorize);
    talk.server(authorized);
    EXPECT_EQ(talk.record.login, depth <= limits::dissect_nesting_max ? "alice" : "") << depth;
  }
}

TEST(HttpTunnel, EndlessConnectsEndBounded) {
  ContentTalk talk;
  std::string all;
  for (int i = 0; i < 20000; ++i) all += connect;
  for (int i = 0; i < 10; ++i) talk.client(all);
  EXPECT_TRUE(talk.quiet());
}

TEST(HttpUpgrade, WebSocketFramesHoldMessages) {
  ContentTalk talk;
  talk.client(upgrade);
  talk.server(upgraded);
  talk.client(frame(R"({"type":"auth","params":{"site_key":"K3y"}})", {.masked = true}));
  talk.server(frame(R"({"type":"authed","params":{"token":"","hashes":0}})"));
  EXPECT_TRUE(talk.is("coinhive"));
  EXPECT_EQ(talk.record.carrier, "http/websocket");
  EXPECT_EQ(talk.record.pool, "ws.example");
}

TEST(HttpUpgrade, AMessageMayComeInFragments) {
  ContentTalk talk;
  talk.client(upgrade);
  talk.server(upgraded);
  talk.client(frame(R"({"type":"auth","par)", {.final = false, .masked = true}));
  talk.client(frame(R"(ams":{"site_key":"K3y"}})", {.opcode = 0, .masked = true}));
  EXPECT_EQ(talk.record.login, "K3y");
}

TEST(HttpUpgrade, AWholeMessageEndsWithItsFrame) {
  ContentTalk talk;
  talk.client(upgrade);
  talk.server(upgraded);
  talk.client(frame(R"({"type":"auth","par)", {.masked = true}));  // never goes on
  talk.client(frame(R"({"type":"auth","params":{"site_key":"K3y"}})", {.masked = true}));
  EXPECT_EQ(talk.record.login, "K3y");
}

TEST(Http, AnswersFindTheirRequestsByPlace) {
  ContentTalk talk;
  const std::string solved =
      R"({"id":1,"method":"getwork","params":[")" + std::string(256, 'a') + R"("]})";
  talk.client(ContentTalk::head("POST / HTTP/1.1", solved) +
              ContentTalk::head("POST / HTTP/1.1", solved));
  talk.server(ContentTalk::head("HTTP/1.1 200 OK", R"({"id":1,"result":true,"error":null})") +
              ContentTalk::head("HTTP/1.1 200 OK", R"({"id":1,"result":false,"error":null})"));
  EXPECT_EQ(talk.record.shares.submitted, 2u);
  EXPECT_EQ(talk.record.shares.accepted, 1u);
  EXPECT_EQ(talk.record.shares.rejected, 1u);
}

// A pool that pushes its jobs to a page, which sends its shares by requests of their own.
TEST(Http, EventsThatAServerSendsAreMessages) {
  ContentTalk talk;
  talk.client("GET /jobs HTTP/1.1\r\nHost: pool.example\r\nAccept: text/event-stream\r\n\r\n");
  const std::string job = R"({"method":"job","params":{"blob":")" + std::string(152, 'a') +
                          R"(","job_id":"j","target":"b88d0600"}})";
  const std::string stream = ": hello\n\nevent: job\ndata: " + job + "\n\ndata: " + job + "\r\n\n";
  talk.server(ContentTalk::head("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream", stream));
  EXPECT_EQ(talk.count(MessageKind::job), 2u);
}

TEST(Http, ABodyMayHoldManyMessages) {
  ContentTalk talk;
  std::string lines;
  for (int i = 0; i < 3; ++i)
    lines += R"({"id":2,"method":"mining.authorize","params":["alice","x"]})"
             "\n";
  talk.client(ContentTalk::head("POST /rpc HTTP/1.1", lines));
  EXPECT_EQ(talk.count(login), 3u);
}

TEST(Http, PagesAreGivenUp) {
  Workspace workspace;
  ConversationBuilder out(workspace.malformed);
  HttpDissector dissector(workspace, 0);
  const std::string page = "GET /page HTTP/1.1\r\nHost: www.example\r\n\r\n";
  for (int i = 0; i < 100 && !dissector.gave_up(); ++i)
    dissector.bytes(Direction::forward, {}, as_bytes(page), out);
  EXPECT_TRUE(dissector.gave_up());
  EXPECT_FALSE(out.is_mining());
}

TEST(Http, HeaderTextCannotWriteIntoTheMessageMadeOfIt) {
  ContentTalk talk;
  talk.client(
      "GET /\",\"x-mining-hashrate\":\"1 HTTP/1.1\r\nHost: a\\\",\"x-mining-extensions\":\"b\r\n"
      "User-Agent: cgminer 4\r\n\r\n");
  EXPECT_EQ(talk.count(hello), 0u);
  EXPECT_EQ(talk.record.agent, "cgminer 4");
}

TEST(Socks, FiveLeadsToThePool) {
  ContentTalk talk;
  talk.client(hex("050100"));
  talk.server(hex("0500"));
  talk.client(hex("050100030c") + "pool.example" + hex("0d05"));
  talk.server(hex("05000001c0000201") + hex("0d05"));
  talk.client(authorize);
  talk.server(authorized);
  EXPECT_TRUE(talk.is("stratum-v1"));
  EXPECT_EQ(talk.record.pool, "pool.example:3333");
  EXPECT_EQ(talk.record.carrier, "socks5");
}

TEST(Socks, FourWithANameLeadsToThePool) {
  ContentTalk talk;
  talk.client(hex("04010d0500000001") + std::string("\0pool.example\0", 14));
  talk.server(hex("005a000000000000"));
  talk.client(authorize);
  talk.server(authorized);
  EXPECT_TRUE(talk.is("stratum-v1"));
  EXPECT_EQ(talk.record.pool, "pool.example:3333");
}

TEST(Socks, ARefusalIsGivenUp) {
  ContentTalk talk;
  talk.client(hex("050100"));
  talk.server(hex("05ff"));
  EXPECT_TRUE(talk.dissector.gave_up());
}

TEST(Socks, HttpConnectInSocksInConnectIsRead) {
  ContentTalk talk;
  talk.client(connect);
  talk.server(connected);
  talk.client(hex("050100"));
  talk.server(hex("0500"));
  talk.client(hex("050100030c") + "pool.example" + hex("0d05"));
  talk.server(hex("05000001c0000201") + hex("0d05"));
  talk.client(upgrade);
  talk.server(upgraded);
  talk.client(frame(authorize, {.masked = true}));
  EXPECT_EQ(talk.record.login, "alice");
  EXPECT_EQ(talk.record.carrier, "http-connect/socks5/http/websocket");
}

}  // namespace
}  // namespace davy::flow
