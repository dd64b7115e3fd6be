// Duino-Coin: its lines.
#include "flow/dissect/duino_coin.hpp"

namespace davy::flow::dialects {
namespace {

using enum Speaker;
using enum MessageKind;

constexpr Shape shapes[] = {
    {pool, hello, "greeting", "version", 0,
     "pool greets with its version, as 3.0, and nothing else"},
    {miner, work_request, "JOB", "JOB,user", 0, "JOB and a user name"},
    {miner, work_request, "JOB with tier", "JOB,user,difficulty tier[,key]", 7,
     "JOB, user name and a difficulty tier of Duino-Coin"},
    {pool, job, "job", "40 hex digits,40 hex digits,difficulty", 10,
     "job: last hash, expected hash (SHA-1 each), difficulty"},
    {miner, share, "result", "number,hash rate,software,rig", 6,
     "result after a job: number, hash rate, software, rig"},
    {pool, share_accepted, "GOOD", "GOOD or BLOCK", 4, "GOOD or BLOCK after a result"},
    {pool, share_rejected, "BAD", "BAD[,reason]", 4, "BAD after a result"},
    {pool, login_refused, "INVU", "INVU or BAD after JOB", 3, "refusal after JOB: INVU or BAD"},
};

}  // namespace

const Dialect duino_coin{.id = "duino-coin",
                         .title = "Duino-Coin",
                         .coins = "DUCO",
                         .coin = "DUCO",
                         .algorithm = "duco-s1",
                         .source = "revoxhere/duino-coin miners, read 2026-11",
                         .shapes = shapes};

}  // namespace davy::flow::dialects
