#include "capture/decode/defragmenter.hpp"

#include <algorithm>
#include <utility>

#include "base/limits.hpp"

namespace davy::capture {
namespace {

constexpr std::uint32_t datagram_octets_max = 65'535;

std::uint64_t mix(std::uint64_t h, std::uint64_t v) {
  h = (h ^ v) * 0x9e3779b97f4a7c15u;
  return h ^ h >> 29;
}

}  // namespace

std::size_t Defragmenter::Hash::operator()(const FragmentKey& key) const {
  std::uint64_t h = mix(key.identification, std::uint64_t{key.vlan} << 8 | key.protocol);
  for (const IpAddress& address : {key.source, key.destination}) {
    h = mix(mix(h, load_le64(address.octets.data())), load_le64(address.octets.data() + 8));
  }
  return h;
}

std::optional<Defragmenter::Datagram> Defragmenter::add(const FragmentKey& key,
                                                        const Fragment& fragment) {
  while (!waiting_.empty() &&
         fragment.time - waiting_.front().first_seen > limits::fragment_timeout) {
    drop(waiting_.begin());
  }
  const auto found = find_or_begin(key, fragment.time);
  Waiting& waiting = *found;
  if (!insert(waiting, fragment)) {
    drop(found);
    return std::nullopt;
  }
  const bool complete = waiting.total && waiting.ranges.size() == 1 &&
                        waiting.ranges[0].begin == 0 && waiting.ranges[0].end == *waiting.total;
  if (!complete) return std::nullopt;
  buffers_.push_back(std::move(waiting.buffer));
  const Cursor payload{buffers_.back().data(), *waiting.total, *waiting.total};
  const Datagram datagram{payload, waiting.ip_octets, waiting.protocol};
  index_.erase(waiting.key);
  waiting_.erase(found);
  return datagram;
}

std::vector<std::vector<std::uint8_t>> Defragmenter::take_buffers() {
  return std::exchange(buffers_, {});
}

Defragmenter::Order::iterator Defragmenter::find_or_begin(const FragmentKey& key, Timestamp now) {
  if (const auto found = index_.find(key); found != index_.end()) return found->second;
  if (waiting_.size() >= limits::fragment_datagrams_max) drop(waiting_.begin());
  waiting_.push_back({key, now, {}, {}, std::nullopt, 0, 0, 0});
  return index_[key] = std::prev(waiting_.end());
}

void Defragmenter::drop(Order::iterator waiting) {
  ++damaged_;
  index_.erase(waiting->key);
  waiting_.erase(waiting);
}

// False: the datagram cannot be true, or is beyond its bounds.
bool Defragmenter::insert(Waiting& waiting, const Fragment& fragment) {
  const std::uint32_t end = fragment.offset + fragment.bytes.captured;
  if (end > datagram_octets_max || ++waiting.fragments > limits::fragments_per_datagram_max) {
    return false;
  }
  const bool misaligned = fragment.more && fragment.bytes.captured % 8 != 0;
  const bool second_end = !fragment.more && waiting.total && *waiting.total != end;
  const bool behind_end = waiting.total && end > *waiting.total;
  if (misaligned || second_end || behind_end) return false;
  if (!fragment.more) waiting.total = end;
  if (waiting.total && waiting.buffer.size() > *waiting.total) return false;
  if (fragment.offset == 0) waiting.protocol = fragment.protocol;
  if (waiting.buffer.size() < end) waiting.buffer.resize(end);
  copy_missing(waiting, fragment, end);
  return true;
}

// Copies the octets that are not held yet, and joins the ranges that now touch.
void Defragmenter::copy_missing(Waiting& waiting, const Fragment& fragment, std::uint32_t end) {
  const std::uint32_t begin = fragment.offset;
  const auto same = [&](const Range& r) { return r.begin <= begin && end <= r.end; };
  const bool held = std::any_of(waiting.ranges.begin(), waiting.ranges.end(), same);
  if (held && std::equal(waiting.buffer.begin() + begin, waiting.buffer.begin() + end,
                         fragment.bytes.data)) {
    return;  // the same packet captured twice
  }
  waiting.ip_octets += fragment.ip_octets;
  Range joined{begin, end};
  std::vector<Range> apart;
  std::uint32_t from = begin;
  bool overlaps = false;
  const auto copy = [&](std::uint32_t to) {
    if (from < to)
      std::copy_n(fragment.bytes.data + (from - begin), to - from, waiting.buffer.begin() + from);
  };
  for (const Range& r : waiting.ranges) {
    if (r.end < begin || end < r.begin) {
      apart.push_back(r);
      continue;
    }
    overlaps = overlaps || (r.begin < end && begin < r.end);
    copy(std::min(r.begin, end));
    from = std::max(from, r.end);
    joined = {std::min(joined.begin, r.begin), std::max(joined.end, r.end)};
  }
  copy(end);
  if (overlaps) ++damaged_;
  apart.insert(std::upper_bound(apart.begin(), apart.end(), joined.begin,
                                [](std::uint32_t b, const Range& r) { return b < r.begin; }),
               joined);
  waiting.ranges = std::move(apart);
}

}  // namespace davy::capture
