// CryptoNote / RandomX JSON-RPC: XMRig, xmr-stak and the pools and proxies that they speak to.
#include "flow/dissect/dialects/stratum_reading.hpp"
#include "flow/dissect/work.hpp"

namespace davy::flow::dialects {
namespace {

using enum Speaker;
using enum MessageKind;

void read_login(const JsonMessage& message, ConversationBuilder& out) {
  if (const auto agent = plain_text(message.path("params.agent"))) out.set_agent(*agent);
  if (const auto login = plain_text(message.path("params.login"))) take_login(*login, out);
  if (const auto rig = plain_text(message.path("params.rigid")); rig && !rig->empty())
    out.set_worker(*rig);
}

// Of a hashing blob in hexadecimal: two versions, a time stamp of five octets, the hash of the block before.
std::string_view previous_block(std::string_view blob) {
  constexpr std::size_t before = 2 * 7, octets = 2 * 32;
  return blob.size() < before + octets ? std::string_view{} : blob.substr(before, octets);
}

// A job names its algorithm, or shows it: RandomX work has a seed hash.
void read_job_object(const JsonMessage& message, const JsonNode* job, ConversationBuilder& out) {
  if (job == nullptr) return;
  if (const JsonNode* height = message.outline.find(*job, "height"))
    out.set_block(height->text, message.time);
  else if (const auto blob = plain_text(message.outline.find(*job, "blob")))
    out.set_block(previous_block(*blob), message.time);
  if (const auto target = plain_text(message.outline.find(*job, "target"))) {
    take_work(hashes_for_cryptonote_target(*target), out);
  }
  if (const auto algorithm = plain_text(message.outline.find(*job, "algo"))) {
    out.set_algorithm(*algorithm, 3);
    if (*algorithm == "rx/0") out.set_coin("XMR", 1, "algorithm named in the job");
    if (*algorithm == "rx/wow") out.set_coin("WOW", 2, "algorithm named in the job");
  } else if (message.outline.find(*job, "seed_hash") != nullptr) {
    out.set_algorithm("rx/0", 2);
    out.set_coin("XMR", 1, "RandomX seed hash in the job");
  }
}

void read_job(const JsonMessage& message, ConversationBuilder& out) {
  read_job_object(message, message.member("params"), out);
}
void read_login_answer(const JsonMessage& message, ConversationBuilder& out) {
  read_job_object(message, message.path("result.job"), out);
}
void read_job_answer(const JsonMessage& message, ConversationBuilder& out) {
  read_job_object(message, message.result, out);
}

constexpr Shape shapes[] = {
    {miner, login, "login", "{params:{login:w}}", 11, "login with a coin's address", read_login},
    {miner, login, "login",
     R"({params:{login:s agent:("XMRig*"|"xmrig*"|"xmr-stak*"|"SRBMiner*"|"cpuminer*"|"ccminer*"|"nanominer*"|"TeamRed*"|"bzminer*"|"lolMiner*"|"Claymore*"|"cast_xmr*"|"JCE*"|"GMiner*"|"Rigel*"|"OneZero*"|"wildrig*"|"T-Rex*"|"teamblack*")}})",
     11, "login from a mining program", read_login},
    {miner, login, "login",
     R"({params:{login:s pass:s algo:[("rx/*"|"cn*"|"argon2/*"|"ghostrider"|"kawpow") *]}})", 11,
     "login with a list of mining algorithms", read_login},
    {miner, login, "login", "{params:{login:s pass:s agent:s}}", 4,
     "login with name, password and agent", read_login},
    {miner, login, "login", "{params:{login:s pass:s}}", 2, "login with name and password",
     read_login},
    {pool, login_accepted, "", "{result:{job:{blob:h100+ job_id:? target:h}}}", 12,
     "answer to login: session, first job (blob, job_id, target)", read_login_answer},
    {pool, job, "", "{result:{blob:h100+ job_id:? target:h}}", 12,
     "answer to getjob: blob, job_id, target", read_job_answer},
    {pool, job, "job", "{method:s params:{blob:h100+ job_id:? target:h}}", 12,
     "job: blob, job_id, target", read_job},
    {pool, job, "job", "{method:s params:{job_id:? target:h8+ height:n seed_hash:h64}}", 10,
     "job without blob (self-select)", read_job},
    {miner, share, "submit", "{method:s params:{id:? job_id:? nonce:h8 result:h64}}", 12,
     "submit: job_id, nonce, result"},
    {miner, share, "submit", "{method:s params:{job_id:? nonce:h8+ result:h64+}}", 10,
     "submit: job_id, nonce, result of other length"},
    {miner, keep_alive, "keepalived", "{params?:{}}", 2, "keepalived"},
    {miner, work_request, "getjob", "{params:{id:?}}", 3, "getjob"},
    {miner, hello, "block_template", "{params:{id:? job_id:? blob:h}}", 11,
     "block_template (self-select)"},
    {pool, keep_alive, "", R"({result:{status:"KEEPALIVED"}})", 2, "KEEPALIVED"},
};

}  // namespace

extern const Dialect cryptonote;
const Dialect cryptonote{
    .id = "cryptonote",
    .title = "CryptoNote / RandomX JSON-RPC (XMRig, xmr-stak)",
    .coins = "XMR, ZEPH, WOW and other CryptoNote or RandomX coins",
    .source = "XMRig 6.26.0 (public source), CryptoNote pool protocol, read 2026-11",
    .shapes = shapes};

}  // namespace davy::flow::dialects
