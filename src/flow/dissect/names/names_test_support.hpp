// For tests of the parsers of names: DNS messages, TLS hellos and QUIC Initial packets made by hand.
#pragma once

#include <openssl/evp.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/byte_reader.hpp"
#include "flow/dissect/binary_test_support.hpp"  // hex()

namespace davy::flow::test {

// What openssl s_server 3.0.22 sent at TLS 1.2, with a certificate as a miner's proxy makes it for itself.
inline constexpr std::string_view proxy_server =
    "16030300410200003d0303baba5e7c1261c7e6e3327edaa385cd9c37b4343cf57ce7bc98b6e0a79519869900"
    "c02c000015ff01000100000b0004030001020023000000170000160303018a0b000186000183000180308201"
    "7c30820123a00302010202141478f442318588957bb581424dbad2ba96be7d00300a06082a8648ce3d040302"
    "30143112301006035504030c096c6f63616c686f7374301e170d3236313132323230313033345a170d333631"
    "3131393230313033345a30143112301006035504030c096c6f63616c686f73743059301306072a8648ce3d02"
    "0106082a8648ce3d0301070342000463ce13ae67577ec1e29b34f5b1413ae1a028e7d87f1cef8f543d7fafdc"
    "8ee91af73272efdf7646fbfa8a57dfeb49135b26ac0eb32034436f6f12551dc282fe9aa3533051301d060355"
    "1d0e0416041436191dfc6659f5e82221628c20d03a73b2775c9d301f0603551d2304183016801436191dfc66"
    "59f5e82221628c20d03a73b2775c9d300f0603551d130101ff040530030101ff300a06082a8648ce3d040302"
    "034700304402205c990279e62b314029ab525567d9c37a8caf21095d1ce32aac9be05bb33cb08b0220539e1e"
    "ea88b8d5dbacd842fc92272636772b9f80239cff4863764b79e3bff453";
inline constexpr std::string_view proxy_sha256 =
    "a199fff925ddc5f513a9ceaa6c023bb3ef0b4d9402f246d069c74de8bbc66326";

inline std::string be(std::uint64_t value, int octets) {
  std::string out;
  for (int i = octets - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i) & 0xff);
  return out;
}

// With its length, of so many octets, before it.
inline std::string sized(std::string_view text, int length_octets) {
  return be(text.size(), length_octets) + std::string(text);
}

// "pool.example" as labels.
inline std::string dns_name(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::string_view label = text.substr(0, text.find('.'));
    out += sized(label, 1);
    text.remove_prefix(std::min(text.size(), label.size() + 1));
  }
  return out + '\0';
}

inline std::string dns_record(std::string_view owner, std::uint16_t type, std::uint32_t ttl_s,
                              std::string_view data) {
  return std::string(owner) + be(type, 2) + be(1, 2) + be(ttl_s, 4) + sized(data, 2);
}

struct DnsForm {
  std::uint16_t flags = 0x8180;  // an answer
  std::string question = dns_name("pool.example");
  std::uint16_t type = 1;
  std::uint16_t question_class = 1;
  std::vector<std::string> answers = {};

  std::string octets() const {
    std::string out = be(0x1234, 2) + be(flags, 2) + be(1, 2) + be(answers.size(), 2) + be(0, 4);
    out += question + be(type, 2) + be(question_class, 2);
    for (const std::string& answer : answers) out += answer;
    return out;
  }
};

struct HelloForm {
  std::uint16_t version = 0x0303;
  std::vector<std::uint16_t> ciphers{0x1301, 0x1302};
  std::vector<std::pair<std::uint16_t, std::string>> extensions = {};
  bool with_extensions = true;

  std::string message() const {
    std::string suites;
    for (const std::uint16_t cipher : ciphers) suites += be(cipher, 2);
    std::string body = be(version, 2) + std::string(32, 'r') + sized("", 1) + sized(suites, 2) +
                       sized(std::string(1, '\0'), 1);
    std::string all;
    for (const auto& [type, content] : extensions) all += be(type, 2) + sized(content, 2);
    if (with_extensions) body += sized(all, 2);
    return '\x01' + sized(body, 3);
  }
};

inline std::string values(const std::vector<std::uint16_t>& list) {
  std::string out;
  for (const std::uint16_t value : list) out += be(value, 2);
  return out;
}

inline std::pair<std::uint16_t, std::string> server_name(std::string_view text) {
  return {0, sized('\0' + sized(text, 2), 2)};
}

// A handshake in records of at most so many octets each.
inline std::string records(std::string_view handshake, std::size_t octets_max = 16384) {
  std::string out;
  while (!handshake.empty()) {
    out += "\x16\x03\x01" + sized(handshake.substr(0, octets_max), 2);
    handshake.remove_prefix(std::min(handshake.size(), octets_max));
  }
  return out;
}

// A QUIC integer of four octets.
inline std::string quic4(std::uint32_t value) { return be(value | 0x80000000u, 4); }

inline std::string crypto_frame(std::uint32_t offset, std::string_view octets) {
  return '\x06' + quic4(offset) + quic4(static_cast<std::uint32_t>(octets.size())) +
         std::string(octets);
}

inline std::string aes_gcm(std::string_view key, std::string_view nonce, std::string_view header,
                           std::string_view clear) {
  const auto octets = [](std::string_view text) { return as_bytes(text).data(); };
  EVP_CIPHER_CTX* context = EVP_CIPHER_CTX_new();
  std::vector<std::uint8_t> out(clear.size() + 16);
  int size = 0;
  EVP_EncryptInit_ex(context, EVP_aes_128_gcm(), nullptr, octets(key), octets(nonce));
  EVP_EncryptUpdate(context, nullptr, &size, octets(header), static_cast<int>(header.size()));
  EVP_EncryptUpdate(context, out.data(), &size, octets(clear), static_cast<int>(clear.size()));
  EVP_EncryptFinal_ex(context, out.data() + size, &size);
  EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 16, out.data() + clear.size());
  EVP_CIPHER_CTX_free(context);
  return std::string(as_text(out));
}

inline std::string aes_block(std::string_view key, std::string_view block) {
  EVP_CIPHER_CTX* context = EVP_CIPHER_CTX_new();
  std::vector<std::uint8_t> out(16);
  int size = 0;
  EVP_EncryptInit_ex(context, EVP_aes_128_ecb(), nullptr, as_bytes(key).data(), nullptr);
  EVP_EncryptUpdate(context, out.data(), &size, as_bytes(block).data(), 16);
  EVP_CIPHER_CTX_free(context);
  return std::string(as_text(out));
}

// What a sender does to one Initial packet: the keys as octets, so that a test can give those of an RFC.
struct QuicSealer {
  std::string key;
  std::string iv;
  std::string header;
  std::uint32_t version = 1;
  std::string connection_id;  // the destination's
  std::string source_id = {};
  std::string token = {};

  std::string packet(std::uint32_t number, std::string_view frames) const {
    std::string head{version == 1 ? '\xc3' : '\xd3'};
    head += be(version, 4) + sized(connection_id, 1) + sized(source_id, 1) + sized(token, 1);
    head += be(0x4000 | (4 + frames.size() + 16), 2);
    const std::size_t number_at = head.size();
    head += be(number, 4);
    std::string nonce = iv;
    for (std::size_t i = 0; i < 4; ++i) nonce[8 + i] = xored(nonce[8 + i], head[number_at + i]);
    const std::string sealed = aes_gcm(key, nonce, head, frames);
    const std::string mask = aes_block(header, sealed.substr(0, 16));
    head[0] = xored(head[0], static_cast<char>(mask[0] & 0x0f));
    for (std::size_t i = 0; i < 4; ++i) {
      head[number_at + i] = xored(head[number_at + i], mask[i + 1]);
    }
    return head + sealed;
  }

  static char xored(char a, char b) { return static_cast<char>(a ^ b); }
};

}  // namespace davy::flow::test
