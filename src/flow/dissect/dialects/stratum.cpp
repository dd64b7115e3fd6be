// What all dialects of the Stratum family say alike: evidence of mining, but not of which dialect.
#include "flow/dissect/dialects/stratum_reading.hpp"

namespace davy::flow::dialects {
namespace {

using enum Speaker;
using enum MessageKind;

constexpr Shape shapes[] = {
    {miner, hello, "mining.subscribe", R"({params?:[*]})", 8, "mining.subscribe", read_subscribe},
    {miner, hello, "mining.subscribe", R"({params:["NiceHash/*" *]})", 9,
     "mining.subscribe from NiceHash", read_subscribe},
    {miner, hello, "mining.subscribe", "{}", 1, "mining.subscribe of unknown form"},
    {miner, hello, "mining.configure", "{params:[*]}", 9, "mining.configure"},
    {miner, hello, "mining.extranonce.subscribe", "{params?:[*]}", 8,
     "mining.extranonce.subscribe"},
    {miner, hello, "mining.multi_version", "{params?:[*]}", 8, "mining.multi_version"},
    {miner, login, "mining.authorize", "{params:[s *]}", 9, "mining.authorize with a login",
     read_authorize},
    {miner, login, "mining.authorize", "{}", 1, "mining.authorize of unknown form"},
    {miner, share, "mining.submit", "{params:[s ? H *]}", 9, "mining.submit: login, job, nonce"},
    {miner, share, "mining.submit", "{params:[s ? *]}", 8, "mining.submit with login and job"},
    {miner, share, "mining.submit", "{}", 1, "mining.submit of unknown form"},
    {miner, difficulty, "mining.suggest_difficulty", "{params:[n *]}", 8,
     "mining.suggest_difficulty"},
    {miner, difficulty, "mining.suggest_target", "{params:[s *]}", 8, "mining.suggest_target"},
    {miner, work_request, "mining.get_transactions", "{params?:[*]}", 8, "mining.get_transactions"},
    {miner, work_request, "mining.get_job", "{params?:[*]}", 8, "mining.get_job"},
    {miner, hash_rate, "mining.hashrate", "{}", 4, "mining.hashrate"},
    {pool, job, "mining.notify", "{params:[s ? ? *]}", 9, "mining.notify"},
    {pool, job, "mining.notify", "{}", 1, "mining.notify of unknown form"},
    {pool, difficulty, "mining.set_difficulty", "{params:[n *]}", 9, "mining.set_difficulty",
     read_scrypt_or_bitcoin_difficulty},
    {pool, difficulty, "mining.set_difficulty", "{params:[s *]}", 8,
     "mining.set_difficulty as text", read_scrypt_or_bitcoin_difficulty},
    {pool, difficulty, "mining.set_target", "{params:[H *]}", 9, "mining.set_target", read_target},
    {pool, difficulty, "mining.set_extranonce", "{params:[h *]}", 9, "mining.set_extranonce"},
    {pool, difficulty, "set_extranonce", "{params:[h n *]}", 6, "set_extranonce"},
    {pool, difficulty, "mining.set_version_mask", "{params:[h *]}", 9, "mining.set_version_mask"},
    {pool, control, "client.reconnect", "{params?:[*]}", 5, "client.reconnect", read_reconnect},
    {pool, control, "client.show_message", "{params:[s *]}", 4, "client.show_message"},
    {pool, control, "client.get_version", "{}", 4, "client.get_version"},
    {either, keep_alive, "mining.ping", "{}", 3, "mining.ping"},
    {either, keep_alive, "mining.pong", "{}", 3, "mining.pong"},
    {pool, hello, "", R"({result:[[["mining.*" ?]^] h n *]})", 11,
     "answer to subscribe: subscriptions, extranonce, size"},
    {pool, hello, "", "{result:[z h *]}", 4, "answer to subscribe: no session, extranonce"},
    {pool, hello, "", R"({result:[["mining.*" ? *] h *]})", 11,
     "answer to subscribe: one subscription, extranonce"},
};

}  // namespace

extern const Dialect stratum;
const Dialect stratum{.id = "stratum-v1",
                      .title = "Stratum family (forms that its dialects share)",
                      .coins = "any",
                      .source =
                          "Stratum mining protocol as published by its first pool (2012); public "
                          "pools' documentation, read 2026-11",
                      .shapes = shapes,
                      .family = true};

}  // namespace davy::flow::dialects
