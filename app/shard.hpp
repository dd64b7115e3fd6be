// The flows of one shard, and what is kept of them.
//
// Shape:   a record is kept if something in it may be told; which ones these are depends on the flow and on what the
//          capture told before, not on threads.
// Errors:  none; what has no room is counted.
// Threads: a shard and an interest have one owner each.
#pragma once

#include <set>
#include <utility>
#include <vector>

#include "app/pipeline.hpp"
#include "base/limits.hpp"
#include "flow/flow_table.hpp"
#include "flow/lookup_reader.hpp"
#include "signal/network/farming_cadence.hpp"
#include "signal/network/rhythm.hpp"

namespace davy::app {

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
  std::size_t size() const { return given_.size(); }
  void forget() { given_.clear(); }
  bool in(const flow::FlowRecord& record) const {
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

  void flow(flow::FlowRecord&& record) override {
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
  // With room for as many again.
  std::vector<flow::FlowRecord> take() {
    mining_ = related_ = 0;
    return std::exchange(records_, {});
  }
  std::uint64_t dropped() const { return dropped_; }

 private:
  // Of a conversation that was read, the shape adds nothing but when jobs came.
  static void keep_only_the_clock(flow::FlowRecord& record) {
    if (!record.conversation || !record.rhythm || is_half(record)) return;
    record.rhythm->window = {};
    if (record.rhythm->pushes.empty()) record.rhythm = nullptr;
  }
  // Kept for what other connections may say, and perhaps nothing.
  static bool is_half(const flow::FlowRecord& record) {
    const flow::ConversationRecord& c = *record.conversation;
    return c.work_marks && c.related == flow::RelatedClass::none && !is_mining(record);
  }
  static bool is_mining(const flow::FlowRecord& record) {
    const flow::ConversationRecord* found = record.conversation.get();
    return found == nullptr || found->miner_spoke || found->pool_spoke || found->unmistakable;
  }

  const Interest& interest_;
  std::vector<flow::FlowRecord> records_;
  std::size_t mining_ = 0;
  std::size_t related_ = 0;
  std::uint64_t dropped_ = 0;
};

struct Shard {
  Shard(const flow::FlowOptions& options, const Interest& interest)
      : records(interest), table(options, records) {}
  Records records;
  flow::FlowTable table;
};

}  // namespace davy::app
