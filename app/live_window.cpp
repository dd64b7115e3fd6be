#include "app/live_window.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace davy::app {
namespace {

using flow::FlowRecord;

bool goes_on(const FlowRecord& record) { return record.end_reason == flow::EndReason::active; }

template <class T>
std::unique_ptr<T> copy_of(const std::unique_ptr<T>& one) {
  return one ? std::make_unique<T>(*one) : nullptr;
}

FlowRecord copy_of(const FlowRecord& record) {
  FlowRecord copy{.key = record.key,
                  .first_seen = record.first_seen,
                  .last_seen = record.last_seen,
                  .packets = record.packets,
                  .octets = record.octets,
                  .end_reason = record.end_reason,
                  .opening_seen = record.opening_seen,
                  .conversation = copy_of(record.conversation),
                  .rhythm = copy_of(record.rhythm)};
  copy.names = copy_of(record.names);
  copy.intervals = copy_of(record.intervals);
  return copy;
}

// A bit for each thing that bears on the verdict at once; what a rhythm says takes minutes, and waits for the next look at all.
std::uint32_t knows(const FlowRecord& record) {
  std::uint32_t bits = record.names ? 1 : 0;
  if (!record.conversation) return bits;
  const flow::ConversationRecord& c = *record.conversation;
  const auto add = [&](bool known) { bits = bits << 1 | (known ? 1U : 0U); };
  add(true);
  add(c.miner_spoke);
  add(c.pool_spoke);
  add(c.unmistakable);
  add(!c.dialect.empty());
  add(!c.login.empty());
  add(!c.coin.empty());
  add(c.shares.accepted > 0);
  add(c.related != flow::RelatedClass::none);
  return bits;
}

}  // namespace

// The record before of the same flow; none where that ended: ports are used again.
LiveWindow::Records::iterator LiveWindow::find_going_on(const FlowRecord& record) {
  const auto [first, last] = records_.equal_range(record.key);
  const auto same =
      std::find_if(first, last, [](const auto& kept) { return goes_on(kept.second.record); });
  return same == last ? records_.end() : same;
}

void LiveWindow::take(FlowRecord record) {
  const std::uint32_t known = knows(record);
  const auto before = find_going_on(record);
  const bool is_news =
      before == records_.end() || before->second.knows != known || !goes_on(record);
  // Which of the two mines is for the judgement to say.
  for (const IpAddress& end : {record.key.source_address, record.key.destination_address}) {
    if (is_news) news_.insert(end);
    changed_.insert(end);
  }
  if (before != records_.end()) {
    before->second = {std::move(record), known};
    return;
  }
  const flow::FlowKey key = record.key;
  records_.emplace(key, Kept{std::move(record), known});
}

void LiveWindow::take(LiveTold&& told) {
  for (FlowRecord& record : told.records) take(std::move(record));
  std::ranges::move(told.lookups, std::back_inserter(lookups_));
  give_way();
}

CaptureOutcome LiveWindow::of(const std::set<IpAddress>& hosts) const {
  CaptureOutcome out;
  for (const auto& [key, kept] : records_)
    if (hosts.contains(key.source_address) || hosts.contains(key.destination_address))
      out.conversations.push_back(copy_of(kept.record));
  out.lookups = lookups_;
  sort_by_time(out.conversations);
  return out;
}

CaptureOutcome LiveWindow::everything() const {
  CaptureOutcome out;
  for (const auto& [key, kept] : records_) out.conversations.push_back(copy_of(kept.record));
  out.lookups = lookups_;
  sort_by_time(out.conversations);
  return out;
}

std::set<IpAddress> LiveWindow::take_changed() {
  news_.clear();
  return std::exchange(changed_, {});
}

void LiveWindow::forget(Timestamp now) {
  std::erase_if(records_, [&](const auto& kept) {
    const FlowRecord& record = kept.second.record;
    // One that goes on and was not heard of for so long is over its idle time-out: its end was told, or lost.
    return record.last_seen + window_kept < now;
  });
  std::erase_if(lookups_, [&](const flow::AddressLookup& lookup) {
    return lookup.time + window_lookups_kept < now;
  });
}

void LiveWindow::give_way() {
  if (lookups_.size() > window_records_max) {
    const auto over = lookups_.size() - window_records_max;
    lookups_.erase(lookups_.begin(), lookups_.begin() + static_cast<std::ptrdiff_t>(over));
    left_out_ += over;
  }
  if (records_.size() <= window_records_max) return;
  std::vector<Timestamp> times;
  times.reserve(records_.size());
  for (const auto& [key, kept] : records_) times.push_back(kept.record.last_seen);
  const auto over = static_cast<std::ptrdiff_t>(records_.size() - window_records_max);
  std::ranges::nth_element(times, times.begin() + over);
  const Timestamp oldest = times[static_cast<std::size_t>(over)];
  left_out_ += std::erase_if(
      records_, [&](const auto& kept) { return kept.second.record.last_seen < oldest; });
}

}  // namespace davy::app
