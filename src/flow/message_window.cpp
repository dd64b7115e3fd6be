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

// Kinds no further away than `distance`, `kind` itself among them. Each is held against all others, for that has no branch
// and fits vectors: a search among sorted kinds takes three times as long.
std::uint16_t within(const Kinds& kinds, std::uint16_t kind, std::uint16_t distance) {
  const auto low = static_cast<std::uint16_t>(kind - distance);  // wraps, and so does what follows
  const auto width = static_cast<std::uint16_t>(2 * distance);
  std::uint16_t count = 0;
  for (const std::uint16_t other : kinds)
    count = static_cast<std::uint16_t>(count + (static_cast<std::uint16_t>(other - low) <= width));
  return count;
}

constexpr std::uint16_t near = 3, around = 48, others_min = 3;

struct Others {
  std::uint16_t close = 0;   // of its size, nearly
  std::uint16_t around = 0;  // further away
};

std::array<Others, kept_max> others_of(const std::array<std::uint32_t, kept_max>& packed) {
  Kinds kinds;
  std::ranges::transform(packed, kinds.begin(), kind_of);
  std::array<Others, kept_max> others;
  std::array<std::uint8_t, 64> last_like{};  // a message that may be of the same kind
  for (std::size_t i = 0; i < kept_max; ++i) {
    std::uint8_t& like = last_like[kinds[i] % last_like.size()];
    if (like < i && kinds[like] == kinds[i]) {
      others[i] = others[like];
    } else {
      const std::uint16_t close = within(kinds, kinds[i], near);
      others[i].around = static_cast<std::uint16_t>(within(kinds, kinds[i], around) - close);
      others[i].close = static_cast<std::uint16_t>(close - 1);
    }
    like = static_cast<std::uint8_t>(i);
  }
  return others;
}

// What is expected by chance close to a kind that has so many others around it.
struct ByChance {
  double close = 0;
  double others_min_and_more = 0;  // the chance of that, by Poisson
};
std::array<ByChance, kept_max> make_by_chance() {
  constexpr double share = (2. * near + 1) / (2. * (around - near));
  std::array<ByChance, kept_max> by_chance;
  for (std::size_t rest = 0; rest < kept_max; ++rest) {
    const double close = share * static_cast<double>(rest);
    by_chance[rest] = {close, 1 - std::exp(-close) * (1 + close * (1 + close / 2))};
  }
  return by_chance;
}

struct Recurring {
  std::bitset<kept_max> messages;
  bool beyond_chance = false;  // more of them than a smooth spread of sizes would have
};

// Sizes that come again and again: more close by than what lies around would put there.
Recurring recurring(const std::array<std::uint32_t, kept_max>& packed) {
  static const std::array<ByChance, kept_max> by_chance_of = make_by_chance();
  constexpr double excess = 3;
  Recurring found;
  double by_chance = 0;
  const std::array<Others, kept_max> others = others_of(packed);
  for (std::size_t i = 0; i < kept_max; ++i) {
    const ByChance& chance = by_chance_of[others[i].around];
    found.messages[i] = others[i].close >= others_min && others[i].close >= excess * chance.close;
    by_chance += chance.others_min_and_more;
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
  std::size_t count = 0;
  for (std::size_t i = 0; recurs.beyond_chance && i < kept_max && count < let_go_at_once; ++i) {
    go[i] = !recurs.messages[i];
    count += go[i];
  }
  for (std::size_t i = 0; i < kept_max && count < let_go_at_once; ++i) {
    count += !go[i];
    go.set(i);
  }
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
