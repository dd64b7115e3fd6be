#include "app/block_reader.hpp"

#include <algorithm>
#include <utility>

namespace davy::app {

bool BlockReader::read(Block& block) {
  if (!source_.fill(block.raw)) return false;
  block.of_thread.resize(threads_);
  // Grows and never shrinks: what decode() is going to write need not be cleared first.
  for (unsigned thread = 0; thread < threads_; ++thread) {
    if (only_ && thread != *only_) continue;
    Share& share = block.of_thread[thread];
    share.count = 0;
    // Room for one more: next() may be asked for what then goes elsewhere.
    if (share.packets.size() <= block.raw.packets.size())
      share.packets.resize(block.raw.packets.size() + 1);
  }
  count(block.raw);
  block.lookups.clear();
  decode(block);
  if (keeps_lookups_)
    out_.lookups.insert(out_.lookups.end(), block.lookups.begin(), block.lookups.end());
  block.reassembled = decoder_.take_reassembled();
  if (hooks_.progress) hooks_.progress(source_.stored_octets_read());
  return true;
}

void BlockReader::count(const capture::PacketBlock& raw) {
  Timestamp first = out_.first_seen, last = out_.last_seen;
  std::uint64_t octets = 0;
  for (const capture::RawPacket& packet : raw.packets) {
    octets += packet.captured_octets;
    first = std::min(first, packet.time);
    last = std::max(last, packet.time);
  }
  out_.packets += raw.packets.size();
  out_.octets += octets;
  out_.first_seen = first;
  out_.last_seen = last;
}

// Most packets are decoded where they stay: with one thread's, all are.
void BlockReader::decode(Block& block) {
  const unsigned mine = only_.value_or(0);
  Share& first = block.of_thread[mine];
  for (const capture::RawPacket& raw : block.raw.packets) {
    HashedPacket& next = first.next();
    if (!decoder_.decode(raw, next.packet)) continue;
    lookups_.packet(next.packet, block.lookups);
    if (looks_inside_) exports_.packet(next.packet);
    next.hash = flow::flow_hash(next.packet);
    const std::size_t shard = flow::shard_of(next.hash);
    next.table = &shards_[shard]->table;
    const std::size_t owner = threads_ == 1 ? 0 : shard % threads_;
    if (owner == mine) {
      ++first.count;
    } else if (!only_) {
      Share& share = block.of_thread[owner];
      share.next() = next;
      ++share.count;
    }
  }
}

MalformedCounts BlockReader::malformed() const {
  MalformedCounts counts = source_.malformed();
  counts.add(decoder_.malformed());
  counts.add(lookups_.malformed());
  return counts;
}

CaptureOutcome BlockReader::take_outcome() {
  out_.malformed.add(malformed());
  out_.lookups_left_out = lookups_.left_out();
  out_.exports_inside = exports_.seen();
  out_.export_messages_inside = exports_.messages();
  out_.truncated_packets = decoder_.truncated_packets();
  out_.other_packets = decoder_.other_packets();
  return std::move(out_);
}

}  // namespace davy::app
