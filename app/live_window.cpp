#include "app/live_window.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

namespace davy::app {
namespace {

using flow::FlowRecord;

bool goes_on(const FlowRecord& record) { return record.end_reason == flow::EndReason::active; }

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
  add(c.work_marks != nullptr);
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
  const std::size_t octets = held_octets(record);
  octets_ += octets;
  if (before != records_.end()) {
    octets_ -= before->second.octets;
    before->second = {std::move(record), octets, known};
    return;
  }
  const flow::FlowKey key = record.key;
  records_.emplace(key, Kept{std::move(record), octets, known});
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
  // One that goes on and was not heard of for so long is over its idle time-out: its end was told, or lost.
  forget_records_until(now - window_kept);
  std::erase_if(lookups_, [&](const flow::AddressLookup& lookup) {
    return lookup.time + window_lookups_kept < now;
  });
}

std::size_t LiveWindow::forget_records_until(Timestamp last_seen) {
  return std::erase_if(records_, [&](const auto& kept) {
    if (kept.second.record.last_seen >= last_seen) return false;
    octets_ -= kept.second.octets;
    return true;
  });
}

void LiveWindow::give_way() {
  if (lookups_.size() > window_lookups_max) {
    const auto over = lookups_.size() - window_lookups_max;
    lookups_.erase(lookups_.begin(), lookups_.begin() + static_cast<std::ptrdiff_t>(over));
    left_out_ += over;
  }
  if (records_.size() > window_records_max || octets_ > window_octets_max)
    left_out_ += forget_records_until(oldest_to_stay());
}

// So that an eighth of the room is free again: to look through them all for each that comes would be dear.
Timestamp LiveWindow::oldest_to_stay() const {
  std::vector<std::pair<Timestamp, std::size_t>> by_time;
  by_time.reserve(records_.size());
  for (const auto& [key, kept] : records_) by_time.emplace_back(kept.record.last_seen, kept.octets);
  std::ranges::sort(by_time, std::greater{});
  std::size_t records = 0, octets = 0;
  for (const auto& [time, held] : by_time) {
    octets += held;
    if (++records > window_records_max / 8 * 7 || octets > window_octets_max / 8 * 7)
      return time + Duration{1};
  }
  return Timestamp::min();
}

}  // namespace davy::app
