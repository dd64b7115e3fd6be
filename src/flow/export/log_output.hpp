// Where the readers of logs put what they have read: the sink, behind the checks and counts that all of them share.
//
// Units:   as flow/export/exported_flow.hpp.
// Shape:   a reader hands over each event once; what cannot be is left out here and counted.
//          Times: a record outside limits::export_time_min..max, one that ends before it began, one that lasts or leaps more
//          than limits::export_time_jump_max is left out (Malformed::export_time); after limits::export_time_jump_records
//          leaps in a row that agree the log is taken to go on there.
// Errors:  MalformedCounts: log_line, export_time.
// Threads: one owner.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/malformed.hpp"
#include "flow/export/exported_flow.hpp"
#include "flow/export/log_text.hpp"

namespace davy::flow {

struct LogCounts {
  std::uint64_t lines = 0;         // that were not blank
  std::uint64_t headings = 0;      // that say how to read the others, and sums below them
  std::uint64_t flows = 0;         // handed to the sink
  std::uint64_t names = 0;         // "
  std::uint64_t lookups = 0;       // "
  std::uint64_t other_events = 0;  // of kinds, or with content, that say nothing of flows or names
  std::uint64_t other_transports = 0;    // neither TCP nor UDP
  std::uint64_t repeated_flows = 0;      // that another event had told already
  std::uint64_t lists_cut = 0;           // longer than limits::log_list_items_max
  std::uint64_t times_without_zone = 0;  // read as UTC

  friend bool operator==(const LogCounts&, const LogCounts&) = default;
};

struct LookupAnswer {
  IpAddress address;
  std::uint32_t time_to_live_s = 0;
};

class LogClock {
 public:
  bool accepts(Timestamp first, Timestamp last);

 private:
  std::optional<Timestamp> near_;   // of the last record that was accepted
  std::optional<Timestamp> stray_;  // of the last that leapt
  std::size_t strays_ = 0;          // leaps in a row that agree
};

class LogOutput {
 public:
  explicit LogOutput(ExportSink& sink) : sink_(sink) {}

  void flow(const ExportedFlow& flow);
  void names(const ExportedNames& names);
  // One for each address; with none, one that says so.
  void lookups(const AddressLookup& asked, std::span<const LookupAnswer> answers);

  void bad_line() { malformed_.add(Malformed::log_line); }
  // The time of a field, and a note if it names no zone.
  std::optional<Timestamp> time(std::string_view text);

  LogCounts& counts() { return counts_; }
  const LogCounts& counts() const { return counts_; }
  const MalformedCounts& malformed() const { return malformed_; }
  std::optional<Timestamp> first_time() const { return first_time_; }
  std::optional<Timestamp> last_time() const { return last_time_; }

 private:
  bool in_time(Timestamp first, Timestamp last);

  ExportSink& sink_;
  LogCounts counts_;
  MalformedCounts malformed_;
  LogClock clock_;
  std::optional<Timestamp> first_time_;
  std::optional<Timestamp> last_time_;
};

// A flow's two ends as fields of a log. Where the transport is neither TCP nor UDP the rest is not looked at: what stands
// in place of ports may be anything.
struct LogEnds {
  std::string_view source_address, source_port, destination_address, destination_port;
  LogTransport transport = LogTransport::none;
};
std::optional<FlowKey> flow_key(const LogEnds& ends);

// Names for one flow, each once, within their bounds; what is no host name, or is an address, is left out.
void add_name(NamesRecord& names, std::string_view text, NameSource source);
// Copied where it is 32 hexadecimal digits (JA3), or of JA4's alphabet and length; otherwise left empty.
void set_ja3(TlsHello& hello, std::string_view text);
void set_ja4(TlsHello& hello, std::string_view text);

}  // namespace davy::flow
