#include "signal/network/tunnel_empties.hpp"

#include <algorithm>

namespace davy::signal {
namespace {

constexpr int kinds_max = 3;
constexpr double share_min = .12, at_once_share_min = .7;
constexpr float at_once_s = .25f;

bool comes_at_once(std::span<const flow::RhythmMessage> messages, int octets) {
  std::array<std::size_t, 2> all{}, at_once{};
  for (std::size_t i = 1; i < messages.size(); ++i) {
    if (messages[i].octets != octets) continue;
    const auto d = static_cast<std::size_t>(messages[i].direction);
    ++all[d];
    at_once[d] += messages[i - 1].direction != messages[i].direction &&
                  messages[i].time_s - messages[i - 1].time_s <= at_once_s;
  }
  const auto mostly = [&](std::size_t d) {
    return all[d] > 0 &&
           static_cast<double>(at_once[d]) >= at_once_share_min * static_cast<double>(all[d]);
  };
  return mostly(0) && mostly(1);
}

}  // namespace

TunnelEmpties::TunnelEmpties(const flow::RhythmWindow& window) {
  for (const flow::RhythmMessage& m : window.messages)
    sizes_[static_cast<std::size_t>(m.direction)].push_back(m.octets);
  for (auto& of_side : sizes_) std::ranges::sort(of_side);
  int least = -1;
  for (int i = 0; i < kinds_max; ++i) {
    const auto next = next_common(least);
    if (!next) return;
    least = *next;
    if (window.is_datagrams || comes_at_once(window.messages, least)) up_to_ = least;
  }
}

// The least size beyond one, if both sides send it often.
std::optional<int> TunnelEmpties::next_common(int beyond) const {
  int least = UINT16_MAX;
  for (const auto& of_side : sizes_) {
    const auto next = std::ranges::upper_bound(of_side, beyond, {}, [](int k) { return k; });
    if (next != of_side.end()) least = std::min<int>(least, *next);
  }
  for (const auto& of_side : sizes_) {
    const auto same = static_cast<double>(std::ranges::equal_range(of_side, least).size());
    if (same == 0 || same < share_min * static_cast<double>(of_side.size())) return std::nullopt;
  }
  return least;
}

}  // namespace davy::signal
