// Signum-type proof of capacity (formerly Burst): getMiningInfo polled, deadlines submitted; disks, not hashing.
#include "flow/dissect/dialects/stratum_reading.hpp"
#include "flow/dissect/work.hpp"

namespace davy::flow::dialects {
namespace {

using enum Speaker;
using enum MessageKind;

void read_account(const JsonMessage& message, ConversationBuilder& out) {
  if (const auto agent = plain_text(message.member("user-agent"))) out.set_agent(*agent);
  if (const auto host = plain_text(message.member("host"))) out.set_pool(*host);
  const auto target = plain_text(message.member("http_target"));
  if (!target) return;
  static constexpr std::string_view key = "accountId=";
  if (const std::size_t at = target->find(key); at != std::string_view::npos) {
    const std::string_view rest = target->substr(at + key.size());
    take_login(rest.substr(0, rest.find('&')), out);
  }
}

constexpr Shape shapes[] = {
    {miner, work_request, "HTTP request", R"({http_target:"*requestType=getMiningInfo*"})", 11,
     "getMiningInfo", read_account},
    {miner, share, "HTTP request", R"({http_target:"*requestType=submitNonce*"})", 12,
     "submitNonce", read_account},
    {miner, share, "HTTP request body", R"({form:"*requestType=submitNonce*"})", 12,
     "submitNonce in a form"},
    {pool, job, "", "{generationSignature:h64 baseTarget:? height:?}", 12,
     "mining info: generation signature, base target, height"},
    {pool, share_accepted, "", R"({result:"success" deadline:?})", 8, "deadline accepted"},
};

}  // namespace

extern const Dialect signum_poc;
const Dialect signum_poc{.id = "signum-poc",
                         .title = "Signum-type proof of capacity",
                         .coins = "SIGNA and other Burst relatives",
                         .coin = "SIGNA",
                         .algorithm = "poc2",
                         .source = "Signum node HTTP API documentation, read 2026-11",
                         .shapes = shapes};

}  // namespace davy::flow::dialects
