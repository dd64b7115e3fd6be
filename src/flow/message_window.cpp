#include "flow/message_window.hpp"

#include <algorithm>
#include <bitset>
#include <cmath>

namespace davy::flow {
namespace {

constexpr std::size_t kept_max = MessageWindow::kept_max;
constexpr std::size_t let_go_at_once = 15;
constexpr unsigned octets_bits = 12, gap_bits = 19;
constexpr std::uint32_t octets_max = (1u << octets_bits) - 1, gap_ms_max = (1u << gap_bits) - 1;

// Direction and octets as one number: sizes of two directions are far apart.
std::uint16_t kind_of(std::uint32_t packed) {
  return static_cast<std::uint16_t>(packed >> gap_bits);
}

using Kinds = std::array<std::uint16_t, kept_max>;

std::ptrdiff_t within(const Kinds& sorted, int kind, int distance) {
  const auto low =
      std::ranges::lower_bound(sorted, kind - distance, {}, [](auto k) { return int{k}; });
  const auto high = std::ranges::upper_bound(low, sorted.end(), kind + distance, {},
                                             [](auto k) { return int{k}; });
  return high - low;
}

struct Recurring {
  std::bitset<kept_max> messages;
  bool beyond_chance = false;  // more of them than a smooth spread of sizes would have
};

// Sizes that come again and again: more close by than what lies around would put there.
Recurring recurring(const std::array<std::uint32_t, kept_max>& packed) {
  constexpr int near = 3, around = 48;
  constexpr std::ptrdiff_t others_min = 3;
  constexpr double excess = 3, share = (2. * near + 1) / (2. * (around - near));
  Kinds sorted;
  std::ranges::transform(packed, sorted.begin(), kind_of);
  std::ranges::sort(sorted);
  Recurring found;
  double by_chance = 0;
  for (std::size_t i = 0; i < kept_max; ++i) {
    const std::ptrdiff_t close = within(sorted, kind_of(packed[i]), near) - 1;  // without itself
    const std::ptrdiff_t rest = within(sorted, kind_of(packed[i]), around) - 1 - close;
    const double expected = share * static_cast<double>(rest);
    found.messages[i] = close >= others_min && static_cast<double>(close) >= excess * expected;
    // Poisson's chance of three and more.
    by_chance += 1 - std::exp(-expected) * (1 + expected * (1 + expected / 2));
  }
  constexpr double deviations = 3, recurring_min = 5;
  found.beyond_chance = static_cast<double>(found.messages.count()) >=
                        by_chance + deviations * std::sqrt(by_chance) + recurring_min;
  return found;
}

// Strays, oldest first, then what is oldest.
std::bitset<kept_max> to_let_go(const std::array<std::uint32_t, kept_max>& packed) {
  const Recurring recurs = recurring(packed);
  std::bitset<kept_max> go;
  for (std::size_t i = 0; i < kept_max && go.count() < let_go_at_once; ++i)
    go[i] = recurs.beyond_chance && !recurs.messages[i];
  for (std::size_t i = 0; i < kept_max && go.count() < let_go_at_once; ++i) go.set(i);
  return go;
}

}  // namespace

void MessageWindow::add(Direction direction, std::uint32_t octets, Duration gap) {
  if (kept_ == kept_max) make_room();
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(gap).count();
  packed_[kept_++] = static_cast<std::uint32_t>(direction) << (octets_bits + gap_bits) |
                     std::min(octets, octets_max) << gap_bits |
                     static_cast<std::uint32_t>(std::clamp<std::int64_t>(ms, 0, gap_ms_max));
}

void MessageWindow::set_last_octets(std::uint32_t octets) {
  std::uint32_t& last = packed_[kept_ - 1u];
  last = (last & ~(octets_max << gap_bits)) | std::min(octets, octets_max) << gap_bits;
}

MessageWindow::Message MessageWindow::operator[](std::size_t i) const {
  const std::uint32_t packed = packed_[i];
  return {static_cast<Direction>(packed >> (octets_bits + gap_bits)),
          static_cast<std::uint16_t>(packed >> gap_bits & octets_max), packed & gap_ms_max};
}

// The time of those that stay does not change: a gap that is let go becomes part of the next.
void MessageWindow::make_room() {
  const std::bitset<kept_max> go = to_let_go(packed_);
  std::size_t first_kept = 0, stays = 0;
  while (go[first_kept]) ++first_kept;
  std::uint32_t gap_ms = 0;
  for (std::size_t i = 0; i < kept_max; ++i) {
    gap_ms += packed_[i] & gap_ms_max;
    if (go[i]) {
      strays_ += i > first_kept;
      continue;
    }
    packed_[stays++] = (packed_[i] & ~gap_ms_max) | std::min(gap_ms, gap_ms_max);
    gap_ms = 0;
  }
  kept_ = static_cast<std::uint8_t>(stays);
}

}  // namespace davy::flow
