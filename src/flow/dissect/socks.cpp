#include "flow/dissect/socks.hpp"

#include "base/ip_address.hpp"
#include "base/limits.hpp"

namespace davy::flow {
namespace {

constexpr std::uint8_t connect_command = 1;
constexpr std::uint8_t login_version = 1;  // RFC 1929
constexpr std::uint8_t login_method = 2;
constexpr std::uint8_t granted4 = 0x5a;
// The longest message is RFC 1929's: version, and two texts of up to 255 octets with their lengths.
// SOCKS4a's is as long: 8 octets and two texts that end in 0.
constexpr std::size_t message_octets_max = 8 + 2 * (limits::socks_text_octets_max + 1);

bool is_printable(Bytes text) {
  return std::ranges::all_of(text, [](std::uint8_t c) { return c > 0x20 && c < 0x7f; });
}

// Through the 0 octet that ends a text of SOCKS4, without it; nothing where it has not come yet.
std::optional<Bytes> text_through_zero(ByteReader& in) {
  const Bytes rest = in.rest();
  const auto zero = std::ranges::find(rest, std::uint8_t{0});
  if (zero == rest.end()) return {};
  const Bytes text = in.bytes(static_cast<std::size_t>(zero - rest.begin()));
  in.skip(1);
  return text;
}

struct Address {
  std::string host;
  bool valid = true;
};

// RFC 1928 section 5. `in` fails where it is cut.
Address read_address(ByteReader& in) {
  const std::uint8_t kind = in.u8();
  if (in.failed()) return {};
  if (kind == 3) {
    const Bytes name = in.bytes(in.u8());
    return {std::string(as_text(name)), in.failed() || is_printable(name)};
  }
  if (kind != 1 && kind != 4) return {{}, false};
  const Bytes octets = in.bytes(kind == 1 ? 4 : 16);
  if (in.failed()) return {};
  return {to_string(kind == 1 ? IpAddress::v4(octets.data()) : IpAddress::v6(octets.data()))};
}

}  // namespace

SocksStep SocksHandshake::feed(Direction direction, Bytes bytes) {
  if (is_over() || bytes.empty()) return {state_, 0};
  Side& side = sides_[static_cast<std::size_t>(direction)];
  side.spoke = true;
  const std::size_t inner_octets = read_side(side, direction, bytes);
  side.inner_octets += inner_octets;
  conclude();
  return {state_, is_over() ? 0 : inner_octets};
}

// Reads the messages of the handshake; gives how many octets of `bytes` follow them.
std::size_t SocksHandshake::read_side(Side& side, Direction direction, Bytes bytes) {
  while (side.phase != Phase::inner && !bytes.empty() && !is_over()) {
    const std::size_t held_octets = side.held.size();
    const Bytes part = bytes.first(std::min(bytes.size(), message_octets_max));
    if (held_octets != 0) side.held.insert(side.held.end(), part.begin(), part.end());
    const Bytes text = held_octets != 0 ? Bytes{side.held} : bytes;
    ByteReader in(text);
    const Parsed parsed = read_message(side, direction, in);
    const std::size_t used_octets = text.size() - in.remaining();
    if (parsed == Parsed::more) {
      if (held_octets == 0) side.held.assign(part.begin(), part.end());
      if (side.held.size() >= message_octets_max) state_ = SocksState::not_socks;
      return 0;
    }
    settle(parsed);
    if (is_over() || used_octets < held_octets) return 0;
    bytes = bytes.subspan(used_octets - held_octets);
    side.held = {};
  }
  return bytes.size();
}

void SocksHandshake::settle(Parsed parsed) {
  if (parsed == Parsed::contradiction) state_ = SocksState::not_socks;
  if (parsed == Parsed::refusal) state_ = SocksState::refused;
}

void SocksHandshake::conclude() {
  if (is_over() || state_ == SocksState::established || !client_) return;
  const Side& client = sides_[static_cast<std::size_t>(*client_)];
  const Side& proxy = sides_[1 - static_cast<std::size_t>(*client_)];
  if (proxy.phase == Phase::inner || (client.inner_octets > 0 && !proxy.spoke)) {
    state_ = SocksState::established;
  } else if (client.phase != Phase::greeting || proxy.phase != Phase::greeting) {
    state_ = SocksState::handshake;
  }
}

SocksHandshake::Parsed SocksHandshake::read_message(Side& side, Direction direction,
                                                    ByteReader& in) {
  if (!client_) {
    const Parsed found = find_client(direction, in.rest());
    if (found != Parsed::done) return found;
  }
  return direction == *client_ ? read_client(side, in) : read_proxy(side, in);
}

// From the first octets of either side. SOCKS5's greeting and its answer both begin with 5; the
// greeting then has a count of methods, at least 1, and the answer a method.
SocksHandshake::Parsed SocksHandshake::find_client(Direction direction, Bytes first) {
  const auto other = direction == Direction::forward ? Direction::reverse : Direction::forward;
  if (first[0] == 4) {
    client_ = direction;
  } else if (first[0] == 0) {
    client_ = other;
  } else if (first[0] != 5) {
    return Parsed::contradiction;
  } else if (first.size() < 2) {
    return Parsed::more;
  } else {
    const bool answer = first[1] == 0 || first[1] == 0xff ||
                        (first[1] == login_method && direction == Direction::reverse);
    client_ = answer ? other : direction;
  }
  return Parsed::done;
}

SocksHandshake::Parsed SocksHandshake::read_client(Side& side, ByteReader& in) {
  const std::uint8_t first = in.rest()[0];
  if (side.phase == Phase::greeting) {
    if (!is_version(first)) return Parsed::contradiction;
    return first == 5 ? read_greeting(side, in) : read_request4(side, in);
  }
  if (first == login_version) return read_login(side, in);
  return first == 5 ? read_request5(side, in) : Parsed::contradiction;
}

SocksHandshake::Parsed SocksHandshake::read_greeting(Side& side, ByteReader& in) {
  in.skip(1);
  const Bytes methods = in.bytes(in.u8());
  if (in.failed()) return Parsed::more;
  if (methods.empty() || !std::ranges::all_of(methods, is_socks_method)) {
    return Parsed::contradiction;
  }
  side.phase = Phase::request;
  return Parsed::done;
}

// RFC 1929: the user name and the password are not kept.
SocksHandshake::Parsed SocksHandshake::read_login(Side& side, ByteReader& in) {
  if (side.authenticated) return Parsed::contradiction;
  in.skip(1);
  in.skip(in.u8());
  in.skip(in.u8());
  if (in.failed()) return Parsed::more;
  side.authenticated = true;
  return Parsed::done;
}

SocksHandshake::Parsed SocksHandshake::read_request5(Side& side, ByteReader& in) {
  in.skip(1);
  const std::uint8_t command = in.u8();
  const std::uint8_t reserved = in.u8();
  const Address address = read_address(in);
  const std::uint16_t port = in.be16();
  if (!address.valid || reserved != 0) return Parsed::contradiction;
  if (in.failed()) return Parsed::more;
  if (command == 0 || command > 3 || address.host.empty()) return Parsed::contradiction;
  if (command != connect_command) return Parsed::refusal;
  host_ = address.host;
  port_ = port;
  side.phase = Phase::inner;
  return Parsed::done;
}

// SOCKS4a: an address of 0.0.0.x, x not 0, says that a host name follows the user name.
SocksHandshake::Parsed SocksHandshake::read_request4(Side& side, ByteReader& in) {
  in.skip(1);
  const std::uint8_t command = in.u8();
  const std::uint16_t port = in.be16();
  const Bytes address = in.bytes(4);
  if (in.failed()) return Parsed::more;
  if (command != connect_command) return command == 2 ? Parsed::refusal : Parsed::contradiction;
  const auto user = text_through_zero(in);
  if (!user) return Parsed::more;
  const bool by_name = load_be32(address.data()) >> 8 == 0 && address[3] != 0;
  const auto name = by_name ? text_through_zero(in) : Bytes{};
  if (!name) return Parsed::more;
  const bool too_long = std::max(user->size(), name->size()) > limits::socks_text_octets_max;
  if (too_long || !is_printable(*name) || (by_name && name->empty())) return Parsed::contradiction;
  by_name_ = by_name;
  host_ = by_name ? std::string(as_text(*name)) : to_string(IpAddress::v4(address.data()));
  port_ = port;
  side.phase = Phase::inner;
  return Parsed::done;
}

SocksHandshake::Parsed SocksHandshake::read_proxy(Side& side, ByteReader& in) {
  const std::uint8_t first = in.rest()[0];
  if (side.phase == Phase::greeting) {
    if (first == 0 && is_version(4)) return read_reply4(side, in);
    return first == 5 && is_version(5) ? read_choice(side, in) : Parsed::contradiction;
  }
  if (first == login_version) return read_login_answer(side, in);
  return first == 5 ? read_reply5(side, in) : Parsed::contradiction;
}

SocksHandshake::Parsed SocksHandshake::read_choice(Side& side, ByteReader& in) {
  in.skip(1);
  const std::uint8_t method = in.u8();
  if (in.failed()) return Parsed::more;
  if (method != 0 && method != login_method) return Parsed::refusal;
  side.phase = Phase::request;
  return Parsed::done;
}

SocksHandshake::Parsed SocksHandshake::read_login_answer(Side& side, ByteReader& in) {
  if (side.authenticated) return Parsed::contradiction;
  in.skip(1);
  const std::uint8_t status = in.u8();
  if (in.failed()) return Parsed::more;
  if (status != 0) return Parsed::refusal;
  side.authenticated = true;
  return Parsed::done;
}

SocksHandshake::Parsed SocksHandshake::read_reply5(Side& side, ByteReader& in) {
  in.skip(1);
  const std::uint8_t reply = in.u8();
  in.skip(1);
  if (in.failed()) return Parsed::more;
  if (reply != 0) return reply <= 8 ? Parsed::refusal : Parsed::contradiction;
  const Address bound = read_address(in);
  in.skip(2);
  if (!bound.valid) return Parsed::contradiction;
  if (in.failed()) return Parsed::more;
  side.phase = Phase::inner;
  return Parsed::done;
}

SocksHandshake::Parsed SocksHandshake::read_reply4(Side& side, ByteReader& in) {
  in.skip(1);
  const std::uint8_t reply = in.u8();
  in.skip(6);
  if (in.failed()) return Parsed::more;
  if (reply != granted4) {
    return reply > granted4 && reply <= 0x5d ? Parsed::refusal : Parsed::contradiction;
  }
  side.phase = Phase::inner;
  return Parsed::done;
}

// The first side to speak sets it, the other must agree.
bool SocksHandshake::is_version(std::uint8_t version) {
  if (version_ == 0 && (version == 4 || version == 5)) version_ = version;
  return version_ == version;
}

// The proxy's reply may lie in the gap, if the request was read; a request in a gap cannot be made
// up for.
void SocksHandshake::gap(Direction direction, std::uint64_t octets) {
  Side& side = sides_[static_cast<std::size_t>(direction)];
  if (octets == 0 || is_over() || side.phase == Phase::inner) return;
  if (client_ && direction != *client_ &&
      sides_[static_cast<std::size_t>(*client_)].phase == Phase::inner) {
    side.phase = Phase::inner;
    side.held = {};
    return conclude();
  }
  state_ = SocksState::not_socks;
}

std::string_view SocksHandshake::name() const {
  if (version_ == 5) return "socks5";
  if (version_ == 4) return by_name_ ? "socks4a" : "socks4";
  return {};
}

}  // namespace davy::flow
