// Reads a capture, or an interface, block by block, decodes it, and sorts its packets by the thread that their flows belong to.
//
// Shape:   blocks and packets in file order. A reader may keep one thread's packets only: then each thread has a reader of
//          its own, all decode all packets, and no packet goes from one processor's cache to another's.
// Errors:  none; damage is counted.
// Threads: one owner at a time.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "app/pipeline.hpp"
#include "app/shard.hpp"
#include "capture/decode/decoder.hpp"
#include "flow/lookup_reader.hpp"

namespace davy::app {

struct HashedPacket {
  std::uint64_t hash;
  flow::FlowTable* table;  // of its shard
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

// Shard s belongs to thread s % threads.
using Shards = std::array<std::unique_ptr<Shard>, limits::flow_shards>;

class BlockReader {
 public:
  // `only`: the thread whose packets are kept; nothing: those of all.
  BlockReader(capture::PacketSource& source, const flow::FlowOptions& options,
              const CaptureHooks& hooks, const Shards& shards, unsigned threads,
              std::optional<unsigned> only)
      : source_(source),
        hooks_(hooks),
        shards_(shards),
        threads_(threads),
        only_(only),
        looks_inside_(options.content),
        keeps_lookups_(!options.live),
        lookups_(options.names, options.live ? SIZE_MAX : limits::address_lookups_max),
        exports_(hooks.take_export) {}

  // Replaces the contents of `block` by the next packets; false at the end.
  bool read(Block& block);
  // What was read, without flows and their records; only once.
  CaptureOutcome take_outcome();
  const CaptureOutcome& so_far() const { return out_; }  // packets, octets and times
  MalformedCounts malformed() const;

 private:
  void count(const capture::PacketBlock& raw);
  void decode(Block& block);

  capture::PacketSource& source_;
  const CaptureHooks& hooks_;
  const Shards& shards_;
  const unsigned threads_;
  const std::optional<unsigned> only_;
  const bool looks_inside_;
  const bool keeps_lookups_;  // live, each block's are the caller's
  capture::Decoder decoder_;
  flow::LookupReader lookups_;
  flow::ExportWatch exports_;
  CaptureOutcome out_;
};

}  // namespace davy::app
