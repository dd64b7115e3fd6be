// What a node of a chain answers over HTTP and JSON-RPC: its newest block, and the heads of earlier ones.
//
// Units:   times UTC nanoseconds: `stamped` is what the miner wrote into the block, whole seconds, minutes off at times.
// Shape:   read_http() takes one answer with a length, or one that the end of the connection ends; the others read its body.
// Errors:  Result with one line for people: what is missing or cannot be, or what the node itself complains of.
// Bounds:  limits::node_answer_octets_max with the head; limits::node_headers_max headers; the node's own words are cut
//          at limits::node_text_octets_max.
// Threads: pure.
// Source:  RFC 9112 (HTTP/1.1); the RPC help of Bitcoin Core (getbestblockhash, getblockheader) and of Monero
//          (get_last_block_header, get_block_headers_range).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace davy::probe {

struct HttpAnswer {
  int status = 0;
  std::string_view body = {};  // of the octets that were given
  std::size_t octets = 0;      // all of it
  bool stays_open = false;
};
// Nothing: more is needed. `closed`: no more will come.
Result<std::optional<HttpAnswer>> read_http(std::string_view octets, bool closed);

struct BlockHead {
  std::uint64_t height = 0;
  Timestamp stamped;
  std::string hash;      // 64 hexadecimal digits, as the next two
  std::string previous;  // "" where it is the first
  friend bool operator==(const BlockHead&, const BlockHead&) = default;
};

// bitcoind and its kin.
Result<std::string> read_best_hash(std::string_view body);
Result<BlockHead> read_bitcoind_head(std::string_view body);
// monerod and its kin.
Result<BlockHead> read_monerod_last_head(std::string_view body);
Result<std::vector<BlockHead>> read_monerod_heads(std::string_view body);
// "" where the body is no JSON-RPC error.
std::string rpc_complaint(std::string_view body);

}  // namespace davy::probe
