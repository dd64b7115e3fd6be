#include "flow/dissect/names/quic_protection.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/hmac_sha256.hpp"

namespace davy::flow {
namespace {

constexpr std::size_t number_octets_max = 4;
constexpr std::size_t sample_octets = 16;
constexpr std::size_t tag_octets = 16;

constexpr std::array<std::uint8_t, 20> salt_1{0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34,
                                              0xb3, 0x4d, 0x17, 0x9a, 0xe6, 0xa4, 0xc8,
                                              0x0c, 0xad, 0xcc, 0xbb, 0x7f, 0x0a};
constexpr std::array<std::uint8_t, 20> salt_2{0x0d, 0xed, 0xe3, 0xde, 0xf7, 0x00, 0xa6,
                                              0xdb, 0x81, 0x93, 0x81, 0xbe, 0x6e, 0x26,
                                              0x9d, 0xcb, 0xf9, 0xbd, 0x2e, 0xd9};

struct Free {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
  void operator()(EVP_CIPHER* cipher) const { EVP_CIPHER_free(cipher); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

Owned<EVP_CIPHER_CTX> cipher(const char* name) {
  const Owned<EVP_CIPHER> algorithm(EVP_CIPHER_fetch(nullptr, name, nullptr));
  Owned<EVP_CIPHER_CTX> context(EVP_CIPHER_CTX_new());
  EVP_CipherInit_ex2(context.get(), algorithm.get(), nullptr, nullptr, 0, nullptr);
  return context;
}

// What a thread works with: only keys change from packet to packet. Where OpenSSL lacks an algorithm nothing opens.
struct Ciphers {
  Owned<EVP_CIPHER_CTX> header = cipher("AES-128-ECB");
  Owned<EVP_CIPHER_CTX> payload = cipher("AES-128-GCM");
};
const Ciphers& ciphers() {
  static thread_local const Ciphers ciphers;
  return ciphers;
}

// HKDF-Expand-Label of RFC 8446 section 7.1 with no context: one round is enough for at most 32 octets.
void expand_label(const Sha256& secret, std::string_view label, std::span<std::uint8_t> out) {
  std::string text{'\0', static_cast<char>(out.size())};
  text += static_cast<char>(label.size() + 6);
  text += "tls13 ";
  text += label;
  text += '\0';    // no context
  text += '\x01';  // round 1 of HKDF-Expand
  const Sha256 expanded = hmac_sha256(secret, as_bytes(text));
  std::copy_n(expanded.begin(), out.size(), out.begin());
}

using Block = std::array<std::uint8_t, sample_octets>;

// The header's mask: one block of AES (RFC 9001 section 5.4.3).
std::optional<Block> header_mask(const QuicInitialKeys& keys, Bytes sample) {
  EVP_CIPHER_CTX* const context = ciphers().header.get();
  Block mask;
  int size = 0;
  if (EVP_EncryptInit_ex2(context, nullptr, keys.header.data(), nullptr, nullptr) != 1 ||
      EVP_EncryptUpdate(context, mask.data(), &size, sample.data(), sample_octets) != 1) {
    return {};
  }
  return mask;
}

// A packet's parts once the header is in clear.
struct Parts {
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

bool open_parts(const Parts& parts, const QuicInitialKeys& keys, std::vector<std::uint8_t>& clear) {
  EVP_CIPHER_CTX* const context = ciphers().payload.get();
  std::array<std::uint8_t, 12> nonce = keys.iv;
  for (std::size_t i = 0; i < parts.number_octets; ++i) {
    nonce[nonce.size() - parts.number_octets + i] ^= parts.number[i];
  }
  Block tag;
  std::ranges::copy(parts.tag, tag.begin());
  clear.resize(parts.payload.size());
  int size = 0;
  return EVP_DecryptInit_ex2(context, nullptr, keys.key.data(), nonce.data(), nullptr) == 1 &&
         add_header(context, {&parts.first, 1}) && add_header(context, parts.unchanged) &&
         add_header(context, {parts.number.data(), parts.number_octets}) &&
         EVP_DecryptUpdate(context, clear.data(), &size, parts.payload.data(),
                           static_cast<int>(parts.payload.size())) == 1 &&
         EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, tag_octets, tag.data()) == 1 &&
         EVP_DecryptFinal_ex(context, clear.data() + size, &size) == 1;
}

}  // namespace

std::optional<QuicInitialKeys> quic_client_keys(std::uint32_t version, Bytes connection_id) {
  if (version != quic_version_1 && version != quic_version_2) return {};
  const bool second = version == quic_version_2;
  Sha256 client;
  expand_label(hmac_sha256(second ? salt_2 : salt_1, connection_id), "client in", client);
  QuicInitialKeys keys;
  expand_label(client, second ? "quicv2 key" : "quic key", keys.key);
  expand_label(client, second ? "quicv2 iv" : "quic iv", keys.iv);
  expand_label(client, second ? "quicv2 hp" : "quic hp", keys.header);
  return keys;
}

bool open_sealed(const QuicSealed& packet, const QuicInitialKeys& keys,
                 std::vector<std::uint8_t>& clear) {
  const Bytes protected_part = packet.octets.subspan(packet.number_at);
  if (protected_part.size() < quic_sealed_octets_min) return false;
  const auto mask = header_mask(keys, protected_part.subspan(number_octets_max));
  if (!mask) return false;
  Parts parts{};
  parts.first = static_cast<std::uint8_t>(packet.octets[0] ^ ((*mask)[0] & 0x0f));
  parts.unchanged = packet.octets.subspan(1, packet.number_at - 1);
  parts.number_octets = (parts.first & 3u) + 1;
  for (std::size_t i = 0; i < parts.number_octets; ++i) {
    parts.number[i] = static_cast<std::uint8_t>(protected_part[i] ^ (*mask)[i + 1]);
  }
  const Bytes body = protected_part.subspan(parts.number_octets);
  parts.payload = body.first(body.size() - tag_octets);
  parts.tag = body.last(tag_octets);
  return open_parts(parts, keys, clear);
}

}  // namespace davy::flow
