#include "flow/dissect/content_dissector.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "flow/dissect/binary_test_support.hpp"
#include "flow/dissect/content_test_support.hpp"

namespace davy::flow {
namespace {

using test::ContentTalk;
using test::hex;
using test::random_octets;

Position opening(std::uint16_t port = 3333) {
  return {.opening_seen = true, .source_port = 40000, .destination_port = port};
}
Position later() {
  Position p = opening();
  p.first_in_direction = p.first_in_flow = false;
  return p;
}
Content content_of(std::string_view payload, const Position& position = opening()) {
  return gate(as_bytes(payload), position);
}

TEST(Gate, NamesEveryOpening) {
  EXPECT_EQ(content_of(R"({"id":1,"method":"login"})"), Content::json);
  EXPECT_EQ(content_of(" \r\n[{\"id\":1}]"), Content::json);
  EXPECT_EQ(content_of("POST / HTTP/1.1\r\nContent-Type: application/json\r\nX-Mining-Extensions: "
                       "longpoll\r\n\r\n"),
            Content::http);
  EXPECT_EQ(content_of("CONNECT pool.example:3333 HTTP/1.1\r\nHost: pool.example:3333\r\n\r\n"),
            Content::http);
  EXPECT_EQ(content_of("\x81\x11{\"type\":\"submit\"}"), Content::web_socket);
  EXPECT_EQ(content_of(hex("050100")), Content::socks);
  EXPECT_EQ(content_of(hex("04010d05c0000201") + std::string("user\0", 5)), Content::socks);
  EXPECT_EQ(content_of(hex("f9beb4d976657261636b000000000000000000005df6e0e2")),
            Content::bitcoin_p2p);
}

TEST(Gate, ArweaveNodesNameTheirNetwork) {
  const std::string head = "GET /info HTTP/1.1\r\nHost: 192.0.2.9:1984\r\n";
  for (const std::string field : {"X-Network: arweave.N.1\r\n", "x-network: arweave.N.1\r\n"}) {
    const std::string request = head + field + "\r\n";
    EXPECT_EQ(content_of(request), Content::http);
    ContentTalk talk;
    talk.client(request);
    EXPECT_EQ(talk.record.related, RelatedClass::storage_network);
    EXPECT_TRUE(talk.quiet());
  }
  EXPECT_EQ(content_of(head + "X-Network: cellular\r\n\r\n"), Content::none);
  ContentTalk other;
  other.post("{}", "X-Network: cellular\r\n");
  EXPECT_EQ(other.record.related, RelatedClass::none);
}

TEST(Gate, JsonIsSeenInTheMiddleOfAFlowToo) {
  EXPECT_EQ(content_of(R"({"id":7,"method":"mining.submit"})", later()), Content::json);
  EXPECT_EQ(content_of("\x81\x11{\"type\":\"submit\"}", later()), Content::web_socket);
  EXPECT_EQ(content_of(hex("050100"), later()), Content::none);  // any three octets look like that
}

TEST(Gate, OrdinaryOpeningsAreNone) {
  const std::string client_hello = hex("1603010200010001fc0303") + random_octets(200, 2);
  const std::string rtp = hex("80602c0a00057e4012345678") + random_octets(160, 3);
  for (const std::string& opening_octets :
       {client_hello, std::string("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"),
        std::string("220 mail.example ESMTP ready\r\n"),
        std::string("EHLO desk.example\r\nMAIL FROM:<a@b.example>\r\n"),
        std::string("USER anonymous\r\nPASS guest\r\n"),
        std::string("* OK IMAP4rev1 ready for you\r\n"), rtp,
        std::string("RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n"),
        hex("0000004a") + hex("ff534d4272") + random_octets(80, 4),
        std::string("*1\r\n$4\r\nPING\r\n*1\r\n"),
        hex("101600044d5154540402003c000a6e6f7465626f6f6b2d37"),
        std::string("<stream:stream xmlns='jabber:client'>"),
        std::string("BitTorrent protocol and more of it"), std::string(64, '\0'),
        std::string(64, '\xff')}) {
    EXPECT_EQ(content_of(opening_octets, opening(443)), Content::none)
        << opening_octets.substr(0, 20);
    EXPECT_EQ(content_of(opening_octets, later()), Content::none) << opening_octets.substr(0, 20);
  }
}

TEST(Gate, PagesThatSayNothingOfMiningAreNotFollowed) {
  EXPECT_EQ(content_of("GET /index.html HTTP/1.1\r\nHost: www.example\r\nUser-Agent: "
                       "Mozilla/5.0\r\nAccept: */*\r\n\r\n"),
            Content::none);
}

TEST(Gate, RandomOctetsAreNone) {
  int named = 0;
  for (std::uint32_t seed = 0; seed < 5000; ++seed) {
    const std::string octets = random_octets(20 + seed % 200, seed);
    named += content_of(octets, later()) == Content::none ? 0 : 1;
    const Content first = content_of(octets, opening(443));
    named += first == Content::none || first == Content::stratum_v2_noise
                 ? 0
                 : 1;  // 64 octets of it are a handshake's
  }
  EXPECT_LE(named, 2);
}

TEST(Gate, ShortPayloadsAreRead) {
  const std::string octets = R"({"id":1,"method":"login"})";
  for (std::size_t length = 0; length <= octets.size(); ++length) {
    const Content content = content_of(octets.substr(0, length), later());
    EXPECT_TRUE(content == Content::none || content == Content::json);
  }
  for (int first = 0; first < 256; ++first) {
    for (std::size_t length = 0; length < 12; ++length) {
      content_of(std::string(1, static_cast<char>(first)) + std::string(length, '\0'));
    }
  }
}

TEST(Gate, DatagramsAreOfTheirOwn) {
  Position udp = opening();
  udp.transport = capture::Transport::udp;
  EXPECT_EQ(content_of(R"({"id":1,"method":"login"})", udp), Content::json);
  EXPECT_EQ(content_of(hex("050100"), udp), Content::none);
  EXPECT_EQ(content_of(random_octets(200, 5), udp), Content::none);
}

const std::string authorize = R"({"id":2,"method":"mining.authorize","params":["alice","x"]})"
                              "\n";
const std::string authorized = R"({"id":2,"result":true,"error":null})"
                               "\n";

TEST(ContentDissector, ReadsOnAsWhatItFound) {
  ContentTalk talk;
  talk.client(authorize);
  talk.server(authorized);
  EXPECT_TRUE(talk.is("stratum-v1"));
  EXPECT_FALSE(talk.dissector.gave_up());
}

TEST(ContentDissector, FindsTheSameInTheSmallestPieces) {
  ContentTalk talk;
  for (const char octet : authorize) talk.client(std::string(1, octet));
  for (const char octet : authorized) talk.server(std::string(1, octet));
  EXPECT_TRUE(talk.is("stratum-v1"));
  EXPECT_EQ(talk.record.login, "alice");
}

TEST(ContentDissector, TheServerMayGreetFirst) {
  ContentTalk talk;
  talk.server(R"({"id":null,"method":"mining.set_difficulty","params":[8]})"
              "\n");
  talk.client(authorize);
  EXPECT_TRUE(talk.record.pool_spoke);
  EXPECT_EQ(talk.record.login, "alice");
}

TEST(ContentDissector, GivesUpOnWhatItDoesNotKnow) {
  ContentTalk talk;
  for (std::uint32_t i = 0; i < 40; ++i) {
    talk.client(random_octets(100, i));
    talk.server(random_octets(100, 1000 + i));
  }
  EXPECT_TRUE(talk.dissector.gave_up());
  EXPECT_TRUE(talk.quiet());
}

}  // namespace
}  // namespace davy::flow
