// Stratum V2 in clear: its messages, their form and what each is evidence of.
#include "flow/dissect/stratum_v2.hpp"

#include <algorithm>
#include <array>

namespace davy::flow {
namespace {

using enum Speaker;
using enum MessageKind;

struct Row {
  std::uint8_t type;
  std::string_view layout;  // sv2::Message
  Shape shape;
};

// The strength of a frame: its header fixes the extension, the type and a length that fits the payload's own lengths, some
// 40 bits; what is left is the chance that another binary protocol was built alike.
constexpr Row rows[] = {
    {0x00,
     "1224S2SSSS",
     {miner, hello, "SetupConnection",
      "protocol, versions, flags, host, port, vendor, hardware, firmware, device", 12,
      "SetupConnection: protocol, versions, endpoint, vendor, hardware, firmware"}},
    {0x01,
     "24",
     {pool, hello, "SetupConnection.Success", "version, flags", 4,
      "SetupConnection.Success: version and flags"}},
    {0x02,
     "4S",
     {pool, login_refused, "SetupConnection.Error", "flags, code", 5,
      "SetupConnection.Error: flags and code"}},
    {0x03, "4", {pool, control, "ChannelEndpointChanged", "channel", 1, "ChannelEndpointChanged"}},
    {0x04, "S2", {pool, control, "Reconnect", "host, port", 3, "Reconnect: host and port"}},
    {0x10,
     "4S4H",
     {miner, login, "OpenStandardMiningChannel", "request, user, hash rate, maximum target", 10,
      "OpenStandardMiningChannel: user, hash rate, maximum target"}},
    {0x11,
     "44HB4",
     {pool, login_accepted, "OpenStandardMiningChannel.Success",
      "request, channel, target, extranonce prefix, group", 10,
      "OpenStandardMiningChannel.Success: channel, target, extranonce prefix"}},
    {0x12,
     "4S",
     {pool, login_refused, "OpenMiningChannel.Error", "request, code", 5,
      "OpenMiningChannel.Error: request and code"}},
    {0x13,
     "4S4H2",
     {miner, login, "OpenExtendedMiningChannel",
      "request, user, hash rate, maximum target, extranonce size", 10,
      "OpenExtendedMiningChannel: user, hash rate, maximum target, extranonce size"}},
    {0x14,
     "44H2B4",
     {pool, login_accepted, "OpenExtendedMiningChannel.Success",
      "request, channel, target, extranonce size and prefix, group", 10,
      "OpenExtendedMiningChannel.Success: channel, target, extranonce size and prefix"}},
    {0x15,
     "44O4H",
     {pool, job, "NewMiningJob", "channel, job, time, version, merkle root", 9,
      "NewMiningJob: channel, job, time, version, merkle root"}},
    {0x16,
     "44H",
     {miner, hash_rate, "UpdateChannel", "channel, hash rate, maximum target", 7,
      "UpdateChannel: hash rate and maximum target"}},
    {0x17, "4S", {pool, control, "UpdateChannel.Error", "channel, code", 3, "UpdateChannel.Error"}},
    {0x18,
     "4S",
     {either, control, "CloseChannel", "channel, reason", 3, "CloseChannel: channel and reason"}},
    {0x19,
     "4B",
     {pool, difficulty, "SetExtranoncePrefix", "channel, prefix", 4, "SetExtranoncePrefix"}},
    {0x1a,
     "444444",
     {miner, share, "SubmitSharesStandard", "channel, sequence, job, nonce, time, version", 8,
      "SubmitSharesStandard: channel, sequence, job, nonce, time, version"}},
    {0x1b,
     "444444B",
     {miner, share, "SubmitSharesExtended",
      "channel, sequence, job, nonce, time, version, extranonce", 8,
      "SubmitSharesExtended: channel, sequence, job, nonce, time, version, extranonce"}},
    {0x1c,
     "4448",
     {pool, share_accepted, "SubmitShares.Success", "channel, sequence, count, sum of difficulties",
      7, "SubmitShares.Success: last sequence, count, sum of difficulties"}},
    {0x1d,
     "44S",
     {pool, share_rejected, "SubmitShares.Error", "channel, sequence, code", 7,
      "SubmitShares.Error: sequence and code"}},
    {0x1f,
     "44O41PKK",
     {pool, job, "NewExtendedMiningJob", "channel, job, time, version, merkle path, coinbase", 10,
      "NewExtendedMiningJob: channel, job, time, version, merkle path, coinbase parts"}},
    {0x20,
     "44H44",
     {pool, job, "SetNewPrevHash", "channel, job, previous hash, time, bits", 9,
      "SetNewPrevHash: job, previous hash, time, bits"}},
    {0x21,
     "4H",
     {pool, difficulty, "SetTarget", "channel, target", 7, "SetTarget: channel and target"}},
    {0x22,
     "44S4H444S4K4P",
     {miner, job, "SetCustomMiningJob", "the miner's own block template", 9,
      "SetCustomMiningJob: the miner's own block template"}},
    {0x23,
     "444",
     {pool, job, "SetCustomMiningJob.Success", "channel, request, job", 3,
      "SetCustomMiningJob.Success"}},
    {0x24,
     "44S",
     {pool, other, "SetCustomMiningJob.Error", "channel, request, code", 4,
      "SetCustomMiningJob.Error"}},
    {0x25, "4Q", {pool, control, "SetGroupChannel", "group, channels", 3, "SetGroupChannel"}},
    {0x50,
     "S4",
     {miner, work_request, "AllocateMiningJobToken", "user, request", 4,
      "AllocateMiningJobToken: user (job declaration)"}},
    {0x51,
     "4B*",
     {pool, login_accepted, "AllocateMiningJobToken.Success", "request, token, outputs", 3,
      "AllocateMiningJobToken.Success (job declaration)"}},
    {0x53,
     "4*",
     {pool, other, "IdentifyTransactions", "request", 1, "IdentifyTransactions (job declaration)"}},
    {0x54,
     "4*",
     {miner, other, "IdentifyTransactions.Success", "request, transactions", 1,
      "IdentifyTransactions.Success (job declaration)"}},
    {0x55,
     "4*",
     {pool, other, "ProvideMissingTransactions", "request, positions", 1,
      "ProvideMissingTransactions (job declaration)"}},
    {0x56,
     "4*",
     {miner, other, "ProvideMissingTransactions.Success", "request, transactions", 1,
      "ProvideMissingTransactions.Success (job declaration)"}},
    {0x57,
     "4B4*",
     {miner, job, "DeclareMiningJob", "request, token, version, coinbase, transactions", 3,
      "DeclareMiningJob: token, version, coinbase (job declaration)"}},
    {0x58,
     "4B",
     {pool, other, "DeclareMiningJob.Success", "request, token", 2,
      "DeclareMiningJob.Success (job declaration)"}},
    {0x59,
     "4S*",
     {pool, other, "DeclareMiningJob.Error", "request, code", 2,
      "DeclareMiningJob.Error (job declaration)"}},
    {0x60,
     "BH4444",
     {miner, share, "PushSolution", "extranonce, previous hash, time, nonce, bits, version", 8,
      "PushSolution: a block was found (job declaration)"}},
    {0x70,
     "4*",
     {miner, hello, "CoinbaseOutputConstraints", "size", 1,
      "CoinbaseOutputConstraints (template distribution)"}},
    {0x71,
     "8144B484K4P",
     {pool, job, "NewTemplate", "template, version, coinbase, value, merkle path", 9,
      "NewTemplate: coinbase, value, merkle path (template distribution)"}},
    {0x72,
     "8H44H",
     {pool, job, "SetNewPrevHash (template)", "template, previous hash, time, bits, target", 9,
      "SetNewPrevHash: previous hash, time, bits, target (template distribution)"}},
    {0x73,
     "8",
     {miner, work_request, "RequestTransactionData", "template", 3,
      "RequestTransactionData (template distribution)"}},
    {0x74,
     "8K*",
     {pool, other, "RequestTransactionData.Success", "template, transactions", 2,
      "RequestTransactionData.Success (template distribution)"}},
    {0x75,
     "8S",
     {pool, other, "RequestTransactionData.Error", "template, code", 3,
      "RequestTransactionData.Error (template distribution)"}},
    {0x76,
     "8444K",
     {miner, share, "SubmitSolution", "template, version, time, nonce, coinbase", 7,
      "SubmitSolution: a block was found (template distribution)"}},
};

constexpr auto shapes = [] {
  std::array<Shape, std::size(rows)> all{};
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = rows[i].shape;
  return all;
}();

constexpr auto messages = [] {
  std::array<sv2::Message, std::size(rows)> all{};
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = {rows[i].type, rows[i].layout, &shapes[i]};
  return all;
}();

}  // namespace

namespace sv2 {
const Message* find_message(std::uint8_t type) {
  const auto it = std::ranges::lower_bound(messages, type, {}, &Message::type);
  return it != messages.end() && it->type == type ? &*it : nullptr;
}
}  // namespace sv2

namespace dialects {
const Dialect stratum_v2{.id = "stratum-v2",
                         .title = "Stratum V2 (in clear)",
                         .coins = "BTC and other SHA-256d coins",
                         .algorithm = "sha256d",
                         .source = "stratum-mining/sv2-spec, chapters 3 and 5 to 8, read 2026-11",
                         .shapes = shapes};
}  // namespace dialects

}  // namespace davy::flow
