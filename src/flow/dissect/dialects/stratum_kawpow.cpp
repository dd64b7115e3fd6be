// Stratum for KawPow and its relatives (ProgPow, FiroPow, EvrProgPow): header and seed hash, height, mix hash.
#include "flow/dissect/dialects/stratum_reading.hpp"
#include "flow/dissect/work.hpp"

namespace davy::flow::dialects {
namespace {

using enum Speaker;
using enum MessageKind;

void read_job(const JsonMessage& message, ConversationBuilder& out) {
  if (const auto target = plain_text(message.param(3))) take_work(hashes_for_target(*target), out);
}

constexpr Shape shapes[] = {
    {pool, job, "mining.notify", "{params:[s H64 H64 H64 b n s *]}", 12,
     "mining.notify: header hash, seed hash, target, clean, height, bits", read_job},
    {miner, share, "mining.submit", "{params:[s ? x16 x64 x64]}", 10,
     "mining.submit: nonce, header hash, mix hash"},
};

}  // namespace

extern const Dialect stratum_kawpow;
const Dialect stratum_kawpow{
    .id = "stratum-kawpow",
    .title = "Stratum for KawPow",
    .coins = "RVN, and FIRO, EVR, MEWC with its relatives",
    .algorithm = "kawpow",
    .source = "Ravencoin KawPow Stratum (kawpowminer's documentation), read 2026-11",
    .shapes = shapes};

}  // namespace davy::flow::dialects
