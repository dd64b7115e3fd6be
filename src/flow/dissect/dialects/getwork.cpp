// Bitcoin getwork, over HTTP as a rule: 128-octet data, a target in reverse octet order, long polling.
#include "flow/dissect/dialects/stratum_reading.hpp"
#include "flow/dissect/work.hpp"

namespace davy::flow::dialects {
namespace {

using enum Speaker;
using enum MessageKind;

void read_work(const JsonMessage& message, ConversationBuilder& out) {
  if (const auto target = plain_text(message.path("result.target")))
    take_work(hashes_for_target_reversed(*target), out);
}

void read_agent(const JsonMessage& message, ConversationBuilder& out) {
  if (const auto agent = plain_text(message.member("user-agent"))) out.set_agent(*agent);
  if (const auto host = plain_text(message.member("host"))) out.set_pool(*host);
}

constexpr Shape shapes[] = {
    {miner, work_request, "getwork", "{params:[]}", 9, "getwork"},
    {miner, work_request, "getwork", "{params?:z}", 8, "getwork"},
    {miner, share, "getwork", "{params:[h256]}", 12, "getwork with solved data"},
    {miner, share, "getwork", "{params:[h160+ *]}", 11, "getwork with solved data of other length"},
    {pool, job, "", "{result:{data:h256 target:h64}}", 12, "work: data, target", read_work},
    {pool, job, "", "{result:{data:h midstate:h64 target:h64}}", 12, "work: data, midstate, target",
     read_work},
    {miner, hello, "HTTP request", R"({x-mining-extensions:s})", 11,
     "HTTP header X-Mining-Extensions", read_agent},
    {miner, hello, "HTTP request", R"({x-mining-hashrate:s})", 10, "HTTP header X-Mining-Hashrate",
     read_agent},
    {pool, hello, "HTTP response", R"({x-long-polling:s})", 8, "HTTP header X-Long-Polling"},
    {pool, hello, "HTTP response", R"({x-stratum:s})", 10, "HTTP header X-Stratum"},
    {pool, hello, "HTTP response", R"({x-roll-ntime:s})", 8, "HTTP header X-Roll-NTime"},
    {pool, share_rejected, "HTTP response", R"({x-reject-reason:s})", 9,
     "HTTP header X-Reject-Reason"},
    {miner, work_request, "HTTP request",
     R"({user-agent:("cpuminer*"|"cgminer*"|"bfgminer*"|"sgminer*"|"ccminer*"|"poclbm*"|"phoenix/*"|"Ufasoft*"|"minerd*"|"diablo*")})",
     7, "HTTP request from a mining program", read_agent},
};

}  // namespace

extern const Dialect getwork;
const Dialect getwork{
    .id = "getwork",
    .title = "getwork over HTTP",
    .coins = "BTC until 2014, LTC and other Bitcoin-like coins",
    .source = "Bitcoin wiki: getwork; cgminer traffic in public captures, read 2026-11",
    .shapes = shapes};

}  // namespace davy::flow::dialects
