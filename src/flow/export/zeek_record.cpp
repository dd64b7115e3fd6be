#include "flow/export/zeek_record.hpp"

#include "base/limits.hpp"
#include "capture/packet.hpp"

namespace davy::flow {
namespace {

using enum ZeekField;
using capture::TcpFlags;

constexpr std::uint16_t vlan_max = 0x0fff;

LogEnds ends_of(const ZeekRecord& record, LogTransport transport) {
  return {record[orig_h], record[orig_p], record[resp_h], record[resp_p], transport};
}

// An unset count is none: a connection without an answer has no octets in reply.
bool read_count(std::string_view text, std::uint64_t& count) {
  if (text.data() == nullptr) return true;
  const auto number = log_number(text);
  count = number.value_or(0);
  return number.has_value();
}

bool read_counts(const ZeekRecord& record, ExportedFlow& flow) {
  const bool ip = record.has(orig_ip_bytes) || record.has(resp_ip_bytes);
  flow.octets_of = ip ? OctetsOf::ip : OctetsOf::payload;
  return read_count(record[orig_pkts], flow.packets[0]) &&
         read_count(record[resp_pkts], flow.packets[1]) &&
         read_count(record[ip ? orig_ip_bytes : orig_bytes], flow.octets[0]) &&
         read_count(record[ip ? resp_ip_bytes : resp_bytes], flow.octets[1]);
}

// Upper case is the originator's, lower case the responder's.
void add_flags(char letter, std::array<std::uint8_t, 2>& flags) {
  const bool responder = letter >= 'a';
  unsigned bits = 0;
  switch (responder ? letter - ('a' - 'A') : letter) {
    case 'S':
      bits = TcpFlags::syn;
      break;
    case 'H':
      bits = TcpFlags::syn | TcpFlags::ack;
      break;
    case 'A':
      bits = TcpFlags::ack;
      break;
    case 'F':
      bits = TcpFlags::fin;
      break;
    case 'R':
      bits = TcpFlags::rst;
      break;
    default:
      break;
  }
  flags[responder ? 1 : 0] |= static_cast<std::uint8_t>(bits);
}

// TCP: the originator's SYN or the answer to it was seen. Else the originator sent first.
bool client_known(const ZeekRecord& record, capture::Transport transport) {
  const std::string_view seen = record[history];
  if (seen.data() == nullptr) {
    const std::string_view state = record[conn_state];
    return !state.empty() && state != "OTH" && state != "RSTRH";
  }
  if (transport == capture::Transport::tcp)
    return seen.find_first_of("Sh") != std::string_view::npos;
  return seen.starts_with('D');  // "^d" where Zeek turned it round by its ports
}

bool read_times(const ZeekRecord& record, ExportedFlow& flow, LogOutput& output) {
  const auto first = output.time(record[ts]);
  if (!first) return false;
  flow.first_seen = flow.last_seen = *first;
  if (!record.has(duration)) return true;
  const auto lasted = log_duration(record[duration]);
  if (!lasted) return false;
  std::int64_t last = 0;
  // A sum that no Timestamp holds is as impossible as one that ended before it began.
  if (__builtin_add_overflow(first->time_since_epoch().count(), lasted->count(), &last))
    flow.last_seen = Timestamp::min();
  else
    flow.last_seen = timestamp_ns(last);
  return true;
}

bool read_vlan(const ZeekRecord& record, FlowKey& key) {
  if (!record.has(vlan)) return true;
  const auto number = log_port(record[vlan]);
  if (!number || *number > vlan_max) return false;
  key.vlan = *number;
  return true;
}

void tell_conn(const ZeekRecord& record, LogOutput& output) {
  const LogTransport transport = log_transport(record[proto]);
  if (transport == LogTransport::none) return output.bad_line();
  if (transport == LogTransport::other) {
    ++output.counts().other_transports;
    return;
  }
  const auto key = flow_key(ends_of(record, transport));
  if (!key) return output.bad_line();
  ExportedFlow flow;
  flow.key = *key;
  flow.both_directions = true;
  if (!read_times(record, flow, output) || !read_counts(record, flow) ||
      !read_vlan(record, flow.key))
    return output.bad_line();
  flow.client_known = client_known(record, key->transport);
  if (key->transport == capture::Transport::tcp) {
    for (const char letter : record[history]) add_flags(letter, flow.tcp_flags);
  }
  output.flow(flow);
}

// Key and time of what is said of a flow; false, and counted, where they are none.
bool start_names(const ZeekRecord& record, LogTransport transport, ExportedNames& names,
                 LogOutput& output) {
  const auto key = flow_key(ends_of(record, transport));
  const auto time = output.time(record[ts]);
  if (!key || !time) {
    output.bad_line();
    return false;
  }
  names.key = *key;
  names.time = *time;
  return true;
}

void set_hello(const ZeekRecord& record, NamesRecord& names) {
  TlsHello& hello = names.hello;
  hello.server_name = host_name(record[server_name]);
  hello.first_alpn = record[record.has(client_protocol) ? client_protocol : next_protocol].substr(
      0, limits::text_field_octets_max);
  set_ja3(hello, record[ja3]);
  set_ja4(hello, record[ja4]);
  names.hello_seen = record[ssl_history].starts_with('C') || !record[server_name].empty() ||
                     !hello.ja3.empty() || !hello.ja4.empty();
}

void tell_ssl(const ZeekRecord& record, LogOutput& output) {
  const bool datagrams = record[version].starts_with("DTLS");
  ExportedNames names;
  if (!start_names(record, datagrams ? LogTransport::udp : LogTransport::tcp, names, output))
    return;
  set_hello(record, names.names);
  add_name(names.names, record[server_name], NameSource::tls_server_name);
  add_name(names.names, common_name(record[subject]), NameSource::tls_certificate);
  output.names(names);
}

void tell_quic(const ZeekRecord& record, LogOutput& output) {
  ExportedNames names;
  if (!start_names(record, LogTransport::udp, names, output)) return;
  set_hello(record, names.names);
  add_name(names.names, record[server_name], NameSource::quic_server_name);
  output.names(names);
}

void tell_http(const ZeekRecord& record, LogOutput& output) {
  ExportedNames names;
  if (!start_names(record, LogTransport::tcp, names, output)) return;
  if (record[method] == "CONNECT")
    add_name(names.names, without_port(record[uri]), NameSource::proxy_target);
  else
    add_name(names.names, without_port(record[host]), NameSource::http_host);
  output.names(names);
}

// Times to live are seconds with a fraction, as Zeek's intervals are.
std::uint32_t time_to_live(const ZeekRecord& record, std::size_t index) {
  if (index >= record.ttls.size()) return 0;
  const auto lasts = log_duration(record.ttls[index]);
  if (!lasts || *lasts < Duration{0} || seconds(*lasts) > 0xffffffffu) return 0;
  return static_cast<std::uint32_t>(seconds(*lasts));
}

void tell_dns(const ZeekRecord& record, LogOutput& output) {
  const auto client = log_address(record[orig_h]);
  const auto time = output.time(record[ts]);
  if (!client || !time) return output.bad_line();
  AddressLookup asked;
  asked.time = *time;
  asked.client = *client;
  asked.name = host_name(record[query]);
  asked.resolver = log_address(record[resp_h]).value_or(IpAddress{});
  if (asked.name.empty()) {
    ++output.counts().other_events;
    return;
  }
  std::array<LookupAnswer, limits::log_list_items_max> answers;
  std::size_t count = 0;
  for (std::size_t i = 0; i < record.answers.size() && count < answers.size(); ++i) {
    if (const auto address = log_address(record.answers[i]))
      answers[count++] = {*address, time_to_live(record, i)};
  }
  output.lookups(asked, {answers.data(), count});
}

}  // namespace

const std::array<std::string_view, zeek_fields> zeek_field_names{"_path",
                                                                 "ts",
                                                                 "id.orig_h",
                                                                 "id.orig_p",
                                                                 "id.resp_h",
                                                                 "id.resp_p",
                                                                 "proto",
                                                                 "duration",
                                                                 "orig_bytes",
                                                                 "resp_bytes",
                                                                 "conn_state",
                                                                 "history",
                                                                 "orig_pkts",
                                                                 "orig_ip_bytes",
                                                                 "resp_pkts",
                                                                 "resp_ip_bytes",
                                                                 "vlan",
                                                                 "version",
                                                                 "cipher",
                                                                 "server_name",
                                                                 "next_protocol",
                                                                 "ssl_history",
                                                                 "subject",
                                                                 "established",
                                                                 "ja3",
                                                                 "ja4",
                                                                 "client_protocol",
                                                                 "client_initial_dcid",
                                                                 "trans_id",
                                                                 "query",
                                                                 "trans_depth",
                                                                 "method",
                                                                 "host",
                                                                 "uri",
                                                                 "answers",
                                                                 "TTLs"};

ZeekPath zeek_path(std::string_view name) {
  if (name == "conn") return ZeekPath::conn;
  if (name == "ssl") return ZeekPath::ssl;
  if (name == "quic") return ZeekPath::quic;
  if (name == "dns") return ZeekPath::dns;
  if (name == "http") return ZeekPath::http;
  return ZeekPath::other;
}

ZeekPath zeek_path(const ZeekRecord& record) {
  if (record.has(conn_state) || record.has(orig_pkts)) return ZeekPath::conn;
  if (record.has(trans_depth)) return ZeekPath::http;
  if (record.has(trans_id) || record.has(query)) return ZeekPath::dns;
  if (record.has(client_initial_dcid) || record.has(client_protocol)) return ZeekPath::quic;
  if (record.has(established) || record.has(cipher) || record.has(server_name))
    return ZeekPath::ssl;
  return ZeekPath::other;
}

void tell(const ZeekRecord& record, ZeekPath path, LogOutput& output) {
  if (record.list_cut) ++output.counts().lists_cut;
  switch (path == ZeekPath::unknown ? zeek_path(record) : path) {
    case ZeekPath::conn:
      return tell_conn(record, output);
    case ZeekPath::ssl:
      return tell_ssl(record, output);
    case ZeekPath::quic:
      return tell_quic(record, output);
    case ZeekPath::dns:
      return tell_dns(record, output);
    case ZeekPath::http:
      return tell_http(record, output);
    default:
      ++output.counts().other_events;
  }
}

}  // namespace davy::flow
