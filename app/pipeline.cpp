#include "app/pipeline.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <tuple>

#include "app/block_reader.hpp"
#include "app/shard.hpp"
#include "app/take_share.hpp"
#include "base/sort_large.hpp"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace davy::app {
namespace {

using flow::FlowRecord;

constexpr std::size_t blocks_per_thread = 4;
// A thread with fewer blocks than this before it reads another one first, if nobody else does.
constexpr std::size_t behind_blocks = 2;
// About 50 µs of waiting before a thread sleeps.
constexpr int watches_max = 1500;

void pause_briefly() {
#ifdef __SSE2__
  _mm_pause();
#endif
}

class CaptureRun {
 public:
  CaptureRun(capture::CaptureFile& file, const flow::FlowOptions& options, unsigned threads,
             const CaptureHooks& hooks)
      : options_(options), hooks_(hooks), threads_(threads), inbox_(threads), free_(threads) {
    interests_.assign(threads, Interest(options.names, hooks));
    for (std::size_t s = 0; s < shards_.size(); ++s)
      shards_[s] = std::make_unique<Shard>(options, interests_[s % threads]);
    for (unsigned t = 1; t < threads; ++t) {
      auto again = file.again();
      if (!again) break;
      files_.push_back(std::move(*again));
    }
    const bool each_its_own = files_.size() + 1 == threads;
    readers_.push_back(
        reader(file, hooks, each_its_own ? std::optional<unsigned>(0) : std::nullopt));
    for (unsigned t = 1; each_its_own && t < threads; ++t)
      readers_.push_back(reader(files_[t - 1], no_hooks_, t));
    if (!each_its_own) make_blocks();
  }

  CaptureOutcome run() {
    const auto work = [this](unsigned thread) {
      readers_.size() == threads_ ? read_alone(thread) : share_blocks(thread);
      for (std::size_t s = thread; s < shards_.size(); s += threads_) shards_[s]->table.finish();
    };
    {
      std::vector<std::jthread> others;
      for (unsigned t = 1; t < threads_; ++t) others.emplace_back(work, t);
      work(0);
    }
    return collect();
  }

 private:
  std::unique_ptr<BlockReader> reader(capture::CaptureFile& file, const CaptureHooks& hooks,
                                      std::optional<unsigned> only) const {
    return std::make_unique<BlockReader>(file, options_, hooks, shards_, threads_, only);
  }

  void make_blocks() {
    blocks_.resize(threads_ * blocks_per_thread);
    for (std::size_t b = 0; b < blocks_.size(); ++b) {
      blocks_[b].filled_by = static_cast<unsigned>(b % threads_);
      free_[blocks_[b].filled_by].push_back(&blocks_[b]);
    }
  }

  void read_alone(unsigned thread) {
    Block block;
    while (readers_[thread]->read(block)) {
      interests_[thread].learn(block.lookups);
      take_share(block.of_thread[thread]);
    }
  }

  void share_blocks(unsigned thread) {
    std::unique_lock lock(mutex_);
    for (;;) {
      // Reading cannot be shared: it goes on while the others work off what was read.
      const bool may_read = !reading_ && !at_end_ && !free_[thread].empty();
      const std::size_t waiting = inbox_[thread].size();
      if (may_read && waiting < behind_blocks) {
        read_next(lock, thread);
      } else if (waiting > 0) {
        work_off_next(lock, thread);
      } else if (at_end_) {
        break;
      } else {
        wait_for_change(lock);
      }
    }
  }

  void read_next(std::unique_lock<std::mutex>& lock, unsigned thread) {
    Block* block = free_[thread].back();
    free_[thread].pop_back();
    reading_ = true;
    lock.unlock();
    const bool more = readers_[0]->read(*block);
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

  CaptureOutcome collect() {
    CaptureOutcome out = readers_[0]->take_outcome();
    std::size_t records = 0;
    for (const auto& shard : shards_) records += shard->records.size();
    out.conversations.reserve(records);
    for (auto& shard : shards_) {
      for (FlowRecord& record : shard->records.take())
        out.conversations.push_back(std::move(record));
      out.flows.add(shard->table.counts());
      out.flows.conversations_dropped += shard->records.dropped();
      out.malformed.add(shard->table.malformed());
    }
    sort_by_time(out.conversations);
    return out;
  }

  const flow::FlowOptions& options_;
  const CaptureHooks& hooks_;
  const CaptureHooks no_hooks_{};  // of all readers but the first: the capture is told once
  const unsigned threads_;
  std::vector<Interest> interests_;  // each of one thread
  Shards shards_;
  std::vector<capture::CaptureFile> files_;            // of the readers behind the first
  std::vector<std::unique_ptr<BlockReader>> readers_;  // one for each thread, or one for all
  std::vector<Block> blocks_;                          // where there is one for all

  std::mutex mutex_;  // guards what follows; held for moments only, once or twice a block
  std::condition_variable changed_;
  std::atomic<std::uint64_t> changes_ = 0;  // written under the mutex, watched without it
  std::vector<std::deque<Block*>> inbox_;
  std::vector<std::vector<Block*>> free_;  // by who fills them
  bool reading_ = false;
  bool at_end_ = false;
};

}  // namespace

void sort_by_time(std::vector<FlowRecord>& records) {
  sort_large(
      records, [](const FlowRecord& r) { return std::tuple(r.first_seen, r.key.source_address); },
      [](const FlowRecord& a, const FlowRecord& b) {
        return std::tie(a.first_seen, a.key, a.last_seen) <
               std::tie(b.first_seen, b.key, b.last_seen);
      });
}

CaptureOutcome inspect_capture(capture::CaptureFile& file, const flow::FlowOptions& options,
                               unsigned threads, const CaptureHooks& hooks) {
  const auto wanted = std::clamp<unsigned>(threads, 1, static_cast<unsigned>(limits::flow_shards));
  return CaptureRun(file, options, wanted, hooks).run();
}

}  // namespace davy::app
