// EthereumStratum 2.0.0 (EIP-1571): mining.hello first, hexadecimal without 0x, optionally all messages in gzip.
#include "flow/dissect/dialects/stratum_reading.hpp"
#include "flow/dissect/work.hpp"

namespace davy::flow::dialects {
namespace {

using enum Speaker;
using enum MessageKind;

void read_hello(const JsonMessage& message, ConversationBuilder& out) {
  if (const auto agent = plain_text(message.path("params.agent"))) out.set_agent(*agent);
  if (const auto host = plain_text(message.path("params.host"))) out.set_pool(*host);
}

void read_set(const JsonMessage& message, ConversationBuilder& out) {
  if (const auto target = plain_text(message.path("params.target")))
    take_work(hashes_for_target(*target), out);
  if (const auto algorithm = plain_text(message.path("params.algo")))
    out.set_algorithm(*algorithm, 3);
}

constexpr Shape shapes[] = {
    {miner, hello, "mining.hello", "{params:{agent:s proto:s}}", 12,
     "mining.hello naming agent and protocol", read_hello},
    {miner, hello, "mining.hello", "{params:{}}", 8, "mining.hello"},
    {pool, hello, "", "{result:{proto:s encoding:s timeout:?}}", 11,
     "answer to hello: protocol, encoding"},
    {pool, difficulty, "mining.set", "{params:{target:h}}", 11,
     "mining.set: target, epoch, algorithm", read_set},
    {pool, difficulty, "mining.set", "{params:{epoch:?}}", 9, "mining.set", read_set},
    {pool, job, "mining.notify", "{params:[h h h64 (s|b)]}", 11,
     "mining.notify: job, height, header hash, clean"},
    {miner, share, "mining.submit", "{params:[h h s]}", 9, "mining.submit: job, nonce, worker"},
    {miner, hash_rate, "mining.hashrate", "{params:[h s]}", 10, "mining.hashrate", read_hex_rate},
    {either, keep_alive, "mining.noop", "{}", 5, "mining.noop"},
    {either, control, "mining.bye", "{}", 5, "mining.bye"},
    {pool, control, "mining.reconnect", "{}", 5, "mining.reconnect"},
};

}  // namespace

extern const Dialect ethereumstratum_2;
const Dialect ethereumstratum_2{.id = "ethereumstratum-2",
                                .title = "EthereumStratum 2.0.0",
                                .coins = "ETC and other Ethash or Etchash coins",
                                .algorithm = "ethash",
                                .source = "EIP-1571 (2018, stagnant), read 2026-11",
                                .shapes = shapes};

}  // namespace davy::flow::dialects
