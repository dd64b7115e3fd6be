// Stratum for Iron Fish: the same methods, but `body` in place of `params`, and objects in it.
#include "flow/dissect/dialects/stratum_reading.hpp"
#include "flow/dissect/work.hpp"

namespace davy::flow::dialects {
namespace {

using enum Speaker;
using enum MessageKind;

void read_hello(const JsonMessage& message, ConversationBuilder& out) {
  if (const auto agent = plain_text(message.path("body.agent"))) out.set_agent(*agent);
  if (const auto address = plain_text(message.path("body.publicAddress")))
    take_login(*address, out);
  if (const auto name = plain_text(message.path("body.name"))) out.set_worker(*name);
}

void read_body_target(const JsonMessage& message, ConversationBuilder& out) {
  if (const auto target = plain_text(message.path("body.target")))
    take_work(hashes_for_target(*target), out);
}

constexpr Shape shapes[] = {
    {miner, login, "mining.subscribe", "{body:{publicAddress:s}}", 12,
     "mining.subscribe with body.publicAddress", read_hello},
    {miner, hello, "mining.subscribe", "{body:{}}", 10, "mining.subscribe with a body", read_hello},
    {pool, login_accepted, "mining.subscribed", "{body:{}}", 11, "mining.subscribed"},
    {pool, job, "mining.notify", "{body:{miningRequestId:? header:h}}", 12,
     "mining.notify with body.header"},
    {pool, difficulty, "mining.set_target", "{body:{target:h64}}", 12,
     "mining.set_target with body.target", read_body_target},
    {miner, share, "mining.submit", "{body:{miningRequestId:? randomness:s}}", 12,
     "mining.submit with body.randomness"},
    {pool, share_accepted, "mining.submitted", "{body:{result:t}}", 11,
     "mining.submitted: accepted"},
    {pool, share_rejected, "mining.submitted", "{body:{result:f}}", 11,
     "mining.submitted: rejected"},
    {pool, control, "mining.wait_for_work", "{}", 9, "mining.wait_for_work"},
    {pool, login_refused, "mining.disconnect", "{body:{}}", 8, "mining.disconnect"},
};

}  // namespace

extern const Dialect stratum_ironfish;
const Dialect stratum_ironfish{
    .id = "stratum-ironfish",
    .title = "Stratum for Iron Fish",
    .coins = "IRON",
    .coin = "IRON",
    .algorithm = "fishhash",
    .source = "Iron Fish node's Stratum messages (public source), read 2026-11",
    .shapes = shapes};

}  // namespace davy::flow::dialects
