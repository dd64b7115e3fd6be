// Grin (Cuckatoo): jobs by getjobtemplate, proofs of 42 numbers.
#include "flow/dissect/dialects/stratum_reading.hpp"
#include "flow/dissect/work.hpp"

namespace davy::flow::dialects {
namespace {

using enum Speaker;
using enum MessageKind;

void read_login(const JsonMessage& message, ConversationBuilder& out) {
  if (const auto agent = plain_text(message.path("params.agent"))) out.set_agent(*agent);
  if (const auto login = plain_text(message.path("params.login"))) take_login(*login, out);
}

constexpr Shape shapes[] = {
    {miner, work_request, "getjobtemplate", "{}", 8, "getjobtemplate"},
    {pool, job, "job", "{params:{pre_pow:h100+ difficulty:n height:n}}", 12,
     "job: pre_pow, difficulty, height"},
    {pool, job, "getjobtemplate", "{result:{pre_pow:h100+ difficulty:n}}", 12,
     "answer to getjobtemplate: pre_pow, difficulty"},
    {miner, share, "submit", "{params:{edge_bits:n nonce:n pow:[n^]}}", 12,
     "submit: edge bits, nonce, cycle"},
    {miner, login, "login", "{params:{login:s pass:s agent:s}}", 4,
     "login with name, password and agent", read_login},
    {pool, login_accepted, "login", R"({result:"ok"})", 5, "answer to login: ok"},
    {pool, share_accepted, "submit", R"({result:("ok"|"blockfound*")})", 3, "answer to submit: ok"},
    {pool, share_rejected, "submit", "{error:{code:n message:s}}", 3, "answer to submit: error"},
    {pool, keep_alive, "keepalive", R"({result:"ok"})", 4, "answer to keepalive"},
    {miner, keep_alive, "keepalive", "{}", 2, "keepalive"},
    {miner, miner_status, "status", "{params?:z}", 1, "status"},
    {pool, miner_status, "status", "{result:{height:n difficulty:n accepted:n}}", 9,
     "status: height, difficulty, accepted shares"},
};

}  // namespace

extern const Dialect grin;
const Dialect grin{.id = "grin",
                   .title = "Grin Stratum",
                   .coins = "GRIN",
                   .coin = "GRIN",
                   .algorithm = "cuckatoo32",
                   .source = "Grin Stratum RPC protocol (grin documentation), read 2026-11",
                   .shapes = shapes};

}  // namespace davy::flow::dialects
