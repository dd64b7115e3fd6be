// Values of JSON that was written before, by us or by others: the other side of json_writer.hpp.
//
// Errors:  what is not there, or of another kind, is "" or nothing: the caller says what is missing.
// Threads: a parser is one owner's.
#pragma once

#include <simdjson.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/hex.hpp"
#include "base/hmac_sha256.hpp"

namespace davy::report {

using JsonObject = simdjson::dom::object;

inline std::string text_at(const JsonObject& object, std::string_view key) {
  std::string_view text;
  return object[key].get(text) == simdjson::SUCCESS ? std::string{text} : std::string{};
}
inline std::optional<std::int64_t> integer_at(const JsonObject& object, std::string_view key) {
  std::int64_t number = 0;
  if (object[key].get(number) != simdjson::SUCCESS) return std::nullopt;
  return number;
}
inline std::optional<double> number_at(const JsonObject& object, std::string_view key) {
  double number = 0;
  if (object[key].get(number) != simdjson::SUCCESS) return std::nullopt;
  return number;
}
inline std::optional<Sha256> hash_at(const JsonObject& object, std::string_view key) {
  const std::string text = text_at(object, key);
  Sha256 hash{};
  if (text.size() != 2 * hash.size() || !is_hex(text)) return std::nullopt;
  for (std::size_t i = 0; i < hash.size(); ++i)
    hash[i] = static_cast<std::uint8_t>(hex_value(text[2 * i]) << 4 | hex_value(text[2 * i + 1]));
  return hash;
}

class JsonReader {
 public:
  // Lives until the next one is read.
  std::optional<JsonObject> object(std::string_view text) {
    padded_ = simdjson::padded_string(text);
    JsonObject object;
    if (parser_.parse(padded_).get(object) != simdjson::SUCCESS) return std::nullopt;
    return object;
  }
  // Each line; false where one is no object, or `take` says so of it. `line` is then its number, from 1.
  template <class Take>
  bool each_line(std::string_view text, std::size_t& line, Take take) {
    for (line = 1; !text.empty(); ++line) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      const auto one = object(text.substr(0, end));
      if (!one || !take(*one)) return false;
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return true;
  }

 private:
  simdjson::dom::parser parser_;
  simdjson::padded_string padded_;
};

}  // namespace davy::report
