// One record of NetFlow v9 or IPFIX by its template, and the flow that it tells.
//
// Units:   times UTC nanoseconds; an uptime is milliseconds since the exporter's boot, modulo 2^32.
// Shape:   times of day are the exporter's clock, whatever ours says. An uptime is at most a day ahead of its message's
//          and else behind it, up to 48 days. A record that tells one time has it twice; one that tells none has the
//          time when it was observed, else that of its message. Where an uptime's boot is not known, the flow is taken
//          to have ended when it was exported.
// Errors:  an outcome. Times that cannot be: the end more than a second before the start, more than a day after the
//          message was received, or ten years from the message's own time; such a record is left out, because a flow in
//          the wrong place misleads more than one that is missing and counted.
// Threads: values.
// Source:  RFC 3954, RFC 7011, RFC 5103.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/byte_reader.hpp"
#include "base/time.hpp"
#include "flow/export/export_counts.hpp"
#include "flow/export/template.hpp"

namespace davy::flow {

// The clocks that a message's records are read against.
struct ExportClock {
  Timestamp exported;  // as the message says
  Timestamp received;
  std::optional<std::uint32_t> uptime_ms;  // at `exported`
};

// The instant of an uptime. `now_ms` is the uptime at clock.exported.
Timestamp instant_of_uptime(std::uint32_t uptime_ms, std::uint32_t now_ms, Timestamp exported);
// The uptime at that time of an exporter that booted `boot_ms` after 1970.
std::uint32_t uptime_at(Timestamp exported, std::uint64_t boot_ms);
// Whether those times can be; takes back an end that rounding put before its start.
bool settle_times(const ExportClock& clock, Timestamp first, Timestamp& last);

struct RecordValues {
  std::array<std::uint64_t, slots> number{};
  IpAddress source;
  IpAddress destination;

  std::uint64_t operator[](Slot slot) const { return number[static_cast<std::size_t>(slot)]; }
};

// `record` has at least made.record_octets; for a template of fixed length.
void read_record(const Template& made, const std::uint8_t* record, RecordValues& out);
// False: the record is cut.
bool read_variable_record(const Template& made, ByteReader& reader, RecordValues& out);

// One in how many packets were looked at; nothing where the record does not say.
std::optional<std::uint32_t> sampled_one_in(const Template& made, const RecordValues& values);

enum class RecordOutcome : std::uint8_t { flow, not_transport, incomplete, impossible_time };

// Fills all of `out` but sampled_one_in.
RecordOutcome make_flow(const Template& made, const RecordValues& values, const ExportClock& clock,
                        ExportedFlow& out);

// Whether a flow has a port, and a packet or an octet: later fragments have no ports, nor has what exporters that do not
// look at ports send.
bool is_complete(const ExportedFlow& flow);

// Counts the outcome, and hands the flow on.
void deliver(RecordOutcome outcome, const ExportedFlow& flow, const ExportOutput& out);

}  // namespace davy::flow
