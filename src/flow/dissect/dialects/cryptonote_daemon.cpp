// CryptoNote solo mining against a daemon: block templates over HTTP (/json_rpc), polled about once a second.
#include "flow/dissect/dialects/stratum_reading.hpp"
#include "flow/dissect/work.hpp"

namespace davy::flow::dialects {
namespace {

using enum Speaker;
using enum MessageKind;

void read_request(const JsonMessage& message, ConversationBuilder& out) {
  if (const auto wallet = plain_text(message.path("params.wallet_address")))
    take_login(*wallet, out);
}

void read_template(const JsonMessage& message, ConversationBuilder& out) {
  if (const auto difficulty = number(message.path("result.difficulty"));
      difficulty && *difficulty > 0) {
    out.set_work(*difficulty, *difficulty);
  }
  if (message.path("result.seed_hash") != nullptr) out.set_algorithm("rx/0", 2);
}

constexpr Shape shapes[] = {
    {miner, work_request, "getblocktemplate", "{params:{wallet_address:s}}", 11,
     "getblocktemplate for a wallet address", read_request},
    {miner, work_request, "get_block_template", "{params:{wallet_address:s}}", 11,
     "get_block_template for a wallet address", read_request},
    {pool, job, "", "{result:{blocktemplate_blob:h difficulty:n}}", 12,
     "block template: blob, difficulty", read_template},
    {miner, share, "submitblock", "{params:[h150+]}", 9, "submitblock: a block"},
    {miner, share, "submit_block", "{params:[h150+]}", 10, "submit_block: a block"},
};

}  // namespace

extern const Dialect cryptonote_daemon;
const Dialect cryptonote_daemon{
    .id = "cryptonote-daemon",
    .title = "CryptoNote daemon mode over HTTP",
    .coins = "XMR and other CryptoNote or RandomX coins",
    .source =
        "Monero daemon RPC documentation; XMRig 6.26.0 DaemonClient (public source), read 2026-11",
    .shapes = shapes};

}  // namespace davy::flow::dialects
