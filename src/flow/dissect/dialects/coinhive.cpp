// Coinhive-type web mining: JSON objects with a "type", as a rule in WebSocket text frames.
#include "flow/dissect/dialects/stratum_reading.hpp"
#include "flow/dissect/work.hpp"

namespace davy::flow::dialects {
namespace {

using enum Speaker;
using enum MessageKind;

void read_auth(const JsonMessage& message, ConversationBuilder& out) {
  if (const auto key = plain_text(message.path("params.site_key"))) take_login(*key, out);
  if (const auto user = plain_text(message.path("params.user"))) out.set_worker(*user);
}

void read_job(const JsonMessage& message, ConversationBuilder& out) {
  if (const auto target = plain_text(message.path("params.target")))
    take_work(hashes_for_cryptonote_target(*target), out);
  if (const auto algorithm = plain_text(message.path("params.algo")))
    out.set_algorithm(*algorithm, 3);
}

constexpr Shape shapes[] = {
    {miner, login, "auth", "{type:s params:{site_key:s}}", 11, "auth with site_key", read_auth},
    {pool, login_accepted, "authed", "{type:s params:{token:? hashes:n}}", 9,
     "authed: hashes so far"},
    {pool, job, "job", "{type:s params:{job_id:? blob:h100+ target:h}}", 12,
     "job: blob, job_id, target", read_job},
    {miner, share, "submit", "{type:s params:{job_id:? nonce:h8 result:h64}}", 12,
     "submit: job_id, nonce, result"},
    {pool, share_accepted, "hash_accepted", "{type:s params:{hashes:n}}", 9, "hash_accepted"},
    {pool, share_rejected, "banned", "{type:s params?:{}}", 5, "banned"},
    {pool, job, "verify", "{type:s params:{job_id:? blob:h100+}}", 10,
     "verify: another's hash to check"},
    {miner, other, "verified", "{type:s params:{}}", 6, "verified"},
};

}  // namespace

extern const Dialect coinhive;
const Dialect coinhive{
    .id = "coinhive",
    .title = "Coinhive-type web mining",
    .coins = "XMR and other CryptoNote coins",
    .source = "public proxies between Coinhive's WebSocket form and Stratum, read 2026-11",
    .shapes = shapes};

}  // namespace davy::flow::dialects
