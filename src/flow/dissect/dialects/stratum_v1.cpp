// Stratum v1 as Bitcoin-like coins speak it: SHA-256d, Scrypt, X11 and other work on 80-octet block headers.
#include "flow/dissect/dialects/stratum_reading.hpp"
#include "flow/dissect/work.hpp"

namespace davy::flow::dialects {
namespace {

using enum Speaker;
using enum MessageKind;

// A job carries the network's compact target (nBits): Bitcoin's has been below 2^(8·24) since 2017. Where it is not,
// the login's coin tells the algorithm, and with it the unit of difficulty, which may have been named before.
void read_job(const JsonMessage& message, ConversationBuilder& out) {
  if (const auto previous = plain_text(message.param(1))) out.set_block(*previous, message.time);
  if (!out.record().algorithm.empty()) return;
  const std::string& coin = out.record().coin;
  if (coin == "DASH") return out.set_algorithm("x11", 2);
  const auto bits = plain_text(message.param(6));
  const bool bitcoin_sized = bits && bits->size() == 8 && *bits <= "18ffffff";
  if (coin != "LTC" && bitcoin_sized) return out.set_algorithm("sha256d", 2);
  if (coin != "LTC" && coin != "DOGE") return;
  out.set_algorithm("scrypt", 2);
  if (const auto difficulty = out.record().difficulty_last) {
    out.set_work(*difficulty * scrypt_difficulty_1_hashes, *difficulty);
  }
}

constexpr Shape shapes[] = {
    {pool, job, "mining.notify", "{params:[s h64 h h [h64^] h8 h8 h8 b *]}", 12,
     "mining.notify: previous hash, coinbase halves, merkle branch, version, bits, time", read_job},
    {miner, share, "mining.submit", "{params:[s ? h h8 h8]}", 10,
     "mining.submit: extranonce2, time, nonce"},
    {miner, share, "mining.submit", "{params:[s ? h h8 h8 h8]}", 11,
     "mining.submit: extranonce2, time, nonce, version bits"},
    {miner, hello, "mining.configure", R"({params:[["version-rolling" s^] {} *]})", 10,
     "mining.configure: version rolling (overt AsicBoost)"},
    {pool, hello, "", R"({result:{version-rolling:b}})", 8, "answer to configure: version rolling"},
};

}  // namespace

extern const Dialect stratum_v1;
const Dialect stratum_v1{
    .id = "stratum-v1",
    .title = "Stratum v1, Bitcoin-like",
    .coins = "BTC, BCH, LTC, DOGE, DASH, DGB and other coins with 80-octet headers",
    .source =
        "BIP 310 (version rolling); cgminer and bfgminer traffic in public captures, read 2026-11",
    .shapes = shapes};

}  // namespace davy::flow::dialects
