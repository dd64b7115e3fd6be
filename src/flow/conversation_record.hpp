// What was said in a flow: messages by kind and side, shares, difficulty, names, and the excerpts that prove it.
//
// Units:   difficulty is kept as expected hashes per share (`hashes_per_share`), so that dialects compare.
// Shape:   a summary of bounded size; counts cover the whole flow, excerpts only its first messages of each kind.
//          Side miner/pool is decided by what was said, not by ports.
// Privacy: text fields and excerpts hold mining conversation only; the login is in `login`, and excerpts carry it as
//          written: whoever prints them must pseudonymise (workbench/report does).
// Threads: a value.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/owned.hpp"
#include "base/time.hpp"
#include "flow/message_counts.hpp"

namespace davy::flow {

enum class Direction : std::uint8_t { forward = 0, reverse = 1 };
inline Direction opposite(Direction d) {
  return d == Direction::forward ? Direction::reverse : Direction::forward;
}

// Something recognised that is not mining.
enum class RelatedClass : std::uint8_t {
  none,
  blockchain_node,  // Bitcoin-family P2P, Monero Levin, devp2p, libp2p
  node_rpc,         // JSON-RPC to a node that asks for no work
  wallet,           // wallet RPC, web3 client
  json_rpc,         // any other JSON-RPC
  miner_api,  // a miner's monitoring interface: no mining in this flow, but a miner at its end
  storage_network,
  trading,       // an exchange, a price site
  pool_contact,  // in touch with a pool by name, and nothing else
  own_probe,     // a question that davy probe asked
};
std::string_view name(RelatedClass related);

struct Evidence {
  Timestamp time;
  Direction direction = Direction::forward;
  MessageKind kind = MessageKind::other;
  std::string_view
      rule;  // what matched, e.g. "stratum-v1: mining.notify with 9 parameters"; static storage
  float strength_nats = 0;  // log-likelihood ratio of this message, mining against not
  std::string excerpt;      // at most limits::evidence_octets_max, control characters escaped
};

// Messages by kind over time, for the timeline: `bins` of equal width from `start`; when the flow outgrows them the width
// doubles and neighbours are added up, so the size is fixed.
struct Timeline {
  static constexpr std::size_t bins = 64;
  enum class Row : std::uint8_t { job, share, accepted, rejected, other, count_ };
  static constexpr std::size_t rows = static_cast<std::size_t>(Row::count_);
  Timestamp start;
  Duration bin_width{0};
  std::vector<std::array<std::uint16_t, bins>>
      counts;  // [row][bin], saturating; no rows until the first message

  // The bin of the last message, so that the next one seldom needs a division.
  struct Bin {
    Timestamp begin;
    Timestamp end;
    std::size_t index = 0;
  };
  Bin last = {};
};

struct ShareStatistics {
  std::uint64_t submitted = 0;
  std::uint64_t accepted = 0;
  std::uint64_t rejected = 0;
  double accepted_hashes =
      0;  // sum over accepted shares of the hashes expected for each, where the difficulty was known
  std::uint64_t accepted_with_difficulty = 0;
  double submitted_hashes =
      0;  // the same over all submitted shares (answers may not have been captured)
  std::uint64_t submitted_with_difficulty = 0;
  Timestamp
      first;  // the time over which shares were counted: from first job or share to last message
  Timestamp last;
};

// Half of what makes mining of words that nobody listed: the other half may be in other connections of the same two. Identifiers
// of jobs that came with work and a difficulty, and identifiers that went back with a nonce; the first few, as hashes.
struct WorkMarks {
  static constexpr std::size_t kept = 4;
  std::array<std::uint64_t, kept> given{};  // 0: none
  std::array<std::uint64_t, kept> returned{};
  Direction miner_sends = Direction::forward;
};

struct ConversationRecord {
  std::string_view dialect;  // id of the best dialect ("stratum-v1", "cryptonote", …); empty: none
  std::string_view related_rule;  // why `related` was set; static storage
  std::string
      carrier;  // how it was wrapped, outside first: "tcp", "tcp/socks5", "tcp/http/websocket"
  RelatedClass related = RelatedClass::none;
  std::optional<Direction>
      miner_sends;  // the direction in which the miner speaks; empty if it could not be told
  bool miner_spoke = false;  // a mining message of the miner was read
  bool pool_spoke = false;   // a mining message or a mining refusal of the pool was read
  bool unmistakable =
      false;  // a protocol's own structure (e.g. a Noise handshake of exact sizes), nothing read
  bool peer_silent : 1 =
      false;  // packets of the other direction were captured, but no mining answer
  bool peer_not_captured : 1 = false;  // no packet of the other direction was captured
  bool words_in_place : 1 =
      false;  // its messages were cut by the capture; their words are a dialect's, each from its side

  MessageCounts messages;
  ShareStatistics shares;
  std::vector<Evidence> evidence;  // at most limits::evidence_per_flow_max
  double strength_nats = 0;        // sum over distinct evidence, bounded

  std::string coin;       // "" if the evidence does not tell; ticker in capitals, e.g. "XMR"
  std::string algorithm;  // "" likewise; e.g. "rx/0", "sha256d", "kawpow"
  std::string_view
      coin_basis;  // what told: "algorithm named", "login address form", "dialect", …; static storage
  std::string agent;  // as sent, cut
  std::string login;  // as sent, cut: pseudonymise before printing
  std::string worker;
  std::string pool;                        // host (and port) by name where the conversation says it
  std::optional<double> difficulty_last;   // as the dialect counts it, for display
  std::optional<double> hashes_per_share;  // last known
  std::optional<double> reported_hash_rate;  // hashes a second, as the miner itself says
  std::vector<Timestamp>
      blocks;  // when its work moved to another block; the last limits::blocks_kept
  Owned<WorkMarks> work_marks;        // null: none
  Owned<Timeline> timeline;           // null: not wanted, or nothing was said
  std::uint64_t messages_unread = 0;  // of this conversation: cut, malformed or beyond bounds
};
static_assert(sizeof(ConversationRecord) <= 512,
              "the largest part of what is kept; the heap's next size is a quarter more");

}  // namespace davy::flow
