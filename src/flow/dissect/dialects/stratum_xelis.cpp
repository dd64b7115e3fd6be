// Stratum for Xelis: the answer to subscribe carries the extranonce and the pool's public key.
#include "flow/dissect/dialects/stratum_reading.hpp"

namespace davy::flow::dialects {
namespace {

using enum Speaker;
using enum MessageKind;

constexpr Shape shapes[] = {
    {pool, hello, "", "{result:[s h60+ n h64]}", 11,
     "answer to subscribe: extranonce of 32 octets, public key"},
    {pool, hello, "", "{result:[s h60+ n]}", 8, "answer to subscribe: extranonce of 32 octets"},
    {miner, login, "mining.authorize", R"({params:[("xel:*"|"xet:*") *]})", 11,
     "mining.authorize with a Xelis address", read_authorize},
    {miner, share, "mining.submit", R"({params:[("xel:*"|"xet:*") s h16]})", 12,
     "mining.submit with a Xelis address"},
    {miner, share, "mining.submit", "{params:[s s h16]}", 8,
     "mining.submit: login, job, 64-bit nonce"},
    {pool, job, "mining.notify", R"({params:[s h16+ h64 "xel/*" *]})", 12,
     "mining.notify: time stamp, work hash, xel/… algorithm"},
    {pool, job, "mining.notify", "{params:[s h h64 s b]}", 10,
     "mining.notify: time stamp, work hash, algorithm"},
};

}  // namespace

extern const Dialect stratum_xelis;
const Dialect stratum_xelis{.id = "stratum-xelis",
                            .title = "Stratum for Xelis",
                            .coins = "XEL",
                            .coin = "XEL",
                            .algorithm = "xelishash",
                            .source = "Xelis Stratum documentation (docs.xelis.io), read 2026-11",
                            .shapes = shapes};

}  // namespace davy::flow::dialects
