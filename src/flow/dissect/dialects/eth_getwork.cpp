// Ethereum getWork, over a raw socket ("eth-proxy") or HTTP: eth_submitLogin, eth_getWork, eth_submitWork.
#include "flow/dissect/dialects/stratum_reading.hpp"
#include "flow/dissect/work.hpp"

namespace davy::flow::dialects {
namespace {

using enum Speaker;
using enum MessageKind;

void read_login(const JsonMessage& message, ConversationBuilder& out) {
  read_authorize(message, out);
  if (const auto worker = plain_text(message.member("worker"))) out.set_worker(*worker);
}

// The result is [header hash, seed hash, target, …]; the target of 2^256 / difficulty.
void read_work(const JsonMessage& message, ConversationBuilder& out) {
  if (message.result == nullptr) return;
  if (const auto target = plain_text(message.outline.at(*message.result, 2)))
    take_work(hashes_for_target(*target), out);
}

constexpr Shape shapes[] = {
    {miner, login, "eth_submitLogin", "{params:[s *]}", 11, "eth_submitLogin", read_login},
    {miner, login, "eth_login", "{params:[s *]}", 9, "eth_login", read_login},
    {miner, work_request, "eth_getWork", "{params?:([*]|z)}", 9, "eth_getWork"},
    {miner, share, "eth_submitWork", "{params:[x16 x64 x64 *]}", 12,
     "eth_submitWork: nonce, header hash, mix hash"},
    {miner, share, "eth_submitWork", "{params:[x *]}", 9, "eth_submitWork"},
    {miner, hash_rate, "eth_submitHashrate", "{params:[x *]}", 10, "eth_submitHashrate",
     read_hex_rate},
    {pool, job, "", "{result:[x64 x64 x64 *]}", 11, "work: header hash, seed hash, target",
     read_work},
    {pool, job, "", "{result:[x64 x64 x *]}", 9, "work: header hash, seed hash, short target",
     read_work},
};

}  // namespace

extern const Dialect eth_getwork;
const Dialect eth_getwork{
    .id = "eth-getwork",
    .title = "Ethereum getWork (eth-proxy, HTTP)",
    .coins = "ETC, ETHW and other Ethash or Etchash coins; ETH until 2022-09",
    .algorithm = "ethash",
    .source = "Ethereum JSON-RPC (execution-apis), ethminer (public source), read 2026-11",
    .shapes = shapes};

}  // namespace davy::flow::dialects
