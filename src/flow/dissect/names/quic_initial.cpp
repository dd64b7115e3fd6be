#include "flow/dissect/names/quic_initial.hpp"

#include <algorithm>

#include "base/limits.hpp"

namespace davy::flow {
namespace {

constexpr std::size_t connection_id_octets_max = 20;
constexpr std::size_t first_connection_id_octets_min = 8;  // RFC 9000 section 7.2
constexpr std::uint8_t long_header = 0x80;

enum class PacketType : std::uint8_t { initial, zero_rtt, handshake, retry };

// Version 2 counts them from one further on, so that nobody takes the bits for granted.
PacketType packet_type(std::uint32_t version, std::uint8_t first) {
  const unsigned bits = first >> 4 & 3u;
  return static_cast<PacketType>(version == quic_version_2 ? (bits + 3) & 3u : bits);
}

}  // namespace

bool may_be_quic_initial(Bytes payload) {
  if (payload.size() < 7 + quic_sealed_octets_min) return false;
  const std::uint32_t version = load_be32(payload.data() + 1);
  if (version != quic_version_1 && version != quic_version_2) return false;
  return (payload[0] & long_header) != 0 && payload[5] <= connection_id_octets_max &&
         packet_type(version, payload[0]) == PacketType::initial;
}

// Packets with a long header stand one after another in a datagram; one with a short header ends it.
std::optional<QuicHello::Packet> QuicHello::take_packet(Bytes& payload) {
  ByteReader reader(payload);
  Packet packet;
  const std::uint8_t first = reader.u8();
  packet.version = reader.be32();
  if (packet.version != quic_version_1 && packet.version != quic_version_2) return {};
  const PacketType type = packet_type(packet.version, first);
  if ((first & long_header) == 0 || type == PacketType::retry) return {};
  packet.is_initial = type == PacketType::initial;
  packet.connection_id = reader.bytes(reader.u8());
  const std::size_t source_octets = reader.u8();
  reader.skip(source_octets);
  if (packet.connection_id.size() > connection_id_octets_max ||
      source_octets > connection_id_octets_max) {
    return {};
  }
  if (packet.is_initial) {
    const std::uint64_t token_octets = quic_integer(reader);
    if (token_octets > reader.remaining()) return {};
    reader.skip(static_cast<std::size_t>(token_octets));
  }
  const std::uint64_t octets = quic_integer(reader);
  if (reader.failed() || octets > reader.remaining()) return {};
  packet.number_at = payload.size() - reader.remaining();
  const std::size_t end = packet.number_at + static_cast<std::size_t>(octets);
  packet.octets = payload.first(end);
  payload = payload.subspan(end);
  return packet;
}

// The keys stay those of the client's first connection id when it takes over the one that the server chose; after a Retry,
// and in a new connection, they are made anew.
bool QuicHello::open(const Packet& packet) {
  const QuicSealed sealed{packet.octets, packet.number_at};
  if (keys_ && open_sealed(sealed, *keys_, clear_)) return true;
  if (packet.connection_id.size() < first_connection_id_octets_min) return false;
  const auto keys = quic_client_keys(packet.version, packet.connection_id);
  if (!keys || !open_sealed(sealed, *keys, clear_)) return false;
  keys_ = keys;
  frames_ = {};
  return true;
}

NameOutcome QuicHello::take_payload() {
  if (!frames_.read(clear_)) return NameOutcome::malformed;
  TlsHelloFacts facts;
  const NameOutcome hello = read_client_hello(frames_.head(), facts);
  // What authenticates and is no hello is nothing that a client may send.
  return hello == NameOutcome::other ? NameOutcome::malformed : hello;
}

TlsHelloFacts QuicHello::facts() const {
  TlsHelloFacts facts;
  read_client_hello(frames_.head(), facts);
  return facts;
}

bool QuicHello::wants_more() const {
  return outcome_ != NameOutcome::complete && outcome_ != NameOutcome::malformed &&
         opened_ < limits::quic_initials_max && failed_ < limits::quic_failures_max;
}

NameOutcome QuicHello::datagram(Bytes payload) {
  if (outcome_ == NameOutcome::complete) return outcome_;
  NameOutcome here = NameOutcome::other;
  std::optional<Bytes> connection_id;
  while (wants_more()) {
    const auto packet = take_packet(payload);
    // In one datagram all are for one connection (RFC 9000 section 12.2).
    if (!packet ||
        !std::ranges::equal(packet->connection_id, connection_id.value_or(packet->connection_id))) {
      break;
    }
    connection_id = packet->connection_id;
    if (!packet->is_initial) continue;
    if (!open(*packet)) {
      ++failed_;
      break;
    }
    ++opened_;
    outcome_ = here = take_payload();
  }
  return here;
}

}  // namespace davy::flow
