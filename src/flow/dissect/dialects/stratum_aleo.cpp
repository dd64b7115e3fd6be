// Stratum-like mining of Aleo: pools differ in their jobs, the prover's address is what they share.
#include "flow/dissect/dialects/stratum_reading.hpp"

namespace davy::flow::dialects {
namespace {

using enum Speaker;
using enum MessageKind;

constexpr Shape shapes[] = {
    {miner, login, "mining.authorize", R"({params:["aleo1*" *]})", 12,
     "mining.authorize with an Aleo address", read_authorize},
    {pool, job, "mining.notify", R"({params:[s s "aleo1*" *]})", 12,
     "mining.notify: epoch challenge, Aleo address"},
    {pool, job, "mining.notify", R"({params:[s "ab1*" *]})", 11,
     "mining.notify: an Aleo block hash (ab1…)"},
    {miner, share, "mining.submit", R"({params:["aleo1*" *]})", 12,
     "mining.submit with an Aleo address"},
    {miner, share, "mining.submit", R"({params:[s s s "solution1*" *]})", 12,
     "mining.submit: an Aleo solution"},
};

}  // namespace

extern const Dialect stratum_aleo;
const Dialect stratum_aleo{
    .id = "stratum-aleo",
    .title = "Stratum-like for Aleo",
    .coins = "ALEO",
    .coin = "ALEO",
    .source =
        "public Aleo pools' documentation; address form from Aleo's specification, read 2026-11",
    .shapes = shapes};

}  // namespace davy::flow::dialects
