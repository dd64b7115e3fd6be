#include "flow/push_log.hpp"

#include <algorithm>

namespace davy::flow {

void PushLog::message(Direction direction, Timestamp time) {
  while (first_waiting_ < last_waiting_ &&
         time - waiting_[first_waiting_ % waiting_max] > reply_within)
    ++first_waiting_;
  if (direction == client_) {
    if (last_waiting_ - first_waiting_ == waiting_max) ++first_waiting_;
    waiting_[last_waiting_++ % waiting_max] = time;
  } else if (first_waiting_ < last_waiting_) {
    ++first_waiting_;
  } else {
    const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(time - began_);
    times_ms_[pushes_++ % times_kept] =
        static_cast<std::uint32_t>(std::clamp<std::int64_t>(since.count(), 0, UINT32_MAX));
  }
}

std::vector<Timestamp> PushLog::times() const {
  const std::size_t count = std::min(pushes_, times_kept);
  std::vector<Timestamp> times;
  times.reserve(count);
  for (std::size_t i = pushes_ - count; i < pushes_; ++i)
    times.push_back(began_ + std::chrono::milliseconds(times_ms_[i % times_kept]));
  std::ranges::sort(times);  // packets of a capture may be out of order
  return times;
}

}  // namespace davy::flow
