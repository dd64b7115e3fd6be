#include "flow/dissect/names/quic_initial.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/limits.hpp"

namespace davy::flow {
namespace {

constexpr std::size_t connection_id_octets_max = 20;
constexpr std::size_t first_connection_id_octets_min = 8;  // RFC 9000 section 7.2
constexpr std::size_t number_octets_max = 4;
constexpr std::size_t sample_octets = 16;
constexpr std::size_t tag_octets = 16;
constexpr std::uint8_t long_header = 0x80;

constexpr std::array<std::uint8_t, 20> salt_1{0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34,
                                              0xb3, 0x4d, 0x17, 0x9a, 0xe6, 0xa4, 0xc8,
                                              0x0c, 0xad, 0xcc, 0xbb, 0x7f, 0x0a};
constexpr std::array<std::uint8_t, 20> salt_2{0x0d, 0xed, 0xe3, 0xde, 0xf7, 0x00, 0xa6,
                                              0xdb, 0x81, 0x93, 0x81, 0xbe, 0x6e, 0x26,
                                              0x9d, 0xcb, 0xf9, 0xbd, 0x2e, 0xd9};

enum class PacketType : std::uint8_t { initial, zero_rtt, handshake, retry };

// Version 2 counts them from one further on, so that nobody takes the bits for granted.
PacketType packet_type(std::uint32_t version, std::uint8_t first) {
  const unsigned bits = first >> 4 & 3u;
  return static_cast<PacketType>(version == quic_version_2 ? (bits + 3) & 3u : bits);
}

using Secret = std::array<std::uint8_t, 32>;

Secret hmac(Bytes key, Bytes text) {
  Secret digest{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), text.data(), text.size(),
       digest.data(), &size);
  return digest;
}

// HKDF-Expand-Label of RFC 8446 section 7.1 with no context: one round is enough for at most 32 octets.
void expand_label(const Secret& secret, std::string_view label, std::span<std::uint8_t> out) {
  std::string text{'\0', static_cast<char>(out.size())};
  text += static_cast<char>(label.size() + 6);
  text += "tls13 ";
  text += label;
  text += '\0';    // no context
  text += '\x01';  // round 1 of HKDF-Expand
  const Secret expanded = hmac(secret, as_bytes(text));
  std::copy_n(expanded.begin(), out.size(), out.begin());
}

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

using Block = std::array<std::uint8_t, sample_octets>;

// The header's mask: one block of AES (RFC 9001 section 5.4.3).
std::optional<Block> header_mask(EVP_CIPHER_CTX* context, const QuicInitialKeys& keys,
                                 Bytes sample) {
  Block mask;
  int size = 0;
  if (EVP_EncryptInit_ex(context, EVP_aes_128_ecb(), nullptr, keys.header.data(), nullptr) != 1 ||
      EVP_EncryptUpdate(context, mask.data(), &size, sample.data(), sample_octets) != 1) {
    return {};
  }
  return mask;
}

// A packet's parts once the header is in clear.
struct Sealed {
  std::uint8_t first;
  Bytes unchanged;  // the header between its first octet and the number
  std::array<std::uint8_t, number_octets_max> number;
  std::size_t number_octets;
  Bytes payload;  // without its tag
  Bytes tag;
};

bool add_header(EVP_CIPHER_CTX* context, Bytes part) {
  int size = 0;
  return EVP_DecryptUpdate(context, nullptr, &size, part.data(), static_cast<int>(part.size())) ==
         1;
}

bool open_sealed(EVP_CIPHER_CTX* context, const QuicInitialKeys& keys, const Sealed& sealed,
                 std::vector<std::uint8_t>& clear) {
  std::array<std::uint8_t, 12> nonce = keys.iv;
  for (std::size_t i = 0; i < sealed.number_octets; ++i) {
    nonce[nonce.size() - sealed.number_octets + i] ^= sealed.number[i];
  }
  Block tag;
  std::ranges::copy(sealed.tag, tag.begin());
  clear.resize(sealed.payload.size());
  int size = 0;
  return EVP_DecryptInit_ex(context, EVP_aes_128_gcm(), nullptr, keys.key.data(), nonce.data()) ==
             1 &&
         add_header(context, {&sealed.first, 1}) && add_header(context, sealed.unchanged) &&
         add_header(context, {sealed.number.data(), sealed.number_octets}) &&
         EVP_DecryptUpdate(context, clear.data(), &size, sealed.payload.data(),
                           static_cast<int>(sealed.payload.size())) == 1 &&
         EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, tag_octets, tag.data()) == 1 &&
         EVP_DecryptFinal_ex(context, clear.data() + size, &size) == 1;
}

}  // namespace

std::optional<QuicInitialKeys> quic_client_keys(std::uint32_t version, Bytes connection_id) {
  if (version != quic_version_1 && version != quic_version_2) return {};
  const bool second = version == quic_version_2;
  Secret client;
  expand_label(hmac(second ? salt_2 : salt_1, connection_id), "client in", client);
  QuicInitialKeys keys;
  expand_label(client, second ? "quicv2 key" : "quic key", keys.key);
  expand_label(client, second ? "quicv2 iv" : "quic iv", keys.iv);
  expand_label(client, second ? "quicv2 hp" : "quic hp", keys.header);
  return keys;
}

bool may_be_quic_initial(Bytes payload) {
  if (payload.size() < 7 + number_octets_max + sample_octets) return false;
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

bool QuicHello::decrypt(const Packet& packet, const QuicInitialKeys& keys,
                        std::vector<std::uint8_t>& clear) {
  const Bytes protected_part = packet.octets.subspan(packet.number_at);
  if (protected_part.size() < number_octets_max + sample_octets) return false;
  const Context context(EVP_CIPHER_CTX_new());
  const auto mask = header_mask(context.get(), keys, protected_part.subspan(number_octets_max));
  if (!mask) return false;
  Sealed sealed{};
  sealed.first = static_cast<std::uint8_t>(packet.octets[0] ^ ((*mask)[0] & 0x0f));
  sealed.unchanged = packet.octets.subspan(1, packet.number_at - 1);
  sealed.number_octets = (sealed.first & 3u) + 1;
  for (std::size_t i = 0; i < sealed.number_octets; ++i) {
    sealed.number[i] = static_cast<std::uint8_t>(protected_part[i] ^ (*mask)[i + 1]);
  }
  const Bytes body = protected_part.subspan(sealed.number_octets);
  sealed.payload = body.first(body.size() - tag_octets);
  sealed.tag = body.last(tag_octets);
  return open_sealed(context.get(), keys, sealed, clear);
}

// The keys stay those of the client's first connection id when it takes over the one that the server chose; after a Retry,
// and in a new connection, they are made anew.
bool QuicHello::open(const Packet& packet) {
  if (keys_ && decrypt(packet, *keys_, clear_)) return true;
  if (packet.connection_id.size() < first_connection_id_octets_min) return false;
  const auto keys = quic_client_keys(packet.version, packet.connection_id);
  if (!keys || !decrypt(packet, *keys, clear_)) return false;
  keys_ = keys;
  frames_ = {};
  return true;
}

NameOutcome QuicHello::take_payload() {
  if (!frames_.read(clear_)) return NameOutcome::malformed;
  const NameOutcome hello = read_client_hello(frames_.head(), facts_);
  // What authenticates and is no hello is nothing that a client may send.
  return hello == NameOutcome::other ? NameOutcome::malformed : hello;
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
