// Stratum for Kaspa (kHeavyHash) and its relatives, as the Kaspa bridge and ASICs speak it.
#include "flow/dissect/dialects/stratum_reading.hpp"

namespace davy::flow::dialects {
namespace {

using enum Speaker;
using enum MessageKind;

constexpr Shape shapes[] = {
    {pool, job, "mining.notify", "{params:[s [n n n n] n *]}", 12,
     "mining.notify: header hash as four 64-bit numbers, time stamp"},
    {pool, job, "mining.notify", "{params:[s h64+ n]}", 11,
     "mining.notify: header hash, time stamp"},
    {pool, job, "mining.notify", "{params:[s h80+]}", 9,
     "mining.notify: header hash with time stamp"},
    {pool, hello, "", R"({result:[t "EthereumStratum/1.0.0" *]})", 12,
     "answer to subscribe: true, EthereumStratum/1.0.0"},
    {miner, login, "mining.authorize", R"({params:["kaspa:*" *]})", 11,
     "mining.authorize with a Kaspa address", read_authorize},
    {miner, share, "mining.submit", R"({params:["kaspa:*" ? H *]})", 11,
     "mining.submit with a Kaspa address"},
};

}  // namespace

extern const Dialect stratum_kaspa;
const Dialect stratum_kaspa{.id = "stratum-kaspa",
                            .title = "Stratum for Kaspa",
                            .coins = "KAS and other kHeavyHash coins",
                            .algorithm = "kheavyhash",
                            .source = "Kaspa Stratum bridge (public source), read 2026-11",
                            .shapes = shapes};

}  // namespace davy::flow::dialects
