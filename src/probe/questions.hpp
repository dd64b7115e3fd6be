// What is said first to an endpoint, in each dialect: a greeting and a login that no pool can take for a miner's.
//
// Shape:   a question is a few hundred octets that are sent at once; over WebSocket the upgrade is sent first, and the rest
//          once the other end has switched. Nothing here submits a share, answers a job or hashes.
//          Who asks is said wherever a dialect has room for it: agent "davy-probe/<version>", a login that is plainly no
//          wallet, the contact of the scope in the place of the password or in HTTP's From.
// Random:  64 octets come in: the key of a WebSocket, masks, Stratum V2's first message. The same octets give the same
//          question.
// Threads: pure functions.
// Source:  the dialects' sources stand in src/flow/dissect/dialects/; RFC 6455, RFC 9110 (From, User-Agent).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "probe/endpoint.hpp"

namespace davy::probe {

enum class Dialect : std::uint8_t {
  stratum_v1,
  cryptonote,
  eth_getwork,
  coinhive,
  stratum_v2_noise,
  stratum_v2,
  getwork,
  ethereumstratum_2,
  count_,
};
// As in `davy dialects`: "stratum-v1".
std::string_view name(Dialect dialect);
std::optional<Dialect> dialect_named(std::string_view id);

enum class Carrier : std::uint8_t { plain, tls, websocket, websocket_tls, count_ };
std::string_view name(Carrier carrier);  // "tcp", "tls", "websocket", "websocket-tls"
inline bool is_tls(Carrier c) { return c == Carrier::tls || c == Carrier::websocket_tls; }
inline bool is_websocket(Carrier c) {
  return c == Carrier::websocket || c == Carrier::websocket_tls;
}

struct Introduction {
  std::string version;  // of davy
  std::string contact;  // from the scope: needs no escapes in JSON or HTTP
};

struct Question {
  Dialect dialect = Dialect::stratum_v1;
  Carrier carrier = Carrier::plain;
  std::string first;          // sent at once
  std::string after_upgrade;  // sent when the other end has switched to WebSocket; empty: nothing
};

using RandomOctets = std::array<std::uint8_t, 64>;

// `host_and_port`: how the endpoint is addressed in HTTP's Host, e.g. "192.0.2.7:3333" or "pool.example.org:443".
Question make_question(Dialect dialect, Carrier carrier, const Introduction& who,
                       std::string_view host_and_port, const RandomOctets& random);

// In which order an endpoint is asked: what is commonest first, and first of all what is suspected.
struct Step {
  Dialect dialect;
  Carrier carrier;
  bool again = false;  // only if the question before it got an answer that must be seen twice

  friend bool operator==(const Step&, const Step&) = default;
};
std::vector<Step> plan(std::optional<Dialect> suspected);

}  // namespace davy::probe
