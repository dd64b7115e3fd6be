#include "probe/answer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include "base/limits.hpp"

namespace davy::probe {
namespace {

using testing::HasSubstr;

const Introduction who{"1.0", "noc@example.org"};

RandomOctets octets(std::uint32_t state) {
  RandomOctets out;
  for (std::uint8_t& octet : out) {
    state = state * 1'664'525 + 1'013'904'223;
    octet = static_cast<std::uint8_t>(state >> 24);
  }
  return out;
}

Question question(Dialect dialect, Carrier carrier = Carrier::plain) {
  return make_question(dialect, carrier, who, "192.0.2.1:3333", octets(1));
}

Judgement answered(Dialect dialect, std::string_view reply, std::size_t piece = 16 * 1024) {
  AnswerReader reader(dialect);
  reader.said(as_bytes(question(dialect).first));
  for (std::size_t i = 0; i < reply.size(); i += piece)
    reader.heard(as_bytes(reply.substr(i, piece)));
  return reader.judge();
}

// As over a WebSocket: upgrade, our frame, frames of the server (below 126 octets each, or not).
Judgement answered_in_frame(std::string_view text) {
  const Question q = question(Dialect::coinhive, Carrier::websocket);
  AnswerReader reader(Dialect::coinhive);
  reader.said(as_bytes(q.first));
  reader.heard(
      as_bytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
               "Connection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n"));
  reader.said(as_bytes(q.after_upgrade));
  std::string frame = "\x81";
  if (text.size() < 126) {
    frame += static_cast<char>(text.size());
  } else {
    frame += '\x7e';
    frame += static_cast<char>(text.size() >> 8);
    frame += static_cast<char>(text.size() & 0xff);
  }
  reader.heard(as_bytes(frame + std::string(text)));
  return reader.judge();
}

const std::string hex64(64, 'a');
const std::string job =
    R"({"blob":")" + std::string(152, '1') + R"(","job_id":"7","target":"b88d0600","algo":"rx/0"})";

struct Case {
  Dialect dialect;
  std::string reply;
};

const std::vector<Case>& pools() {
  static const std::vector<Case> cases{
      {Dialect::stratum_v1,
       R"({"id":1,"result":[[["mining.set_difficulty","a1"],["mining.notify","a2"]],"08000002",4],"error":null})"
       "\n"},
      {Dialect::stratum_v1, R"({"id":null,"method":"mining.set_difficulty","params":[1024]})"
                            "\n"},
      {Dialect::stratum_v1, R"({"id":null,"method":"mining.set_target","params":[")" + hex64 +
                                R"("]})"
                                "\n"},
      {Dialect::cryptonote, R"({"id":1,"jsonrpc":"2.0","error":null,"result":{"id":"s","job":)" +
                                job +
                                R"(,"status":"OK"}})"
                                "\n"},
      {Dialect::eth_getwork, R"({"id":1,"jsonrpc":"2.0","result":true})"
                             "\n"
                             R"({"id":3,"jsonrpc":"2.0","result":["0x)" +
                                 hex64 + R"(","0x)" + hex64 + R"(","0x)" + hex64 +
                                 R"("]})"
                                 "\n"},
      {Dialect::ethereumstratum_2,
       R"({"id":0,"result":{"proto":"EthereumStratum/2.0.0","encoding":"plain","resume":"0","timeout":"b4","maxerrors":"5","node":"Geth"},"error":null})"
       "\n"},
      {Dialect::getwork,
       "HTTP/1.1 401 Unauthorized\r\nX-Long-Polling: /LP\r\nX-Stratum: stratum+tcp://p:3333\r\n"
       "Content-Length: 0\r\n\r\n"},
  };
  return cases;
}

TEST(Answer, of_a_pool_is_proof) {
  for (const Case& pool : pools()) {
    const Judgement judged = answered(pool.dialect, pool.reply);
    EXPECT_EQ(judged.outcome, Outcome::proof) << pool.reply;
    EXPECT_GE(judged.strength_nats.value_or(0), 8) << pool.reply;
    EXPECT_FALSE(judged.reason.empty());
  }
}

TEST(Answer, is_the_same_however_it_is_cut) {
  for (const Case& pool : pools()) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{100}})
      EXPECT_EQ(answered(pool.dialect, pool.reply, piece).outcome, Outcome::proof) << pool.reply;
  }
}

TEST(Answer, that_is_cut_before_its_end_is_never_a_refusal) {
  const std::string whole =
      R"({"id":1,"jsonrpc":"2.0","error":{"code":-1,"message":"Invalid payment address provided"}})"
      "\n";
  EXPECT_EQ(answered(Dialect::cryptonote, whole).outcome, Outcome::refused_in_kind);
  for (std::size_t cut = 1; cut + 1 < whole.size(); ++cut)
    EXPECT_EQ(answered(Dialect::cryptonote, whole.substr(0, cut)).outcome, Outcome::other_protocol);
}

// Frames of the specification's chapters 3 and 5, written out.
std::string frame(char type, std::string_view payload) {
  return std::string("\0\0", 2) + type + static_cast<char>(payload.size()) +
         std::string("\0\0", 2) + std::string(payload);
}

TEST(Answer, in_clear_stratum_v2_is_proof_by_its_frames) {
  const std::string welcome = frame(1, {"\x02\0\0\0\0\0", 6});
  const std::string channel =
      frame(0x11, std::string("\x01\0\0\0\x07\0\0\0", 8) + std::string(32, '\xff') +
                      std::string("\x02\xaa\xbb\0\0\0\0", 7));
  const std::string no_channel = frame(0x12, std::string("\x01\0\0\0", 4) + "\x0cunknown-user");
  EXPECT_EQ(answered(Dialect::stratum_v2, welcome + channel).outcome, Outcome::proof);
  EXPECT_EQ(answered(Dialect::stratum_v2, welcome + no_channel).outcome, Outcome::proof);
  EXPECT_EQ(answered(Dialect::stratum_v2, welcome + channel, 1).outcome, Outcome::proof);
  EXPECT_EQ(answered(Dialect::stratum_v2, welcome).outcome, Outcome::other_protocol)
      << "twelve octets say too little";
  EXPECT_EQ(answered(Dialect::stratum_v2, "junk" + welcome + channel).outcome,
            Outcome::other_protocol);
}

TEST(Answer, that_proves_ends_the_talk_at_once) {
  AnswerReader reader(Dialect::stratum_v1);
  reader.said(as_bytes(question(Dialect::stratum_v1).first));
  EXPECT_FALSE(reader.proven());
  reader.heard(as_bytes(R"({"id":1,"result":true,"error":null})"
                        "\n"));
  EXPECT_FALSE(reader.proven());
  reader.heard(as_bytes(pools()[1].reply));
  EXPECT_TRUE(reader.proven());
}

TEST(Answer, that_refuses_as_a_pool_is_proof_of_its_own_kind) {
  for (
      const auto& [dialect, reply] : std::vector<Case>{
          {Dialect::stratum_v1,
           R"({"id":2,"result":null,"error":[24,"Unauthorized worker",null]})"},
          {Dialect::stratum_v1, R"({"id":1,"result":false,"error":[20,"Not supported."]})"},
          {Dialect::stratum_v1, R"({"id":2,"result":null,"error":[25,"Not subscribed",""]})"},
          {Dialect::stratum_v1,
           R"({"id":2,"result":null,"error":{"code":24,"message":"Unauthorized worker"}})"},
          {Dialect::stratum_v1, R"({"id":2,"error":"Wallet not found","result":false})"},
          {Dialect::cryptonote,
           R"({"id":1,"jsonrpc":"2.0","error":{"code":-1,"message":"Invalid address used for login"}})"},
          {Dialect::cryptonote,
           R"({"id":1,"jsonrpc":"2.0","error":{"code":-1,"message":"INVALID PAYMENT ADDRESS PROVIDED"}})"},
          {Dialect::eth_getwork,
           R"({"id":1,"jsonrpc":"2.0","error":{"code":-1,"message":"Wallet is malformed."}})"}}) {
    const Judgement judged = answered(dialect, reply + "\n");
    EXPECT_EQ(judged.outcome, Outcome::refused_in_kind) << reply;
    EXPECT_TRUE(confirms(judged.outcome));
  }
}

TEST(Answer, over_websocket_is_read_inside_its_frames) {
  EXPECT_EQ(answered_in_frame(R"({"type":"authed","params":{"token":"","hashes":0}})").outcome,
            Outcome::proof);
  EXPECT_EQ(answered_in_frame(R"({"type":"job","params":)" + job + "}").outcome, Outcome::proof);
  EXPECT_EQ(answered_in_frame(R"({"type":"error","params":{"error":"invalid_site_key"}})").outcome,
            Outcome::refused_in_kind);
  for (const auto* other :
       {R"({"type":"error","params":{"error":"unknown parameter site_key"}})",
        R"({"type":"error","message":"unknown type auth"})", R"({"type":"welcome","user":"guest"})",
        "hello", R"({"type":"auth","params":{"site_key":"davy-probe-no-site"}})"})
    EXPECT_EQ(answered_in_frame(other).outcome, Outcome::other_protocol) << other;
}

// What must not be taken for a pool: each to every question.
std::vector<std::string> plain_others() {
  return {
      "OK\n",
      "OK\r\nOK\r\n",
      "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n",
      "220 mail.example.org ESMTP\r\n",
      "+OK POP3 ready\r\n",
      "HTTP/1.1 400 Bad Request\r\nServer: nginx\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 25\r\n\r\n<p>mining pool "
      "stratum</p>",
      "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"jsonrpc\"\r\nContent-Length: "
      "0\r\n\r\n",
      // Redis, and a log viewer, with a pool's message in them.
      "$63\r\n{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[1024]}\r\n",
      "log:\n{\"id\":2,\"error\":[24,\"Unauthorized worker\",null],\"result\":null}\n",
      std::string(300, '\0'),
      std::string("\x15\x03\x03\x00\x02\x02\x0a", 7),
  };
}

std::vector<std::string> json_others() {
  return {
      R"({"id":1,"result":true,"error":null})"
      "\n"
      R"({"id":2,"result":true,"error":null})"
      "\n"
      R"({"id":0,"result":true,"error":null})"
      "\n",
      R"({"id":1,"result":{"status":"OK"},"error":null})"
      "\n",
      R"({"id":1,"result":"OK"})"
      "\n",
      R"({"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}})"
      "\n",
      R"({"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"unknown mining wallet method"}})"
      "\n",
      R"({"id":1,"result":null,"error":"unknown command"})"
      "\n",
      R"({"id":1,"error":{"code":404,"message":"queue mining.subscribe does not exist"}})"
      "\n",
      R"({"id":1,"error":{"code":403,"message":"login refused: unknown user davy-probe.no-account"}})"
      "\n",
      R"({"id":1,"error":{"code":403,"message":"Invalid email address"}})"
      "\n",
      R"({"id":1,"error":{"code":403,"message":"Your IP address is wrong"}})"
      "\n",
      R"({"id":1,"error":[20]})"
      "\n",
      R"({"id":1,"error":[20,"a","b","c"]})"
      "\n",
      R"({"id":1,"error":[20.5,"a",null]})"
      "\n",
      R"({"id":1,"error":{"code":24,"message":"rate limit"}})"
      "\n",
      R"({"id":77,"error":[24,"Unauthorized worker",null],"result":null})"
      "\n",
      R"({"id":3,"jsonrpc":"2.0","error":{"code":-32000,"message":"no mining work available yet"}})"
      "\n",
      R"({"id":1,"result":{"subscription":"loans-2025"},"error":null})"
      "\n",
      R"({"id":1,"result":{"id":"9","job":{"blob":"abcd","job_id":"release-14","target":"x86_64-linux-gnu"},"status":"OK"}})"
      "\n",
      R"({"error":"wallet)"
      "\n",
      R"(["wallet","miner"])"
      "\n",
      "{}\n",
      "{\n",
  };
}

TEST(Answer, of_anything_else_is_none) {
  std::vector<std::string> others = plain_others();
  std::ranges::copy(json_others(), std::back_inserter(others));
  for (const Step& step : plan(std::nullopt)) {
    for (const std::string& reply : others) {
      AnswerReader reader(step.dialect);
      reader.said(as_bytes(question(step.dialect, step.carrier).first));
      reader.heard(as_bytes(reply));
      EXPECT_FALSE(reader.proven());
      const Judgement judged = reader.judge();
      EXPECT_EQ(judged.outcome, Outcome::other_protocol) << name(step.dialect) << ": " << reply;
      EXPECT_FALSE(judged.fits_key_exchange);
    }
  }
}

TEST(Answer, that_names_mining_only_after_us_is_none) {
  for (const auto* reply :
       {R"({"id":1,"result":null,"error":"no method mining.subscribe"})",
        R"({"id":2,"result":null,"error":"service mining has no method authorize"})",
        R"({"id":1,"error":[-3,"Method 'subscribe' not found for service 'mining'",null]})",
        R"({"id":2,"error":{"code":1,"message":"Unknown: MINING.AUTHORIZE, davy-probe."}})"})
    EXPECT_EQ(answered(Dialect::stratum_v1, std::string(reply) + "\n").outcome,
              Outcome::other_protocol)
        << reply;
}

TEST(Answer, that_is_our_own_question_is_an_echo) {
  for (const Step& step : plan(std::nullopt)) {
    const Question q = question(step.dialect, step.carrier);
    AnswerReader reader(step.dialect);
    reader.said(as_bytes(q.first));
    reader.heard(as_bytes(q.first));
    EXPECT_EQ(reader.judge().outcome, Outcome::other_protocol) << name(step.dialect);
  }
}

TEST(Answer, that_wraps_our_question_is_an_echo_too) {
  for (const Dialect dialect : {Dialect::stratum_v1, Dialect::cryptonote, Dialect::eth_getwork}) {
    const std::string said = question(dialect).first;
    const std::string line = said.substr(0, said.find('\n'));
    for (const std::string& reply :
         {R"({"id":1,"error":{"code":1,"message":"bad request","data":)" + line + "}}\n",
          R"({"id":1,"result":)" + line + "}\n", "[" + line + "]\n", "received: " + line + "\n"})
      EXPECT_EQ(answered(dialect, reply).outcome, Outcome::other_protocol) << reply;
  }
}

TEST(Answer, that_did_not_come_is_silence) {
  for (const Step& step : plan(std::nullopt)) {
    AnswerReader reader(step.dialect);
    reader.said(as_bytes(question(step.dialect, step.carrier).first));
    EXPECT_EQ(reader.judge().outcome, Outcome::silence);
  }
}

std::string random_text(std::size_t size, std::uint32_t seed) {
  std::string out;
  for (std::uint32_t i = 0; out.size() < size; ++i) out += as_text(octets(seed + i * 7919));
  return out.substr(0, size);
}

TEST(KeyExchange, fits_where_234_random_octets_come) {
  for (const std::size_t piece : {std::size_t{1}, std::size_t{100}, std::size_t{234}}) {
    const Judgement judged = answered(Dialect::stratum_v2_noise, random_text(234, 5), piece);
    EXPECT_TRUE(judged.fits_key_exchange);
    EXPECT_FALSE(confirms(judged.outcome)) << "once may be chance";
  }
  for (const std::size_t size : {1u, 64u, 170u, 233u, 235u, 468u, 4000u})
    EXPECT_FALSE(answered(Dialect::stratum_v2_noise, random_text(size, 5)).fits_key_exchange)
        << size;
  EXPECT_FALSE(answered(Dialect::stratum_v2_noise, std::string(234, 'x')).fits_key_exchange);
}

TEST(KeyExchange, is_seen_twice_with_other_octets) {
  const std::string one = random_text(234, 5), two = random_text(234, 6);
  EXPECT_TRUE(other_keys(one, two));
  EXPECT_FALSE(other_keys(one, one));
  EXPECT_FALSE(other_keys(one, one.substr(0, 64) + two.substr(64)));
  EXPECT_FALSE(other_keys(one, two.substr(0, 64) + one.substr(64)));
  EXPECT_FALSE(other_keys(one, two + "x"));
  EXPECT_FALSE(other_keys("", ""));
}

TEST(SwitchedProtocols, needs_a_whole_head_with_101_and_websocket) {
  const std::string head = "HTTP/1.1 101 Switching Protocols\r\nupgrade: WebSocket\r\n\r\n";
  EXPECT_EQ(switched_protocols(head + "\x81"), head.size());
  for (std::size_t cut = 0; cut < head.size(); ++cut)
    EXPECT_FALSE(switched_protocols(head.substr(0, cut)));
  EXPECT_FALSE(switched_protocols("HTTP/1.1 200 OK\r\nUpgrade: websocket\r\n\r\n"));
  EXPECT_FALSE(switched_protocols("HTTP/1.1 101 x\r\nUpgrade: h2c\r\n\r\n"));
  EXPECT_FALSE(switched_protocols("x HTTP/1.1 101 x\r\nUpgrade: websocket\r\n\r\n"));
  EXPECT_FALSE(switched_protocols("HTTP/1.1 101 x\r\nUpgrade: websocket\r\nx: " +
                                  std::string(limits::http_head_octets_max, 'x') + "\r\n\r\n"));
}

TEST(TlsAlert, is_told_by_its_record) {
  EXPECT_TRUE(is_tls_alert({"\x15\x03\x03\x00\x02\x02\x0a", 7}));
  EXPECT_TRUE(is_tls_alert({"\x15\x03\x01\x00\x02\x02\x46", 7}));
  EXPECT_FALSE(is_tls_alert({"\x16\x03\x03\x00\x02\x02\x0a", 7}));
  EXPECT_FALSE(is_tls_alert({"\x15\x03\x03\x00\x02\x02", 6}));
}

TEST(Outcome, names_are_read_back) {
  for (std::size_t i = 0; i < static_cast<std::size_t>(Outcome::count_); ++i)
    EXPECT_EQ(outcome_named(name(static_cast<Outcome>(i))), static_cast<Outcome>(i));
  EXPECT_FALSE(outcome_named("maybe"));
}

}  // namespace
}  // namespace davy::probe
