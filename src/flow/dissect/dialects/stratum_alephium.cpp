// Stratum for Alephium: jobs as an array of chain-pair templates.
#include "flow/dissect/dialects/stratum_reading.hpp"
#include "flow/dissect/work.hpp"

namespace davy::flow::dialects {
namespace {

using enum Speaker;
using enum MessageKind;

void read_job(const JsonMessage& message, ConversationBuilder& out) {
  const JsonNode* first = message.param(0);
  if (first == nullptr) return;
  if (const auto target = plain_text(message.outline.find(*first, "targetBlob")))
    take_work(hashes_for_target(*target), out);
}

void read_hello(const JsonMessage& message, ConversationBuilder& out) {
  if (const auto agent = plain_text(message.param(0))) out.set_agent(*agent);
}
constexpr Shape shapes[] = {
    {miner, hello, "mining.hello", R"({params:[s "AlephiumStratum/*"]})", 12,
     "mining.hello naming AlephiumStratum", read_hello},
    {pool, hello, "", R"({result:["AlephiumStratum/*" *]})", 12,
     "answer to hello naming AlephiumStratum"},
    {pool, job, "mining.notify", "{params:[{fromGroup:n toGroup:n headerBlob:h targetBlob:h} *]}",
     12, "mining.notify: templates for chain pairs", read_job},
    {miner, share, "mining.submit", "{params:{fromGroup:n toGroup:n nonce:h}}", 12,
     "mining.submit: chain pair, nonce"},
    {miner, share, "mining.submit", "{params:[{fromGroup:n toGroup:n nonce:h} *]}", 12,
     "mining.submit: chain pair, nonce"},
};

}  // namespace

extern const Dialect stratum_alephium;
const Dialect stratum_alephium{
    .id = "stratum-alephium",
    .title = "Stratum for Alephium",
    .coins = "ALPH",
    .coin = "ALPH",
    .algorithm = "blake3",
    .source = "Alephium mining pool and miner (public source), read 2026-11",
    .shapes = shapes};

}  // namespace davy::flow::dialects
