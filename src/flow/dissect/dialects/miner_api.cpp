// Miners' own monitoring interfaces on the local network: not mining in this flow, but a miner at its end.
#include "flow/dissect/dialects/stratum_reading.hpp"

namespace davy::flow::dialects {
namespace {

using enum Speaker;
using enum MessageKind;

void mark(const JsonMessage& message, ConversationBuilder& out) {
  out.related(RelatedClass::miner_api, "a miner's monitoring interface answered");
  if (const auto agent = plain_text(message.member("ua"))) out.set_agent(*agent);
}

constexpr Shape shapes[] = {
    {either, miner_status, "", "{hashrate:{total:[*]} connection:{} results:{}}", 0,
     "XMRig summary", mark},
    {either, miner_status, "", R"({miner:{total_hashrate:? devices:[*]}})", 0, "NBMiner status",
     mark},
    {either, miner_status, "", "{STATUS:[*] SUMMARY:[*]}", 0, "cgminer summary", mark},
    {either, miner_status, "", "{STATUS:[*] POOLS:[*]}", 0, "cgminer pools", mark},
    {either, miner_status, "", "{STATUS:[*] DEVS:[*]}", 0, "cgminer devices", mark},
    {either, miner_status, "miner_getstat1", "{}", 0, "miner_getstat1 asked", mark},
    {either, miner_status, "miner_getstat2", "{}", 0, "miner_getstat2 asked", mark},
    {either, miner_status, "miner_getstatdetail", "{}", 0, "miner_getstatdetail asked", mark},
    {either, miner_status, "miner_ping", "{}", 0, "miner_ping asked", mark},
};

}  // namespace

extern const Dialect miner_api;
const Dialect miner_api{
    .id = "miner-api",
    .title = "Miners' monitoring interfaces",
    .coins = "any",
    .source = "XMRig, ethminer, cgminer and NBMiner API documentation, read 2026-11",
    .shapes = shapes,
    .family = true};

}  // namespace davy::flow::dialects
