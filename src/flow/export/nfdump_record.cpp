#include "flow/export/nfdump_record.hpp"

#include "capture/packet.hpp"

namespace davy::flow {
namespace {

using enum NfdumpField;

bool read_count(const NfdumpRecord& record, NfdumpField field, std::uint64_t& count) {
  const auto number = log_number(record[field]);
  if (number) count = *number;
  return number.has_value();
}

bool read_counts(const NfdumpRecord& record, ExportedFlow& flow) {
  if (!read_count(record, packets, flow.packets[0]) || !read_count(record, octets, flow.octets[0]))
    return false;
  if (record.has(reverse_packets) && !read_count(record, reverse_packets, flow.packets[1]))
    return false;
  if (record.has(reverse_octets) && !read_count(record, reverse_octets, flow.octets[1]))
    return false;
  // csv has the columns always: 0 where nobody counted.
  flow.both_directions = flow.packets[1] != 0 || flow.octets[1] != 0;
  return true;
}

bool read_times(const NfdumpRecord& record, ExportedFlow& flow, LogOutput& output) {
  const auto start = output.time(record[first]);
  if (!start) return false;
  flow.first_seen = *start;
  if (!record.has(duration)) {
    const auto end = log_time(record[last]);
    if (end) flow.last_seen = end->time;
    return end.has_value();
  }
  const auto lasted = log_duration(record[duration]);
  if (!lasted) return false;
  std::int64_t end = 0;
  const bool beyond =
      __builtin_add_overflow(start->time_since_epoch().count(), lasted->count(), &end);
  flow.last_seen = beyond ? Timestamp::min() : timestamp_ns(end);
  return true;
}

}  // namespace

void tell(const NfdumpRecord& record, LogOutput& output) {
  const LogTransport transport = log_transport(record[protocol]);
  if (transport == LogTransport::none) return output.bad_line();
  if (transport == LogTransport::other) {
    ++output.counts().other_transports;
    return;
  }
  const auto key = flow_key({record[source_address], record[source_port],
                             record[destination_address], record[destination_port], transport});
  if (!key) return output.bad_line();
  ExportedFlow flow;
  flow.key = *key;
  if (!read_counts(record, flow) || !read_times(record, flow, output)) return output.bad_line();
  const auto vlan_number = log_port(record[vlan]);
  if (vlan_number && *vlan_number <= 0x0fff) flow.key.vlan = *vlan_number;
  if (transport == LogTransport::tcp) flow.tcp_flags[0] = tcp_flags_of_letters(record[flags]);
  output.flow(flow);
}

}  // namespace davy::flow
