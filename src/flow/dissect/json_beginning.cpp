#include "flow/dissect/json_beginning.hpp"

#include <algorithm>
#include <cstdint>

#include "base/base64.hpp"
#include "base/limits.hpp"

namespace davy::flow {
namespace {

constexpr std::size_t length_octets_max = 8;

bool begins_as_object(Bytes text, std::size_t at) {
  return text.size() > at + 1 && text[at] == '{' && text[at + 1] == '"';
}

std::uint64_t number_in(Bytes octets, bool big_endian) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < octets.size(); ++i)
    number = number << 8 | octets[big_endian ? i : octets.size() - 1 - i];
  return number;
}

// May `length` be that of the message behind so many octets of it? A message that is here whole ends in its brace.
bool is_length(Bytes first, std::size_t length_octets, std::uint64_t length) {
  if (length < 2 || length > limits::message_octets_max) return false;
  const std::size_t end = length_octets + static_cast<std::size_t>(length);
  return end > first.size() || first[end - 1] == '}';
}

// Two octets in front of a message are a WebSocket frame's, too: the last of its message, no extension in use.
bool may_be_web_socket(Bytes first) { return (first[0] & 0xf0) == 0x80; }

}  // namespace

bool begins_as_json(Bytes first) {
  std::size_t i = 0;
  const std::size_t look = std::min<std::size_t>(first.size(), 16);
  while (i < look && is_separator(static_cast<char>(first[i]))) ++i;
  if (i < look && first[i] == '[') {
    do ++i;
    while (i < look && is_separator(static_cast<char>(first[i])));
  }
  if (i >= look || first[i] != '{') return false;
  do ++i;
  while (i < look && is_separator(static_cast<char>(first[i])));
  return i == look || i == first.size() || first[i] == '"' || first[i] == '}';
}

bool begins_as_json_behind_length(Bytes first) {
  for (const std::size_t octets : {1u, 2u, 4u, 8u}) {
    if (!begins_as_object(first, octets) || (octets == 2 && may_be_web_socket(first))) continue;
    for (const bool big_endian : {true, false}) {
      const std::uint64_t length = number_in(first.subspan(0, octets), big_endian);
      if (is_length(first, octets, length) ||
          (length > octets && is_length(first, octets, length - octets)))
        return true;
    }
  }
  return false;
}

bool begins_as_encoded_json(Bytes first) {
  constexpr std::string_view brace_and_quote = "eyJ";  // {"
  constexpr std::size_t look = 16;
  const std::string_view text = as_text(first).substr(0, look);
  return text.size() == look && text.starts_with(brace_and_quote) &&
         text.find_first_not_of(base64_letters) == std::string_view::npos;
}

std::size_t length_in_front(Bytes text) {
  for (std::size_t at = 1; at <= length_octets_max; ++at)
    if (begins_as_object(text, at)) return at;
  return 0;
}

Bytes json_event(Bytes message) {
  constexpr std::size_t digits_max = 4;
  std::size_t at = 0;
  while (at < message.size() && at < digits_max && message[at] >= '0' && message[at] <= '9') ++at;
  if (message.size() < at + 2 || message[at] != '[' || message[at + 1] != '"') return {};
  return message.subspan(at);
}

}  // namespace davy::flow
