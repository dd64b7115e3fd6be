// The handshake of SOCKS4, SOCKS4a and SOCKS5 (CONNECT), watched from both directions: whom the
// client wants to reach, and where the inner stream begins.
//
// Units:   octets.
// Shape:   feed() takes each direction in order, in any split. Clients that send before the proxy
//          answered are followed; so are captures of one direction only: after a valid request the
//          client's octets are inner, after a granting reply the proxy's are. The client is the
//          side that greets; where that cannot be told (a lone 05 02), the forward side.
// Errors:  a handshake that contradicts itself is not_socks. GSSAPI, BIND and UDP ASSOCIATE are not
//          followed: refused.
// Threads: one owner.
// Source:  RFC 1928, RFC 1929; SOCKS4 protocol (Y. Lee, 1992), SOCKS 4A extension (2000).
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_reader.hpp"
#include "flow/conversation_record.hpp"

namespace davy::flow {

// Authentication methods: 0 to 9 are assigned by IANA (2024-05), 0x80 to 0xfe are private.
inline bool is_socks_method(std::uint8_t method) {
  return method < 10 || (method >= 0x80 && method != 0xff);
}

// A whole client greeting (SOCKS5), a CONNECT request (SOCKS4), or how a proxy answers either;
// perhaps with what follows it.
inline bool begins_as_socks(Bytes first) {
  if (first.size() < 2) return false;
  const std::uint8_t count = first[1];
  if (first[0] == 5) {
    if (first.size() == 2) return count == 0 || count == 2 || count == 0xff;
    if (count == 0) return first.size() >= 4 && first[2] == 5 && first[3] <= 8;
    if (first.size() < 2u + count || count > 16) return false;
    if (!std::ranges::all_of(first.subspan(2, count), is_socks_method)) return false;
    return first.size() == 2u + count || first[2u + count] == 5 || first[2u + count] == 1;
  }
  if (first[0] == 4) {  // version, 1, port, address, user name, 0
    if (count != 1 || first.size() < 9 || load_be16(first.data() + 2) == 0) return false;
    return std::ranges::find(first.subspan(8), std::uint8_t{0}) != first.end();
  }
  return first[0] == 0 && first.size() == 8 && count >= 0x5a && count <= 0x5d;
}

enum class SocksState : std::uint8_t {
  undecided,    // too few octets
  not_socks,    // something else
  handshake,    // SOCKS, not yet answered
  established,  // the proxy granted it, or only the client was captured and it speaks on
  refused,      // by the proxy; or a form that is not followed
};

struct SocksStep {
  SocksState state = SocksState::undecided;
  // The last this many octets of this feed belong to the inner stream, in the same direction. May
  // be more than 0 while the state is `handshake`: the client did not wait.
  std::size_t inner_octets = 0;
};

class SocksHandshake {
 public:
  SocksStep feed(Direction direction, Bytes bytes);
  // Octets that were never captured. Inside the inner stream they are the owner's to handle.
  void gap(Direction direction, std::uint64_t octets);

  SocksState state() const { return state_; }
  // "socks4", "socks4a", "socks5"; "" while undecided.
  std::string_view name() const;
  // A host name, or an address as text; "" until the client's request was read.
  std::string_view target_host() const { return host_; }
  std::uint16_t target_port() const { return port_; }
  // Nothing until the client's side is known.
  std::optional<Direction> client() const { return client_; }

 private:
  enum class Phase : std::uint8_t {
    greeting,
    request,
    inner
  };  // of the proxy: choice, reply, inner
  enum class Parsed : std::uint8_t { done, more, contradiction, refusal };

  struct Side {
    std::vector<std::uint8_t> held;  // of the message being read, which crosses a feed boundary
    std::uint64_t inner_octets = 0;
    Phase phase = Phase::greeting;
    bool spoke = false;
    bool authenticated = false;
  };

  bool is_over() const { return state_ == SocksState::not_socks || state_ == SocksState::refused; }
  std::size_t read_side(Side& side, Direction direction, Bytes bytes);
  void settle(Parsed parsed);
  void conclude();
  Parsed read_message(Side& side, Direction direction, ByteReader& in);
  Parsed find_client(Direction direction, Bytes first);
  Parsed read_client(Side& side, ByteReader& in);
  Parsed read_greeting(Side& side, ByteReader& in);
  Parsed read_login(Side& side, ByteReader& in);
  Parsed read_request5(Side& side, ByteReader& in);
  Parsed read_request4(Side& side, ByteReader& in);
  Parsed read_proxy(Side& side, ByteReader& in);
  Parsed read_choice(Side& side, ByteReader& in);
  Parsed read_login_answer(Side& side, ByteReader& in);
  Parsed read_reply5(Side& side, ByteReader& in);
  Parsed read_reply4(Side& side, ByteReader& in);
  bool is_version(std::uint8_t version);

  std::array<Side, 2> sides_;
  std::string host_;
  std::optional<Direction> client_;
  std::uint16_t port_ = 0;
  std::uint8_t version_ = 0;  // 4 or 5
  bool by_name_ = false;      // SOCKS4a
  SocksState state_ = SocksState::undecided;
};

}  // namespace davy::flow
