#include "probe/node_answer.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "probe/chain_node.hpp"

namespace davy::probe {
namespace {

// The first block of Bitcoin, as Bitcoin Core 27 tells it, without the members that are not read.
constexpr std::string_view genesis =
    R"({"result":{"hash":"000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f",)"
    R"("confirmations":1,"height":0,"version":1,"time":1231006505,"mediantime":1231006505,)"
    R"("nTx":1,"nextblockhash":"00000000839a8e6886ab5951d76f411475428afc90947ee320161bbf18eb6048"},)"
    R"("error":null,"id":"davy"})";
const std::string hash(64, 'a');

std::string http(std::string_view body, std::string_view fields = "") {
  return fmt::format("HTTP/1.1 200 OK\r\n{}Content-Length: {}\r\n\r\n{}", fields, body.size(),
                     body);
}
std::string head(std::string_view height, std::string_view time, std::string_view of) {
  return fmt::format(R"({{"result":{{"height":{},"time":{},"hash":"{}"}}}})", height, time, of);
}

TEST(NodeAnswer, AWholeAnswerIsReadAndNoShorterOne) {
  const std::string whole = http("{}");
  for (std::size_t cut = 0; cut < whole.size(); ++cut) {
    const auto open = read_http(std::string_view{whole}.substr(0, cut), false);
    ASSERT_TRUE(open) << cut;
    EXPECT_FALSE(*open) << cut;
    EXPECT_FALSE(read_http(std::string_view{whole}.substr(0, cut), true)) << cut;
  }
  const std::string more = whole + "rest";
  const auto answer = read_http(more, false);
  ASSERT_TRUE(answer && *answer);
  EXPECT_EQ((*answer)->status, 200);
  EXPECT_EQ((*answer)->body, "{}");
  EXPECT_EQ((*answer)->octets, whole.size());
  EXPECT_TRUE((*answer)->stays_open);
}

TEST(NodeAnswer, FieldsAreFoundInAnyCaseAndTheConnectionsEndIsSaid) {
  const auto answer =
      read_http("HTTP/1.1 500 No\r\nCONTENT-length:\t2 \r\nconnection: Close\r\n\r\nab", false);
  ASSERT_TRUE(answer && *answer);
  EXPECT_EQ((*answer)->body, "ab");
  EXPECT_EQ((*answer)->status, 500);
  EXPECT_FALSE((*answer)->stays_open);
}

TEST(NodeAnswer, WithoutALengthTheEndOfTheConnectionIsTheEnd) {
  const std::string_view octets = "HTTP/1.0 200 OK\r\n\r\n{\"a\":1}";
  EXPECT_FALSE(*read_http(octets, false));
  const auto answer = read_http(octets, true);
  ASSERT_TRUE(answer && *answer);
  EXPECT_EQ((*answer)->body, "{\"a\":1}");
  EXPECT_FALSE((*answer)->stays_open);
}

TEST(NodeAnswer, WhatIsNoHttpIsRefusedAtOnce) {
  for (const std::string& octets :
       {std::string("SSH-2.0"), "HTTP/2 200 OK\r\n\r\n" + std::string(99, 'x'),
        std::string("HTTP/1.1\r\n\r\n"), std::string("HTTP/1.1 2x0 OK\r\n\r\n"),
        std::string("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"),
        std::string("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n"),
        std::string("HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n"),
        std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        "HTTP/1.1 200 OK\r\nX: " + std::string(limits::http_head_octets_max, 'x')})
    EXPECT_FALSE(read_http(octets, false)) << octets.substr(0, 60);
}

TEST(NodeAnswer, TheFirstBlockOfBitcoin) {
  const auto block = read_bitcoind_head(genesis);
  ASSERT_TRUE(block) << block.error().message;
  EXPECT_EQ(block->height, 0u);
  EXPECT_EQ(to_rfc3339(block->stamped), "2009-01-03T18:15:05.000000Z");
  EXPECT_EQ(block->hash, "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f");
  EXPECT_EQ(block->previous, "");
  EXPECT_FALSE(read_monerod_last_head(genesis));
  for (std::size_t cut = 0; cut < genesis.size(); ++cut)
    EXPECT_FALSE(read_bitcoind_head(genesis.substr(0, cut))) << cut;
}

TEST(NodeAnswer, BlocksThatCannotBeAreRefused) {
  EXPECT_TRUE(read_bitcoind_head(head("800000", "1690168629", hash)));
  for (const std::string& bad :
       {head("-1", "1690168629", hash), head("1.5", "1690168629", hash),
        head("null", "1690168629", hash), head("9223372036854775808", "1690168629", hash),
        head("1", "0", hash), head("1", "-5", hash), head("1", "99999999999", hash),
        head("1", "1e300", hash), head("1", "1690168629", "abc"),
        head("1", "1690168629", std::string(63, 'a') + 'g'), std::string(R"({"result":[]})"),
        std::string(R"({"result":null})"), std::string("{}"), std::string("[]"), std::string()})
    EXPECT_FALSE(read_bitcoind_head(bad)) << bad;
}

TEST(NodeAnswer, HeadsOfMonero) {
  const auto one = [](int height) {
    return fmt::format(R"({{"height":{},"timestamp":1690168629,"hash":"{}","prev_hash":"{}"}})",
                       height, hash, std::string(64, 'b'));
  };
  const auto last =
      read_monerod_last_head(fmt::format(R"({{"result":{{"block_header":{}}}}})", one(7)));
  ASSERT_TRUE(last);
  EXPECT_EQ(last->height, 7u);
  EXPECT_EQ(last->previous, std::string(64, 'b'));
  std::string many;
  for (std::size_t i = 0; i < limits::node_headers_max; ++i) many += one(static_cast<int>(i)) + ",";
  many.pop_back();
  const auto heads = read_monerod_heads(fmt::format(R"({{"result":{{"headers":[{}]}}}})", many));
  ASSERT_TRUE(heads);
  EXPECT_EQ(heads->size(), limits::node_headers_max);
  EXPECT_FALSE(
      read_monerod_heads(fmt::format(R"({{"result":{{"headers":[{},{}]}}}})", many, one(1))));
  EXPECT_FALSE(read_monerod_heads(R"({"result":{"headers":[1]}})"));
  EXPECT_EQ(read_best_hash(fmt::format(R"({{"result":"{}"}})", hash)), hash);
  EXPECT_FALSE(read_best_hash(R"({"result":"abc"})"));
}

TEST(NodeAnswer, ComplaintsAreShownShortAndSafe) {
  EXPECT_EQ(rpc_complaint(R"({"result":null,"error":{"code":-28,"message":"Loading"}})"),
            "Loading");
  EXPECT_EQ(rpc_complaint(R"({"result":1,"error":null})"), "");
  EXPECT_EQ(rpc_complaint("<html>"), "");
  const std::string shown = rpc_complaint(
      fmt::format(R"({{"error":{{"message":"\u001b[2J{}"}}}})", std::string(9999, 'x')));
  EXPECT_LE(shown.size(), limits::node_text_octets_max);
  EXPECT_EQ(shown.find('\x1b'), std::string::npos);
}

TEST(NodeUrl, NamesAnAddressAndAPort) {
  const auto local = parse_node_url("http://localhost:18081/json_rpc");
  ASSERT_TRUE(local);
  EXPECT_EQ(to_string(local->endpoint), "127.0.0.1:18081");
  EXPECT_EQ(local->path, "/json_rpc");
  EXPECT_TRUE(is_loopback(local->endpoint.address));
  EXPECT_EQ(parse_node_url("http://[2001:db8::7]:8332")->path, "/");
  for (const auto url :
       {"", "http://", "http://127.0.0.1", "http://127.0.0.1:0", "http://127.0.0.1:65536",
        "https://127.0.0.1:1", "ftp://127.0.0.1:1", "http://node:1", "http://a:b@127.0.0.1:1",
        "http://127.0.0.1:1/\r\nX:", "http://localhost"})
    EXPECT_FALSE(parse_node_url(url)) << url;
  for (const auto elsewhere : {"10.0.0.1", "126.255.255.255", "128.0.0.1", "2001:db8::1", "::2"})
    EXPECT_FALSE(is_loopback(*parse_ip_address(elsewhere))) << elsewhere;
  EXPECT_TRUE(is_loopback(*parse_ip_address("127.9.9.9")) && is_loopback(*parse_ip_address("::1")));
}

}  // namespace
}  // namespace davy::probe
