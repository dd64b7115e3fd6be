// getblocktemplate (BIP 22, BIP 23): solo mining, and the decentralised pools of 2012.
#include "flow/dissect/dialects/stratum_reading.hpp"
#include "flow/dissect/work.hpp"

namespace davy::flow::dialects {
namespace {

using enum Speaker;
using enum MessageKind;

void read_template(const JsonMessage& message, ConversationBuilder& out) {
  if (const auto target = plain_text(message.path("result.target")))
    take_work(hashes_for_target(*target), out);
}

constexpr Shape shapes[] = {
    {miner, work_request, "getblocktemplate", "{params:[{capabilities:[s *]} *]}", 10,
     "getblocktemplate with capabilities"},
    {miner, work_request, "getblocktemplate", "{params:[{rules:[s *]} *]}", 9,
     "getblocktemplate with rules"},
    {miner, work_request, "getblocktemplate", "{params?:([*]|z)}", 8, "getblocktemplate"},
    {pool, job, "", "{result:{previousblockhash:h64 transactions:[*] coinbasevalue:n}}", 12,
     "block template: previous block, transactions, coinbase value", read_template},
    {pool, job, "", "{result:{previousblockhash:h64 coinbasetxn:{} bits:h8}}", 12,
     "block template: previous block, coinbase transaction", read_template},
    {pool, job, "", "{result:{previousblockhash:h64 bits:h8 curtime:n}}", 11,
     "block template: previous block, bits, time", read_template},
    {miner, share, "submitblock", "{params:[h160+ *]}", 10, "submitblock: a block"},
    {miner, share, "submitblock", "{params?:([*]|z)}", 8, "submitblock"},
};

}  // namespace

extern const Dialect getblocktemplate;
const Dialect getblocktemplate{.id = "getblocktemplate",
                               .title = "getblocktemplate",
                               .coins = "BTC, LTC and other Bitcoin-like coins",
                               .source = "BIP 22 and BIP 23 (2012), read 2026-11",
                               .shapes = shapes};

}  // namespace davy::flow::dialects
