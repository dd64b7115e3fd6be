#include "signal/signal.hpp"

#include <algorithm>
#include <array>

namespace davy::signal {
namespace {

constexpr std::array<std::string_view, 7> names{
    "conversation", "pool_answer", "structure", "attempt", "indicator", "behaviour", "recognised"};

}  // namespace

std::string_view name(Basis basis) { return names[static_cast<std::size_t>(basis)]; }

std::optional<Basis> basis_named(std::string_view text) {
  const auto found = std::ranges::find(names, text);
  if (found == names.end()) return std::nullopt;
  return static_cast<Basis>(found - names.begin());
}

}  // namespace davy::signal
