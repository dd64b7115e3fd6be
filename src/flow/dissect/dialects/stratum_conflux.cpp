// Stratum for Conflux (Octopus): height as text, header hash and boundary.
#include "flow/dissect/dialects/stratum_reading.hpp"
#include "flow/dissect/work.hpp"

namespace davy::flow::dialects {
namespace {

using enum Speaker;
using enum MessageKind;

void read_job(const JsonMessage& message, ConversationBuilder& out) {
  if (const auto boundary = plain_text(message.param(3)))
    take_work(hashes_for_target(*boundary), out);
}

constexpr Shape shapes[] = {
    {miner, login, "mining.subscribe", R"({params:["cfx:*" *]})", 11,
     "mining.subscribe with a Conflux address", read_authorize},
    {pool, job, "mining.notify", "{params:[s (s|n) x64 x *]}", 12,
     "mining.notify: height, header hash, boundary", read_job},
    {miner, share, "mining.submit", "{params:[s ? x x64]}", 11,
     "mining.submit: nonce, header hash"},
    {miner, login, "mining.authorize", R"({params:["cfx:*" *]})", 11,
     "mining.authorize with a Conflux address", read_authorize},
};

}  // namespace

extern const Dialect stratum_conflux;
const Dialect stratum_conflux{
    .id = "stratum-conflux",
    .title = "Stratum for Conflux",
    .coins = "CFX",
    .coin = "CFX",
    .algorithm = "octopus",
    .source = "Conflux node's Stratum server (public source), read 2026-11",
    .shapes = shapes};

}  // namespace davy::flow::dialects
