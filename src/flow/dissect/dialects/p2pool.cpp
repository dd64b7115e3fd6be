// P2Pool (Monero): its messages, in the order of their type.
#include "flow/dissect/p2pool.hpp"

namespace davy::flow::dialects {
namespace {

using enum Speaker;
using enum MessageKind;

constexpr Shape shapes[] = {
    {either, hello, "HANDSHAKE_CHALLENGE", "0, challenge 8, peer 8", 2,
     "P2Pool challenge: 17 octets, the first 0"},
    {either, hello, "HANDSHAKE_SOLUTION", "1, hash 32, salt 8", 5,
     "P2Pool solution: 41 octets, the first 1, after a challenge of 17 each way"},
    {either, hello, "LISTEN_PORT", "2, port 4", 3, "P2Pool LISTEN_PORT: type 2 and a port"},
    {either, work_request, "BLOCK_REQUEST", "3, id 32", 2,
     "P2Pool BLOCK_REQUEST: type 3 and a block id"},
    {either, job, "BLOCK_RESPONSE", "4, length, block", 2,
     "P2Pool BLOCK_RESPONSE: type 4 and a block of the side chain"},
    {either, job, "BLOCK_BROADCAST", "5, length, block", 2,
     "P2Pool BLOCK_BROADCAST: type 5 and a block of the side chain"},
    {either, other, "PEER_LIST_REQUEST", "6", 0.5, "P2Pool PEER_LIST_REQUEST"},
    {either, other, "PEER_LIST_RESPONSE", "7, count, peers of 19", 3,
     "P2Pool PEER_LIST_RESPONSE: type 7, count, peers of 19 octets"},
    {either, job, "BLOCK_BROADCAST_COMPACT", "8, length, block", 2,
     "P2Pool BLOCK_BROADCAST_COMPACT: type 8 and a block of the side chain"},
    {either, job, "BLOCK_NOTIFY", "9, id 32", 2, "P2Pool BLOCK_NOTIFY: type 9 and a block id"},
    {either, other, "AUX_JOB_DONATION", "10, length, data", 1, "P2Pool AUX_JOB_DONATION"},
    {either, other, "MONERO_BLOCK_BROADCAST", "11, length, block", 1,
     "P2Pool MONERO_BLOCK_BROADCAST"},
    {either, hello, "HANDSHAKE_SOLUTION with work", "hash below 2^256 / 10000", 12,
     "P2Pool solution whose hash carries the handshake's proof of work (1 in 10000)"},
};

}  // namespace

const Dialect p2pool{.id = "p2pool",
                     .title = "P2Pool side chain (peer to peer)",
                     .coins = "XMR",
                     .coin = "XMR",
                     .algorithm = "rx/0",
                     .source = "SChernykh/p2pool p2p_server.h, p2p_server.cpp, read 2026-11",
                     .shapes = shapes};

}  // namespace davy::flow::dialects
