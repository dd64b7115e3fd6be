// Builds the path for one capture: file → packets → flows → records. The only place where stages meet threads.
//
// Shape:   of a plain file each thread reads and decodes all, and takes the packets of its shards. Of a pipe or a
//          compressed file, whichever thread is free reads and decodes the next block, in order; each block then goes to
//          all threads. Either way a flow's packets stay in order, and the shards are a fixed number, so the records do
//          not depend on the number of threads.
// Errors:  none once the file is open; damage is counted.
#pragma once

#include <functional>
#include <vector>

#include "base/malformed.hpp"
#include "capture/capture_file.hpp"
#include "flow/export/export_watch.hpp"
#include "flow/flow_table.hpp"

namespace davy::app {

struct CaptureOutcome {
  std::vector<flow::FlowRecord>
      conversations;  // flows with something to report, sorted by time and key
  std::vector<flow::AddressLookup> lookups;  // of names of interest, in the order of the answers
  std::uint64_t lookups_left_out = 0;
  std::vector<flow::ExportsSeen> exports_inside;
  std::uint64_t export_messages_inside = 0;
  flow::FlowCounts flows;
  MalformedCounts malformed;
  std::uint64_t packets = 0;
  std::uint64_t octets = 0;  // captured link-layer octets
  std::uint64_t truncated_packets = 0;
  std::uint64_t other_packets = 0;
  Timestamp first_seen = Timestamp::max();
  Timestamp last_seen = Timestamp::min();
};

// Called now and then with the octets of the file read so far, from any one thread at a time.
using Progress = std::function<void(std::uint64_t stored_octets_read)>;

struct CaptureHooks {
  Progress progress;
  // A flow that is to be told whatever it says. Called by several threads.
  std::function<bool(const flow::FlowRecord&)> also_wanted;
  // Messages of exporters inside, in the order of the capture, by one thread at a time.
  flow::ExportWatch::Take take_export;
};

// The order in which records are judged and told.
void sort_by_time(std::vector<flow::FlowRecord>& records);

CaptureOutcome inspect_capture(capture::CaptureFile& file, const flow::FlowOptions& options,
                               unsigned threads, const CaptureHooks& hooks);

}  // namespace davy::app
