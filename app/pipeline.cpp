#include "app/pipeline.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <tuple>

#include "base/prefetch.hpp"
#include "base/sort_large.hpp"
#include "capture/decode/decoder.hpp"
#include "flow/lookup_reader.hpp"
#include "signal/network/farming_cadence.hpp"
#include "signal/network/rhythm.hpp"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace davy::app {
namespace {

using flow::FlowRecord;
using flow::FlowTable;

constexpr std::size_t blocks_per_thread = 4;
// A thread with fewer blocks than this before it reads another one first, if nobody else does. Alone, it has nobody to
// read ahead for.
constexpr std::size_t behind_blocks = 2, behind_blocks_alone = 1;
// Packets go through the flow table in strips: while one strip is worked on, the memory of the next ones is asked for,
// a step of the way each, because each step needs what the one before it brought.
constexpr std::size_t strip_packets = 16;
// About 50 µs of waiting before a thread sleeps.
constexpr int watches_max = 1500;

void pause_briefly() {
#ifdef __SSE2__
  _mm_pause();
#endif
}

struct HashedPacket {
  std::uint64_t hash;
  FlowTable* table;  // of its shard
  capture::Packet packet;
};

// The packets of a block whose flows belong to one thread: the first `count` are of this block. They lie side by side,
// so that no other thread has use for their cache lines.
struct Share {
  std::vector<HashedPacket> packets;
  std::size_t count = 0;

  HashedPacket& next() { return packets[count]; }
};

// A stretch of the capture on its way through the threads.
struct Block {
  capture::PacketBlock raw;
  std::vector<std::vector<std::uint8_t>> reassembled;  // payloads that lie in no single packet
  std::vector<Share> of_thread;
  std::vector<flow::AddressLookup> lookups;  // that its packets told
  unsigned unread_by = 0;                    // threads that have not taken their share yet
  unsigned filled_by = 0;                    // always the same thread, whose cache has it
};

// Which flows are worth a record for whom they are in touch with. One for each thread: look-ups are learnt in the order of
// the capture, block by block, so that what is known at a flow's end does not depend on the number of threads.
class Interest {
 public:
  Interest(const flow::NameJudge* judge, const CaptureHooks& hooks)
      : judge_(judge), hooks_(&hooks) {}

  void learn(const std::vector<flow::AddressLookup>& lookups) {
    for (const flow::AddressLookup& lookup : lookups)
      if (lookup.has_address) given_.insert({lookup.client, lookup.address});
  }
  bool in(const FlowRecord& record) const {
    if (hooks_->also_wanted && hooks_->also_wanted(record)) return true;
    if (judge_ == nullptr) return false;
    const IpAddress &source = record.key.source_address,
                    &destination = record.key.destination_address;
    if (judge_->wants(destination) || judge_->wants(source)) return true;
    if (!given_.empty() &&
        (given_.contains({source, destination}) || given_.contains({destination, source})))
      return true;
    return record.names && flow::is_any_wanted(*record.names, *judge_);
  }

 private:
  const flow::NameJudge* judge_;
  const CaptureHooks* hooks_;
  std::set<std::pair<IpAddress, IpAddress>> given_;  // client, address
};

// The records of one shard that tell of a conversation. Mining and what is merely named have room of their own: many
// flows of one kind cannot crowd out the other.
class Records final : public flow::FlowSink {
 public:
  explicit Records(const Interest& interest) : interest_(interest) {}

  void flow(FlowRecord&& record) override {
    if (!record.conversation && !signal::is_rhythm_suspect(record) && !interest_.in(record) &&
        !signal::farming_cadence_of(record))
      return;
    std::size_t& kept = is_mining(record) ? mining_ : related_;
    if (kept == limits::records_max / limits::flow_shards) {
      ++dropped_;
      return;
    }
    ++kept;
    keep_only_the_clock(record);
    records_.push_back(std::move(record));
  }
  std::size_t size() const { return records_.size(); }
  std::vector<FlowRecord> take() { return std::move(records_); }
  std::uint64_t dropped() const { return dropped_; }

 private:
  // Of a conversation that was read, the shape adds nothing but when jobs came.
  static void keep_only_the_clock(FlowRecord& record) {
    if (!record.conversation || !record.rhythm) return;
    record.rhythm->window = {};
    if (record.rhythm->pushes.empty()) record.rhythm = nullptr;
  }
  static bool is_mining(const FlowRecord& record) {
    const flow::ConversationRecord* found = record.conversation.get();
    return found == nullptr || found->miner_spoke || found->pool_spoke || found->unmistakable;
  }

  const Interest& interest_;
  std::vector<FlowRecord> records_;
  std::size_t mining_ = 0;
  std::size_t related_ = 0;
  std::uint64_t dropped_ = 0;
};

struct Shard {
  Shard(const flow::FlowOptions& options, const Interest& interest)
      : records(interest), table(options, records) {}
  Records records;
  FlowTable table;
};

class CaptureRun {
 public:
  CaptureRun(capture::CaptureFile& file, const flow::FlowOptions& options, unsigned threads,
             const CaptureHooks& hooks)
      : file_(file),
        hooks_(hooks),
        looks_inside_(options.content),
        threads_(threads),
        lookups_(options.names, limits::address_lookups_max),
        exports_(hooks.take_export),
        inbox_(threads),
        free_(threads) {
    interests_.assign(threads, Interest(options.names, hooks));
    for (std::size_t s = 0; s < shards_.size(); ++s)
      shards_[s] = std::make_unique<Shard>(options, interests_[s % threads]);
    blocks_.resize(threads * blocks_per_thread);
    for (std::size_t b = 0; b < blocks_.size(); ++b) {
      blocks_[b].of_thread.resize(threads);
      blocks_[b].filled_by = static_cast<unsigned>(b % threads);
      free_[blocks_[b].filled_by].push_back(&blocks_[b]);
    }
  }

  CaptureOutcome run() {
    {
      std::vector<std::jthread> others;
      for (unsigned t = 1; t < threads_; ++t) others.emplace_back([this, t] { work(t); });
      work(0);
    }
    return collect();
  }

 private:
  void work(unsigned thread) {
    std::unique_lock lock(mutex_);
    for (;;) {
      // Reading cannot be shared: it goes on while the others work off what was read.
      const bool may_read = !reading_ && !at_end_ && !free_[thread].empty();
      const std::size_t waiting = inbox_[thread].size();
      if (may_read && waiting < (threads_ > 1 ? behind_blocks : behind_blocks_alone)) {
        read_next(lock, thread);
      } else if (waiting > 0) {
        work_off_next(lock, thread);
      } else if (at_end_) {
        break;
      } else {
        wait_for_change(lock);
      }
    }
    lock.unlock();
    for (std::size_t s = thread; s < shards_.size(); s += threads_) shards_[s]->table.finish();
  }

  void read_next(std::unique_lock<std::mutex>& lock, unsigned thread) {
    Block* block = free_[thread].back();
    free_[thread].pop_back();
    reading_ = true;
    lock.unlock();
    const bool more = read(*block);
    lock.lock();
    reading_ = false;
    pass_on(block, more);
  }

  void work_off_next(std::unique_lock<std::mutex>& lock, unsigned thread) {
    Block* block = inbox_[thread].front();
    inbox_[thread].pop_front();
    lock.unlock();
    interests_[thread].learn(block->lookups);
    take_share(block->of_thread[thread]);
    lock.lock();
    if (--block->unread_by > 0) return;
    free_[block->filled_by].push_back(block);
    tell_change();
  }

  void pass_on(Block* block, bool more) {
    if (more) {
      block->unread_by = threads_;
      for (auto& inbox : inbox_) inbox.push_back(block);
    } else {
      at_end_ = true;
    }
    tell_change();
  }

  void tell_change() {
    changes_.store(changes_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
    changed_.notify_all();
  }

  // Waking a thread takes about as long as a block: so the next change is watched for before sleeping.
  void wait_for_change(std::unique_lock<std::mutex>& lock) {
    const std::uint64_t seen = changes_.load(std::memory_order_relaxed);
    lock.unlock();
    for (int i = 0; i < watches_max && changes_.load(std::memory_order_acquire) == seen; ++i)
      pause_briefly();
    lock.lock();
    if (changes_.load(std::memory_order_relaxed) == seen) changed_.wait(lock);
  }

  // Only one thread at a time is here, and blocks are filled in file order.
  bool read(Block& block) {
    if (!file_.fill(block.raw)) return false;
    // Grows and never shrinks: what decode() is going to write need not be cleared first.
    for (Share& share : block.of_thread) {
      share.count = 0;
      // Room for one more: next() may be asked for what then goes elsewhere.
      if (share.packets.size() <= block.raw.packets.size())
        share.packets.resize(block.raw.packets.size() + 1);
    }
    count(block.raw);
    block.lookups.clear();
    decode(block);
    out_.lookups.insert(out_.lookups.end(), block.lookups.begin(), block.lookups.end());
    block.reassembled = decoder_.take_reassembled();
    if (hooks_.progress) hooks_.progress(file_.stored_octets_read());
    return true;
  }

  void count(const capture::PacketBlock& raw) {
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

  // Most packets are decoded where they stay: with one thread, all are.
  void decode(Block& block) {
    Share& first = block.of_thread[0];
    for (const capture::RawPacket& raw : block.raw.packets) {
      HashedPacket& next = first.next();
      if (!decoder_.decode(raw, next.packet)) continue;
      lookups_.packet(next.packet, block.lookups);
      if (looks_inside_) exports_.packet(next.packet);
      next.hash = flow::flow_hash(next.packet);
      const std::size_t shard = flow::shard_of(next.hash);
      next.table = &shards_[shard]->table;
      Share& share = threads_ == 1 ? first : block.of_thread[shard % threads_];
      if (&share != &first) share.next() = next;
      ++share.count;
    }
  }

  static void take_share(const Share& mine) {
    // The flows of packets on their way, where what these point to is to be fetched ahead.
    std::array<const flow::FlowEntry*, 4 * strip_packets> flows{};
    const auto strip = [&](std::size_t begin, auto step) {
      const std::size_t end = std::min(begin + strip_packets, mine.count);
      for (std::size_t i = begin; i < end; ++i) step(mine.packets[i], flows[i % flows.size()]);
    };
    // `front` wraps below 0 for the later steps of the first strips; a begin that large is an empty strip.
    for (std::size_t front = 0; front < mine.count + 4 * strip_packets; front += strip_packets) {
      strip(front, [](const HashedPacket& p, auto&) {
        p.table->prefetch_index(p.hash);
        prefetch_lines(&p, sizeof p);
        __builtin_prefetch(p.packet.payload_data);
      });
      strip(front - strip_packets, [](const HashedPacket& p, const flow::FlowEntry*& flow) {
        flow = p.table->prefetch_entry(p.hash);
      });
      strip(front - 2 * strip_packets, [](const HashedPacket& p, const flow::FlowEntry* flow) {
        if (flow != nullptr) FlowTable::prefetch_conversation(*flow, p.packet);
      });
      strip(front - 3 * strip_packets, [](const HashedPacket& p, const flow::FlowEntry* flow) {
        if (flow != nullptr && p.packet.payload_octets != 0) FlowTable::prefetch_content(*flow);
      });
      strip(front - 4 * strip_packets,
            [](const HashedPacket& p, auto&) { p.table->update(p.packet, p.hash); });
    }
  }

  CaptureOutcome collect() {
    std::size_t records = 0;
    for (const auto& shard : shards_) records += shard->records.size();
    out_.conversations.reserve(records);
    for (auto& shard : shards_) {
      for (FlowRecord& record : shard->records.take())
        out_.conversations.push_back(std::move(record));
      out_.flows.add(shard->table.counts());
      out_.flows.conversations_dropped += shard->records.dropped();
      out_.malformed.add(shard->table.malformed());
    }
    sort_large(
        out_.conversations,
        [](const FlowRecord& r) { return std::tuple(r.first_seen, r.key.source_address); },
        [](const FlowRecord& a, const FlowRecord& b) {
          return std::tie(a.first_seen, a.key, a.last_seen) <
                 std::tie(b.first_seen, b.key, b.last_seen);
        });
    out_.malformed.add(file_.malformed());
    out_.malformed.add(decoder_.malformed());
    out_.malformed.add(lookups_.malformed());
    out_.lookups_left_out = lookups_.left_out();
    out_.exports_inside = exports_.seen();
    out_.export_messages_inside = exports_.messages();
    out_.truncated_packets = decoder_.truncated_packets();
    out_.other_packets = decoder_.other_packets();
    return std::move(out_);
  }

  capture::CaptureFile& file_;
  const CaptureHooks& hooks_;
  const bool looks_inside_;
  const unsigned threads_;
  std::vector<Interest> interests_;  // each of one thread
  std::array<std::unique_ptr<Shard>, limits::flow_shards>
      shards_;  // shard s belongs to thread s % threads_
  std::vector<Block> blocks_;

  // Owned by the thread that reads.
  capture::Decoder decoder_;
  flow::LookupReader lookups_;
  flow::ExportWatch exports_;
  CaptureOutcome out_;

  std::mutex mutex_;  // guards what follows; held for moments only, once or twice a block
  std::condition_variable changed_;
  std::atomic<std::uint64_t> changes_ = 0;  // written under the mutex, watched without it
  std::vector<std::deque<Block*>> inbox_;
  std::vector<std::vector<Block*>> free_;  // by who fills them
  bool reading_ = false;
  bool at_end_ = false;
};

}  // namespace

CaptureOutcome inspect_capture(capture::CaptureFile& file, const flow::FlowOptions& options,
                               unsigned threads, const CaptureHooks& hooks) {
  const auto wanted = std::clamp<unsigned>(threads, 1, static_cast<unsigned>(limits::flow_shards));
  return CaptureRun(file, options, wanted, hooks).run();
}

}  // namespace davy::app
