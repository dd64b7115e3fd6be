// EthereumStratum 1.0.0 (NiceHash's) and the older Ethash Stratum of ethminer: header and seed hash in each job.
#include "flow/dissect/dialects/stratum_reading.hpp"
#include "flow/dissect/work.hpp"

namespace davy::flow::dialects {
namespace {

using enum Speaker;
using enum MessageKind;

void read_job_target(const JsonMessage& message, ConversationBuilder& out) {
  if (const auto target = plain_text(message.param(3))) take_work(hashes_for_target(*target), out);
}

constexpr Shape shapes[] = {
    {miner, hello, "mining.subscribe", R"({params:[s "EthereumStratum/1.0.0" *]})", 10,
     "mining.subscribe naming EthereumStratum/1.0.0", read_subscribe},
    {pool, hello, "", R"({result:[["mining.notify" s "EthereumStratum/1.0.0"] h *]})", 12,
     "answer to subscribe naming EthereumStratum/1.0.0"},
    {pool, job, "mining.notify", "{params:[s H64 H64 b]}", 12,
     "mining.notify: seed hash, header hash, clean"},
    {pool, job, "mining.notify", "{params:[s H64 H64 H64 b]}", 12,
     "mining.notify: header hash, seed hash, target, clean", read_job_target},
    {miner, share, "mining.submit", "{params:[s ? x16 x64 x64 *]}", 9,
     "mining.submit: nonce, header hash, mix hash"},
};

}  // namespace

extern const Dialect ethereumstratum_1;
const Dialect ethereumstratum_1{.id = "ethereumstratum-1",
                                .title = "EthereumStratum 1.0.0",
                                .coins = "ETC, ETHW and other Ethash or Etchash coins; NiceHash",
                                .algorithm = "ethash",
                                .source =
                                    "NiceHash EthereumStratum/1.0.0 specification (2016); ethminer "
                                    "(public source), read 2026-11",
                                .shapes = shapes};

}  // namespace davy::flow::dialects
