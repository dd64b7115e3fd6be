#include "flow/export/eve_log.hpp"

#include <vector>

#include "base/limits.hpp"
#include "capture/packet.hpp"
#include "flow/export/eve_record.hpp"

namespace davy::flow {
namespace {

using enum EveField;

// Which kind of event told of a flow, by flow_id. Suricata writes both kinds when the flow ends, so little is remembered:
// an id that falls on the place of another takes it.
class FlowIds {
 public:
  FlowIds() : places_(limits::log_flow_ids_max) {}

  // True where the other kind has told of this flow.
  bool told_otherwise(std::uint64_t id, bool netflow) {
    constexpr std::uint64_t odd = 0x9e3779b97f4a7c15;  // 2^64 / golden ratio
    Place& place = places_[(id * odd >> 32) % places_.size()];
    if (place.taken && place.id == id) return place.netflow != netflow;
    place = {id, true, netflow};
    return false;
  }

 private:
  struct Place {
    std::uint64_t id = 0;
    bool taken = false;
    bool netflow = false;
  };
  std::vector<Place> places_;
};

class EveLog : public LogFormat {
 public:
  explicit EveLog(LogOutput& output) : output_(output) {}

  void line(const LogLine& line) override;

 private:
  void tell(std::string_view type);
  void tell_flow(const FlowKey& key);
  void tell_netflow(const FlowKey& key);
  bool repeated(bool netflow);
  bool read_time(EveField field, Timestamp& time);
  bool read_count(EveField field, std::uint64_t& count) const;

  LogOutput& output_;
  EveRecord event_;
  EveDns dns_;
  FlowIds flow_ids_;
};

bool is_name_event(std::string_view type) {
  return type == "tls" || type == "quic" || type == "http";
}

void EveLog::line(const LogLine& line) {
  if (!event_.read(line) || !event_.has(event_type)) return output_.bad_line();
  if (event_.list_cut()) ++output_.counts().lists_cut;
  const std::string_view type = event_[event_type];
  if (type == "flow" || type == "netflow" || type == "dns" || is_name_event(type))
    tell(type);
  else
    ++output_.counts().other_events;
}

void EveLog::tell(std::string_view type) {
  const LogTransport transport = log_transport(event_[proto]);
  if (transport == LogTransport::none) return output_.bad_line();
  if (transport == LogTransport::other) {
    ++output_.counts().other_transports;
    return;
  }
  auto key = flow_key(ends_of(event_, transport));
  if (!key) return output_.bad_line();
  key->vlan = vlan_of(event_);
  if (type == "flow") return tell_flow(*key);
  if (type == "netflow") return tell_netflow(*key);
  Timestamp time;
  if (!read_time(timestamp, time)) return output_.bad_line();
  if (type == "dns") return dns_.tell(event_, time, output_);
  tell_names(event_, *key, time, output_);
}

bool EveLog::read_time(EveField field, Timestamp& time) {
  const auto read = output_.time(event_[field]);
  if (read) time = *read;
  return read.has_value();
}

bool EveLog::read_count(EveField field, std::uint64_t& count) const {
  const auto number = log_number(event_[field]);
  if (number) count = *number;
  return number.has_value();
}

bool EveLog::repeated(bool netflow) {
  const auto id = log_number(event_[flow_id]);
  if (!id || !flow_ids_.told_otherwise(*id, netflow)) return false;
  ++output_.counts().repeated_flows;
  return true;
}

void EveLog::tell_flow(const FlowKey& key) {
  ExportedFlow flow;
  flow.key = key;
  flow.octets_of = OctetsOf::link;
  flow.both_directions = true;
  if (!read_count(pkts_toserver, flow.packets[0]) || !read_count(pkts_toclient, flow.packets[1]) ||
      !read_count(bytes_toserver, flow.octets[0]) || !read_count(bytes_toclient, flow.octets[1]) ||
      !read_time(flow_start, flow.first_seen) || !read_time(flow_end, flow.last_seen))
    return output_.bad_line();
  flow.tcp_flags = {tcp_flags_of_hex(event_[tcp_flags_ts]), tcp_flags_of_hex(event_[tcp_flags_tc])};
  // Without TCP's flags the first packet that Suricata saw says who the client is.
  flow.client_known =
      key.transport == capture::Transport::udp || (flow.tcp_flags[0] & capture::TcpFlags::syn) != 0;
  if (!repeated(false)) output_.flow(flow);
}

void EveLog::tell_netflow(const FlowKey& key) {
  ExportedFlow flow;
  flow.key = key;
  flow.octets_of = OctetsOf::link;
  if (!read_count(netflow_pkts, flow.packets[0]) || !read_count(netflow_bytes, flow.octets[0]) ||
      !read_time(netflow_start, flow.first_seen) || !read_time(netflow_end, flow.last_seen))
    return output_.bad_line();
  flow.tcp_flags[0] = tcp_flags_of_hex(event_[tcp_flags]);
  if (!repeated(true)) output_.flow(flow);
}

}  // namespace

std::unique_ptr<LogFormat> eve_log(LogOutput& output) { return std::make_unique<EveLog>(output); }

}  // namespace davy::flow
