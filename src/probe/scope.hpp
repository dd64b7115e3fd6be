// Whom a probe may speak to, since when, until when and in whose name: one text file, written by the one who answers for it.
//
// Shape:   a line is a word and its value; # begins a comment. `allow` and `deny` take an address, a network or an address
//          with a port; deny wins. `contact`, `authorised-by` and `expires` must stand there once, `source` (the address
//          to speak from) may. Multicast, broadcast and unspecified addresses are never allowed.
//          A network of public addresses wider than /16 (IPv6: /32) is refused: nobody's written scope is the Internet.
// Units:   expires is a day, YYYY-MM-DD, in UTC; it is the last day on which the scope holds.
// Errors:  any line that is not understood makes the whole file invalid, with its number: a scope is not guessed.
// Bounds:  limits::probe_scope_lines_max lines.
// Threads: immutable once read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "probe/endpoint.hpp"

namespace davy::probe {

struct Network {
  IpAddress address;
  unsigned prefix_bits = 128;  // of all 128: an IPv4 network has 96 more than it is written with
  std::optional<std::uint16_t> port;  // nothing: every port

  bool holds(const Endpoint& endpoint) const;
};

// A network with bits beyond its prefix ("10.1.2.3/8") is none: one of the two is a slip.
// "10.0.0.0/8", "192.0.2.7", "192.0.2.7:3333", "2001:db8::/32", "[2001:db8::7]:3333".
std::optional<Network> parse_network(std::string_view text);

class Scope {
 public:
  static Result<Scope> parse(std::string_view text);
  static Result<Scope> load(const std::string& path);

  // Why this endpoint may not be spoken to at this time; empty: it may.
  std::string refusal(const Endpoint& endpoint, Timestamp now) const;

  const std::string& contact() const { return contact_; }
  const std::string& authorised_by() const { return authorised_by_; }
  const std::optional<IpAddress>& source() const { return source_; }

 private:
  std::string take(std::string_view word, std::string_view value);
  std::string take_network(bool allowed, std::string_view value);
  std::string take_expiry(std::string_view value);
  std::string missing() const;

  std::vector<Network> allowed_;
  std::vector<Network> denied_;
  std::string contact_;
  std::string authorised_by_;
  std::string expires_;  // as written
  Timestamp ends_;       // the first moment at which it does not hold any more
  std::optional<IpAddress> source_;
};

}  // namespace davy::probe
