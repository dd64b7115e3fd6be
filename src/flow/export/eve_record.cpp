#include "flow/export/eve_record.hpp"

#include "base/limits.hpp"

namespace davy::flow {

// By EveField.
const std::array<JsonName, eve_fields> eve_names{{
    {"", "timestamp"},
    {"", "flow_id"},
    {"", "event_type"},
    {"", "vlan"},
    {"", "src_ip"},
    {"", "src_port"},
    {"", "dest_ip"},
    {"", "dest_port"},
    {"", "proto"},
    {"flow", "pkts_toserver"},
    {"flow", "pkts_toclient"},
    {"flow", "bytes_toserver"},
    {"flow", "bytes_toclient"},
    {"flow", "start"},
    {"flow", "end"},
    {"netflow", "pkts"},
    {"netflow", "bytes"},
    {"netflow", "start"},
    {"netflow", "end"},
    {"tcp", "tcp_flags"},
    {"tcp", "tcp_flags_ts"},
    {"tcp", "tcp_flags_tc"},
    {"tls", "sni"},
    {"tls", "version"},
    {"tls", "subject"},
    {"tls", "subjectaltname"},
    {"tls", "client_alpns"},
    {"tls.ja3", "hash"},
    {"tls", "ja4"},
    {"quic", "sni"},
    {"quic.ja3", "hash"},
    {"quic", "ja4"},
    {"http", "hostname"},
    {"http", "http_method"},
    {"http", "url"},
    {"dns", "type"},
    {"dns", "id"},
    {"dns", "rrname"},
    {"dns", "rrtype"},
    {"dns", "rdata"},
    {"dns", "ttl"},
    {"dns.queries", "rrname"},
    {"dns.answers", "rrtype"},
    {"dns.answers", "ttl"},
    {"dns.answers", "rdata"},
    {"dns.grouped", "A"},
    {"dns.grouped", "AAAA"},
}};

LogEnds ends_of(const EveRecord& event, LogTransport transport) {
  return {event[EveField::src_ip], event[EveField::src_port], event[EveField::dest_ip],
          event[EveField::dest_port], transport};
}

std::uint16_t vlan_of(const EveRecord& event) {
  constexpr std::uint16_t vlan_max = 0x0fff;
  const auto vlans = event.list(EveField::vlan);
  // Older versions write one VLAN as a number.
  const auto outermost = log_port(vlans.empty() ? event[EveField::vlan] : vlans[0]);
  return outermost && *outermost <= vlan_max ? *outermost : std::uint16_t{0};
}

namespace {

void set_hello(const EveRecord& event, TlsHello& hello, EveField sni) {
  hello.server_name = host_name(event[sni]);
  const bool quic = sni == EveField::quic_sni;
  set_ja3(hello, event[quic ? EveField::quic_ja3 : EveField::ja3]);
  set_ja4(hello, event[quic ? EveField::quic_ja4 : EveField::ja4]);
}

bool hello_seen(const TlsHello& hello) {
  return !hello.server_name.empty() || !hello.ja3.empty() || !hello.ja4.empty();
}

void add_tls(const EveRecord& event, NamesRecord& names) {
  set_hello(event, names.hello, EveField::sni);
  const auto alpns = event.list(EveField::client_alpns);
  if (!alpns.empty()) names.hello.first_alpn = alpns[0].substr(0, limits::text_field_octets_max);
  names.hello_seen = hello_seen(names.hello) || !alpns.empty();
  add_name(names, event[EveField::sni], NameSource::tls_server_name);
  add_name(names, common_name(event[EveField::subject]), NameSource::tls_certificate);
  for (const std::string_view name : event.list(EveField::subject_alternatives))
    add_name(names, name, NameSource::tls_certificate);
}

void add_http(const EveRecord& event, NamesRecord& names) {
  if (event[EveField::http_method] == "CONNECT")
    add_name(names, without_port(event[EveField::http_url]), NameSource::proxy_target);
  else
    add_name(names, without_port(event[EveField::http_hostname]), NameSource::http_host);
}

}  // namespace

void tell_names(const EveRecord& event, const FlowKey& key, Timestamp time, LogOutput& output) {
  ExportedNames names;
  names.key = key;
  names.time = time;
  const std::string_view type = event[EveField::event_type];
  if (type == "tls") {
    add_tls(event, names.names);
  } else if (type == "quic") {
    set_hello(event, names.names.hello, EveField::quic_sni);
    names.names.hello_seen = hello_seen(names.names.hello);
    add_name(names.names, event[EveField::quic_sni], NameSource::quic_server_name);
  } else {
    add_http(event, names.names);
  }
  output.names(names);
}

}  // namespace davy::flow
