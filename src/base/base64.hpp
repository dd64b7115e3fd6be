// Base64 as in RFC 4648, section 4, with padding.
//
// Threads: pure.
#pragma once

#include <openssl/evp.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_reader.hpp"

namespace davy {

inline constexpr std::string_view base64_letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

inline std::string base64(Bytes octets) {
  std::vector<std::uint8_t> text(4 * ((octets.size() + 2) / 3) + 1);
  const int size = EVP_EncodeBlock(text.data(), octets.data(), static_cast<int>(octets.size()));
  return std::string{as_text(Bytes{text}.first(static_cast<std::size_t>(size)))};
}

inline std::optional<std::string> from_base64(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0) return std::nullopt;
  std::vector<std::uint8_t> octets(text.size() / 4 * 3);
  const int size =
      EVP_DecodeBlock(octets.data(), as_bytes(text).data(), static_cast<int>(text.size()));
  if (size < 0) return std::nullopt;
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  const std::size_t whole = std::max(static_cast<std::size_t>(size), padding) - padding;
  return std::string{as_text(Bytes{octets}.first(whole))};
}

}  // namespace davy
