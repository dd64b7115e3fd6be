// Stratum V2 behind Noise: the sizes that are evidence.
#include "flow/dissect/stratum_v2_noise.hpp"

namespace davy::flow::dialects {
namespace {

using enum Speaker;
using enum MessageKind;

// The strengths are of sizes, not of messages: each is what the size is seldom met with elsewhere.
constexpr Shape shapes[] = {
    {either, hello, "Noise handshake", "sizes 64, 234 (or 170), 54 to 400, 44", 14,
     "Stratum V2 Noise NX handshake: 64 random octets, answered by 234 (older text: 170), then "
     "records of the sizes of SetupConnection (54 to 400) and its Success (44); all four fit"},
    {either, share, "SubmitSharesStandard", "62 octets from the client", 4,
     "record of 62 octets from the client, the size of SubmitSharesStandard"},
    {either, share_accepted, "SubmitShares.Success", "58 octets from the server", 4,
     "record of 58 octets from the server, the size of SubmitShares.Success"},
    {either, job, "NewMiningJob, SetNewPrevHash", "83 or 87, 86 octets from the server", 3,
     "record of 83, 86 or 87 octets from the server, the sizes of NewMiningJob and SetNewPrevHash"},
    {either, difficulty, "SetTarget", "74 octets from the server", 2,
     "record of 74 octets from the server, the size of SetTarget"},
    {either, other, "other records", "any other size", 0, "record of another size"},
};

}  // namespace

const Dialect stratum_v2_noise{.id = "stratum-v2-noise",
                               .title = "Stratum V2 behind Noise (recognised by sizes)",
                               .coins = "BTC and other SHA-256d coins",
                               .algorithm = "sha256d",
                               .source = "stratum-mining/sv2-spec, chapters 3 to 5, read 2026-11",
                               .shapes = shapes};

}  // namespace davy::flow::dialects
