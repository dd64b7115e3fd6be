// Stratum for Ergo (Autolykos v2): height, message hash and a decimal target in each job.
#include "flow/dissect/dialects/stratum_reading.hpp"

namespace davy::flow::dialects {
namespace {

using enum Speaker;
using enum MessageKind;

// The target is a decimal number beyond 64 bits; a double keeps enough of it.
void read_job(const JsonMessage& message, ConversationBuilder& out) {
  if (const auto target = number(message.param(6)); target && *target > 0)
    take_work(0x1p256 / *target, out);
}

constexpr Shape shapes[] = {
    {pool, job, "mining.notify", "{params:[s h64 n b]}", 12,
     "mining.notify: message hash, height, clean"},
    {pool, job, "mining.notify", "{params:[s n h64 ? ? ? s ? b *]}", 12,
     "mining.notify: height, message hash, decimal target", read_job},
};

}  // namespace

extern const Dialect stratum_ergo;
const Dialect stratum_ergo{.id = "stratum-ergo",
                           .title = "Stratum for Ergo",
                           .coins = "ERG",
                           .coin = "ERG",
                           .algorithm = "autolykos2",
                           .source = "Ergo Stratum server (public source), read 2026-11",
                           .shapes = shapes};

}  // namespace davy::flow::dialects
