// Stratum for Equihash coins: a 256-bit target instead of a difficulty, and a solution of hundreds of octets.
#include "flow/dissect/dialects/stratum_reading.hpp"

namespace davy::flow::dialects {
namespace {

using enum Speaker;
using enum MessageKind;

// The length of a solution names the parameters: 1,344 octets for 200,9; 100 for 144,5; 400 for 192,7, each behind its
// compact size (3 or 1 octets).
void read_share(const JsonMessage& message, ConversationBuilder& out) {
  const auto solution = plain_text(message.param(4));
  if (!solution) return;
  const std::size_t octets = solution->size() / 2;
  if (octets == 1347 || octets == 1344) out.set_algorithm("equihash 200,9", 2);
  if (octets == 101 || octets == 100) out.set_algorithm("equihash 144,5", 2);
  if (octets == 403 || octets == 400) out.set_algorithm("equihash 192,7", 2);
}

void read_job(const JsonMessage& message, ConversationBuilder& out) {
  if (const auto previous = plain_text(message.param(2))) out.set_block(*previous, message.time);
  if (plain_text(message.param(8)) == "144_5") out.set_algorithm("equihash 144,5", 3);
  if (plain_text(message.param(8)) == "192_7") out.set_algorithm("equihash 192,7", 3);
}

constexpr Shape shapes[] = {
    {pool, job, "mining.notify", "{params:[s h8 h64 h64 h64 h8 h8 b *]}", 12,
     "mining.notify: version, previous hash, merkle root, reserved, time, bits", read_job},
    {pool, difficulty, "mining.set_target", "{params:[h64]}", 9, "mining.set_target: 256 bits",
     read_target},
    {miner, share, "mining.submit", "{params:[s ? h8 h h200+]}", 12,
     "mining.submit: time, nonce, Equihash solution", read_share},
};

}  // namespace

extern const Dialect stratum_equihash;
const Dialect stratum_equihash{.id = "stratum-equihash",
                               .title = "Stratum for Equihash",
                               .coins = "ZEC, ZEN, FLUX, BTG and other Equihash coins",
                               .algorithm = "equihash 200,9",
                               .source = "Zcash ZIP 301 (Zcash Stratum Protocol), read 2026-11",
                               .shapes = shapes};

}  // namespace davy::flow::dialects
