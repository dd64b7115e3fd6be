// JA3 and JA4 of a client's hello.
#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "base/hex.hpp"
#include "flow/dissect/names/tls_hello.hpp"

namespace davy::flow {
namespace {

constexpr std::uint16_t extension_server_name = 0x0000;
constexpr std::uint16_t extension_alpn = 0x0010;
constexpr std::size_t ja4_hash_digits = 12;
constexpr std::string_view ja4_nothing = "000000000000";

std::string digest(const EVP_MD* algorithm, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> octets;
  unsigned int size = 0;
  if (EVP_Digest(text.data(), text.size(), octets.data(), &size, algorithm, nullptr) != 1)
    return {};
  return to_hex({octets.data(), size});
}

template <typename Values>
void append_decimal(const Values& values, std::string& text) {
  text += ',';
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) text += '-';
    text += std::to_string(values[i]);
  }
}

void append_hex(const std::vector<std::uint16_t>& values, std::string& text) {
  static constexpr std::string_view digits = "0123456789abcdef";
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) text += ',';
    for (const int shift : {12, 8, 4, 0}) text += digits[(values[i] >> shift) & 15];
  }
}

std::string ja4_hash(std::string_view text) {
  return digest(EVP_sha256(), text).substr(0, ja4_hash_digits);
}

std::string_view version_text(const TlsHelloFacts& facts) {
  const std::vector<std::uint16_t> offered = tls_values(facts.versions);
  const std::uint16_t version =
      offered.empty() ? facts.legacy_version : *std::ranges::max_element(offered);
  switch (version) {
    case 0x0304:
      return "13";
    case 0x0303:
      return "12";
    case 0x0302:
      return "11";
    case 0x0301:
      return "10";
    case 0x0300:
      return "s3";
    default:
      return "00";  // drafts of TLS 1.3 among them
  }
}

bool is_alphanumeric(char c) {
  const char letter = static_cast<char>(c | 0x20);
  return (c >= '0' && c <= '9') || (letter >= 'a' && letter <= 'z');
}

// The first and the last character; where one of them is odd, of the whole in hexadecimal digits.
std::string alpn_text(std::string_view alpn) {
  if (alpn.empty()) return "00";
  const char first = alpn.front();
  const char last = alpn.back();
  if (is_alphanumeric(first) && is_alphanumeric(last)) return {first, last};
  const unsigned high = static_cast<unsigned char>(first) >> 4;
  const unsigned low = static_cast<unsigned char>(last) & 15u;
  return fmt::format("{:x}{:x}", high, low);
}

std::string ciphers_hash(std::vector<std::uint16_t> ciphers) {
  if (ciphers.empty()) return std::string(ja4_nothing);
  std::ranges::sort(ciphers);
  std::string text;
  append_hex(ciphers, text);
  return ja4_hash(text);
}

std::string extensions_hash(std::vector<std::uint16_t> extensions, Bytes signature_algorithms) {
  std::erase_if(extensions, [](std::uint16_t type) {
    return type == extension_server_name || type == extension_alpn;
  });
  if (extensions.empty()) return std::string(ja4_nothing);
  std::ranges::sort(extensions);
  std::string text;
  append_hex(extensions, text);
  const std::vector<std::uint16_t> algorithms = tls_values(signature_algorithms);
  if (!algorithms.empty()) text += '_';
  append_hex(algorithms, text);
  return ja4_hash(text);
}

}  // namespace

std::string ja3_text(const TlsHelloFacts& facts) {
  std::string text = std::to_string(facts.legacy_version);
  append_decimal(tls_values(facts.ciphers), text);
  append_decimal(tls_extension_types(facts.extensions), text);
  append_decimal(tls_values(facts.groups), text);
  append_decimal(facts.point_formats, text);
  return text;
}

std::string ja3(const TlsHelloFacts& facts) { return digest(EVP_md5(), ja3_text(facts)); }

std::string ja4(const TlsHelloFacts& facts, bool is_quic) {
  constexpr std::size_t count_max = 99;
  const std::vector<std::uint16_t> ciphers = tls_values(facts.ciphers);
  const std::vector<std::uint16_t> extensions = tls_extension_types(facts.extensions);
  return fmt::format("{}{}{}{:02}{:02}{}_{}_{}", is_quic ? 'q' : 't', version_text(facts),
                     facts.names_a_server ? 'd' : 'i', std::min(ciphers.size(), count_max),
                     std::min(extensions.size(), count_max), alpn_text(facts.first_alpn),
                     ciphers_hash(ciphers),
                     extensions_hash(extensions, facts.signature_algorithms));
}

TlsHello tls_hello(const TlsHelloFacts& facts, bool is_quic) {
  const bool printable =
      std::ranges::all_of(facts.first_alpn, [](char c) { return c > ' ' && c <= '~'; });
  return {facts.server_name, std::string(printable ? facts.first_alpn : ""), ja3(facts),
          ja4(facts, is_quic)};
}

}  // namespace davy::flow
