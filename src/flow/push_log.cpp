#include "flow/push_log.hpp"

#include <algorithm>

namespace davy::flow {

void PushLog::LastSizes::add(std::uint16_t octets) {
  constexpr std::size_t sizes_min = 4;
  constexpr double share_min = .6;
  std::uint16_t& oldest = octets_[seen_ % sizes_kept];
  if (seen_++ >= sizes_kept && oldest == octets) return;  // the same sizes as before
  oldest = octets;
  usual_ = {};
  const std::size_t count = std::min(seen_, sizes_kept);
  if (count < sizes_min) return;
  auto sizes = octets_;
  const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(count / 2);
  const auto end = sizes.begin() + static_cast<std::ptrdiff_t>(count);
  std::ranges::nth_element(sizes.begin(), middle, end);
  const std::uint32_t median = *middle, near = std::max(median / 16, 10u);
  const UsualSize found{median > near ? median - near : 0, median + near};
  const auto held =
      std::count_if(sizes.begin(), end, [&](std::uint16_t one) { return found.holds(one); });
  if (static_cast<double>(held) >= share_min * static_cast<double>(count)) usual_ = found;
}

void PushLog::message(Direction direction, Timestamp time, std::uint32_t octets) {
  const auto size = static_cast<std::uint16_t>(std::min<std::uint32_t>(octets, UINT16_MAX));
  while (first_waiting_ < last_waiting_ &&
         time - waiting_[first_waiting_ % waiting_max] > reply_within)
    ++first_waiting_;
  if (direction == client_) {
    if (last_waiting_ - first_waiting_ == waiting_max) ++first_waiting_;
    waiting_[last_waiting_++ % waiting_max] = time;
  } else if (answers(size)) {
    ++first_waiting_;
    last_answers_.add(size);
  } else {
    keep(time, size);
  }
}

void PushLog::keep(Timestamp time, std::uint16_t octets) {
  const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(time - began_);
  const auto ms =
      static_cast<std::uint32_t>(std::clamp<std::int64_t>(since.count(), 0, UINT32_MAX));
  const std::size_t place = pushes_++ % times_kept;
  if (place == times_ms_.size()) {
    times_ms_.push_back(ms);
    octets_.push_back(octets);
  } else {
    times_ms_[place] = ms;
    octets_[place] = octets;
  }
  last_pushes_.add(octets);
}

std::vector<Timestamp> PushLog::times() const {
  constexpr std::size_t others_min = 5, others_share_min = 12;  // one in so many
  const std::size_t count = std::min(pushes_, times_kept);
  std::vector<Timestamp> all, others;
  all.reserve(count);
  for (std::size_t i = pushes_ - count; i < pushes_; ++i) {
    const Timestamp time = began_ + std::chrono::milliseconds(times_ms_[i % times_kept]);
    all.push_back(time);
    if (!last_answers_.usual().holds(octets_[i % times_kept])) others.push_back(time);
  }
  const bool enough = others.size() >= others_min && others.size() * others_share_min >= count;
  std::vector<Timestamp>& times = enough ? others : all;
  std::ranges::sort(times);  // packets of a capture may be out of order
  return std::move(times);
}

}  // namespace davy::flow
