// The flows of one shard: finds a packet's flow, keeps its counters, follows its content, and reports it when it ends.
//
// Units:   packet time decides about time-outs; there is no other clock.
// Shape:   bidirectional 5-tuple + VLAN. The shard of a packet is shard_of(flow_hash()); shards are a fixed number, so that
//          results do not depend on the number of threads. A flow that was idle for longer than its time-out has ended,
//          whenever that is noticed. At the bound, the least recently used of a few gives way and is counted.
// Threads: one owner.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/limits.hpp"
#include "base/prefetch.hpp"
#include "capture/packet.hpp"
#include "flow/flow_entry.hpp"
#include "flow/flow_index.hpp"
#include "flow/flow_names.hpp"

namespace davy::flow {

struct FlowOptions {
  Duration idle_timeout = limits::flow_idle_timeout;
  Duration active_timeout = limits::flow_active_timeout;  // 0: none
  std::size_t flows_max = limits::flows_max;              // of all shards
  std::size_t conversations_max = limits::conversations_max;
  std::size_t held_octets_max = limits::held_octets_max;  // of all shards
  bool content = true;  // read payloads; without it a flow is sizes, times and directions only
  const NameJudge* names = nullptr;     // null: no names are read; must outlive the table
  const RhythmJudge* rhythm = nullptr;  // null: no rhythm is kept; must outlive the table
  bool timelines = true;  // of conversations: they cost memory and time where nothing draws them
  bool live = false;      // flows that go on are told too: tell_so_far()
};

struct FlowCounts {
  std::uint64_t flows = 0;
  std::uint64_t evicted = 0;
  std::uint64_t conversations_dropped =
      0;  // candidates not followed, or not to their end, for lack of room
  std::uint64_t names_left_out = 0;   // flows whose names were of no interest, and had no room
  std::uint64_t clocks_left_out = 0;  // flows that look like mining whose pushes were not timed
  std::uint64_t flows_peak = 0;
  std::uint64_t table_octets_peak = 0;  // entries and index, without conversations

  void add(const FlowCounts& other);
};

class FlowSink {
 public:
  virtual ~FlowSink() = default;
  virtual void flow(FlowRecord&& record) = 0;
};

// The same for both directions of a flow.
std::uint64_t flow_hash(const capture::Packet& packet);
inline std::size_t shard_of(std::uint64_t hash) {
  return static_cast<std::size_t>(hash >> 60) % limits::flow_shards;
}

class FlowTable {
 public:
  FlowTable(const FlowOptions& options, FlowSink& sink);
  ~FlowTable();

  // Called some packets ahead of update(), in this order: start the memory reads that depend on each other.
  void prefetch_index(std::uint64_t hash) const { index_.prefetch(hash); }
  // The hash's flow, most likely, if it has a conversation or a rhythm to fetch; else null.
  const FlowEntry* prefetch_entry(std::uint64_t hash) const {
    const FlowIndex::Slot& slot = index_.home(hash);
    if (slot.entry == 0 || slot.hash != static_cast<std::uint32_t>(hash)) return nullptr;
    const FlowEntry& flow = entry(slot.entry - 1);
    __builtin_prefetch(&flow, 1);
    __builtin_prefetch(&flow.packets, 1);
    return slot.followed ? &flow : nullptr;
  }
  static void prefetch_conversation(const FlowEntry& flow, const capture::Packet& packet) {
    constexpr std::size_t most_messages_octets = 512;
    const bool with_payload = packet.payload_octets != 0;
    if (flow.conversation != nullptr) {
      flow.conversation->prefetch(with_payload);
      prefetch_lines(packet.payload_data,
                     std::min<std::size_t>(packet.payload_octets, most_messages_octets));
    }
    if (flow.rhythm != nullptr && with_payload) flow.rhythm->prefetch();
  }
  static void prefetch_content(const FlowEntry& flow) {
    if (flow.conversation != nullptr) flow.conversation->prefetch_content();
    if (flow.rhythm != nullptr) flow.rhythm->prefetch_message();
  }
  void update(const capture::Packet& packet, std::uint64_t hash);
  // Reports all flows and forgets them.
  void finish();
  // Of a live table: what flows with a conversation, a rhythm or names that got packets since `since` have told so far, end
  // reason active; they go on as before. Of them, those that are over at `now` are reported and forgotten.
  void tell_so_far(Timestamp since, Timestamp now, FlowSink& sink);

  const FlowCounts& counts() const { return counts_; }
  const MalformedCounts& malformed() const { return workspace_.malformed; }

 private:
  static constexpr std::uint32_t chunk_entries = 256;  // 32 KiB: what a heap gives without waste
  using Chunk = std::array<FlowEntry, chunk_entries>;

  FlowEntry& entry(std::uint32_t index) {
    return (*chunks_[index / chunk_entries])[index % chunk_entries];
  }
  const FlowEntry& entry(std::uint32_t index) const {
    return (*chunks_[index / chunk_entries])[index % chunk_entries];
  }
  // A packet's flow and its direction in it; flow is null where there is none.
  struct Found {
    FlowEntry* flow = nullptr;
    Direction direction = Direction::forward;
    std::size_t slot = 0;
  };
  Found find(const capture::Packet& packet, std::uint32_t hash);
  void count(FlowEntry& flow, Direction direction, const capture::Packet& packet);
  void follow(FlowEntry& flow, Direction direction, const capture::Packet& packet);
  bool over(const FlowEntry& flow, Timestamp now) const;

  // What few packets need is kept out of line: update() would otherwise save registers for it with every packet.
  [[gnu::noinline]] Found open(const capture::Packet& packet, std::uint32_t hash);
  [[gnu::noinline]] void look_for_names(FlowEntry& flow, Direction direction,
                                        const capture::Packet& packet);
  [[gnu::noinline]] void keep_rhythm(FlowEntry& flow, Direction direction,
                                     const capture::Packet& packet);
  [[gnu::noinline]] void begin_conversation(FlowEntry& flow, Direction direction,
                                            const capture::Packet& packet);
  [[gnu::noinline]] void look_after(FlowEntry& flow);
  [[gnu::noinline]] void report_active(FlowEntry& flow, Timestamp now);
  [[gnu::noinline]] void remove(std::uint32_t index, EndReason reason);

  [[gnu::noinline]] void list(FlowEntry& flow, std::uint32_t index);
  std::optional<FlowRecord> so_far(FlowEntry& flow);
  void measure();
  std::uint32_t allocate(Timestamp now);
  void forget_names(FlowEntry& flow);
  std::unique_ptr<NamesRecord> names_of(const FlowEntry& flow, const FlowRecord& record) const;
  static void look_whether_read(FlowEntry& flow);
  void begin_push_log(Rhythm& rhythm);
  void forget_rhythm(FlowEntry& flow);
  void forget_conversation(FlowEntry& flow);
  std::unique_ptr<RhythmRecord> rhythm_of(FlowEntry& flow, bool ended);
  static void complete(ConversationRecord& conversation, const FlowRecord& record);
  static FlowRecord record_of(const FlowEntry& flow, EndReason reason);
  void report(FlowEntry& flow, EndReason reason);
  void expire_some(Timestamp now);
  void evict_one();

  FlowOptions options_;
  FlowSink& sink_;
  Workspace workspace_;
  FlowIndex index_;
  std::vector<std::unique_ptr<Chunk>> chunks_;
  std::vector<std::uint32_t> free_;
  std::vector<std::unique_ptr<FlowNames>> names_;  // of flows that told some
  std::vector<std::uint32_t> free_names_;          // places in it
  std::uint32_t used_ = 0;                         // entries ever handed out
  std::uint32_t flows_now_ = 0;
  std::uint32_t conversations_now_ = 0;
  std::uint32_t push_logs_now_ = 0;
  std::ptrdiff_t held_now_ = 0;  // octets held by conversations for what is incomplete
  std::uint32_t hand_ = 0;       // where the sweep for idle flows goes on
  std::vector<std::uint32_t>
      listed_;  // of a live table: entries that have something to tell, each once
  FlowCounts counts_;
};

}  // namespace davy::flow
