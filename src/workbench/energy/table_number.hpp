// Numbers in fields of tables.
//
// Errors:  nothing where the field is no number, or is not finite.
// Threads: pure functions.
#pragma once

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

namespace davy::energy {

inline std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && std::isfinite(value) ? std::optional{value} : std::nullopt;
}

}  // namespace davy::energy
