// Stratum for Kadena (Blake2s): a whole 286-octet header as work.
#include "flow/dissect/dialects/stratum_reading.hpp"

namespace davy::flow::dialects {
namespace {

using enum Speaker;
using enum MessageKind;

constexpr Shape shapes[] = {
    {pool, job, "mining.notify", "{params:[s h560+ *]}", 11,
     "mining.notify: a header of 286 octets"},
    {miner, login, "mining.authorize", R"({params:["k:*" *]})", 11,
     "mining.authorize with a Kadena account", read_authorize},
};

}  // namespace

extern const Dialect stratum_kadena;
const Dialect stratum_kadena{
    .id = "stratum-kadena",
    .title = "Stratum for Kadena",
    .coins = "KDA",
    .coin = "KDA",
    .algorithm = "blake2s",
    .source = "Kadena chainweb mining client (public source), read 2026-11",
    .shapes = shapes};

}  // namespace davy::flow::dialects
