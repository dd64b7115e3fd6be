// A text that is a whole number and nothing else.
//
// Errors:  nothing where it is none, or beyond what the type holds.
// Threads: pure.
#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <string_view>

namespace davy {

template <std::integral T>
std::optional<T> whole_number(std::string_view text) {
  T number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace davy
