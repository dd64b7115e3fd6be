// Beam (BeamHash): one object a message, its members at the top level.
#include "flow/dissect/dialects/stratum_reading.hpp"
#include "flow/dissect/work.hpp"

namespace davy::flow::dialects {
namespace {

using enum Speaker;
using enum MessageKind;

void read_login(const JsonMessage& message, ConversationBuilder& out) {
  if (const auto key = plain_text(message.member("api_key"))) take_login(*key, out);
}

void read_job(const JsonMessage& message, ConversationBuilder& out) {
  if (const auto packed = number(message.member("difficulty"));
      packed && *packed >= 0 && *packed < 0x1p32) {
    take_work(hashes_for_beam_difficulty(static_cast<unsigned>(*packed)), out);
  }
}

constexpr Shape shapes[] = {
    {miner, login, "login", "{api_key:h60+}", 9, "login with an api_key of 60 hex digits or more",
     read_login},
    {miner, login, "login", "{api_key:s}", 3, "login with api_key", read_login},
    {pool, job, "job", "{input:h64 difficulty:n}", 12, "job: input, packed difficulty", read_job},
    {miner, share, "solution", "{nonce:h16 output:h200+}", 12, "solution: nonce, output"},
    {miner, share, "solution", "{nonce:h output:h40+}", 10,
     "solution: nonce, output of other length"},
    {pool, login_accepted, "result", "{code:n nonceprefix:h}", 9, "result of login: nonce prefix"},
    {pool, share_accepted, "result", R"({code:n description:("*ccepted*"|"*success*")})", 2,
     "result: accepted"},
    {pool, share_rejected, "result",
     R"({code:n description:("*ejected*"|"*xpired*"|"*nvalid*"|"*tale*")})", 2, "result: rejected"},
    {pool, other, "result", "{code:n description:s}", 1, "result"},
};

}  // namespace

extern const Dialect beam;
const Dialect beam{.id = "beam",
                   .title = "Beam Stratum",
                   .coins = "BEAM",
                   .coin = "BEAM",
                   .algorithm = "beamhash3",
                   .source = "Beam mining protocol API (beam wiki), read 2026-11",
                   .shapes = shapes};

}  // namespace davy::flow::dialects
