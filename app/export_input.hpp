// Flow exports and logs as inputs: files of NetFlow and IPFIX messages, Zeek, EVE and nfdump logs, and exporters that send
// to a UDP port for a while.
//
// Shape:   what one sensor told is put together by one assembler: a file, the Zeek logs of one folder, or what came to a
//          port. Records that say nothing of mining are counted and let go.
// Errors:  open failures are for the caller; damage is counted.
// Threads: one owner.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/malformed.hpp"
#include "capture/input_file.hpp"
#include "flow/export/collector.hpp"
#include "flow/export/flow_assembler.hpp"
#include "flow/export/log_reader.hpp"
#include "power/meter_file.hpp"
#include "signal/network/contact.hpp"

namespace davy::app {

enum class InputKind : std::uint8_t { capture, export_messages, log, meter };
InputKind kind_of(capture::InputFile& input, const power::ReadingOptions& readings);
bool is_zeek_log(capture::InputFile& input);
// Of a Zeek log: it tells of names, so it is to be read before those that tell of flows.
bool tells_names_first(capture::InputFile& input);

// Of one file, or of what came to a port.
struct ToldCounts {
  flow::AssemblerCounts flows;
  MalformedCounts malformed;
  std::vector<std::string> kinds;  // "ipfix", "zeek_json", sorted
  flow::LogCounts log;
};

struct SensorOutcome {
  std::vector<flow::FlowRecord> records;  // suspects, and flows in touch with something known
  ToldCounts rest;                        // what reading them had not counted yet
  std::uint64_t records_dropped = 0;
  bool tells_names = false;  // of flows, or that clients looked up
  bool tells_flows = false;
  bool tells_both_ways = false;  // of one flow at least
};

using Progress = std::function<void(std::uint64_t stored_octets_read)>;

// Everything that one sensor told.
class SensorReader {
 public:
  SensorReader(const flow::FlowOptions& options, signal::Contacts& contacts);
  ~SensorReader();

  // `number` goes with the look-ups that it tells.
  ToldCounts read(capture::InputFile& input, std::size_t number, const Progress& progress);
  void message(Bytes datagram, const IpAddress& exporter, Timestamp received);
  SensorOutcome finish();

 private:
  class Sink;
  void read_messages(capture::InputFile& input, const Progress& progress);
  void read_log(capture::InputFile& input, ToldCounts& told, const Progress& progress);

  std::unique_ptr<Sink> sink_;
  flow::Collector collector_;
  SensorOutcome out_;
};

}  // namespace davy::app
