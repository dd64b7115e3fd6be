// The members of an EVE event that are read, and what DNS and name events say of them.
//
// Threads: as JsonRecord.
// Source:  as eve_log.hpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "flow/export/json_record.hpp"
#include "flow/export/log_output.hpp"

namespace davy::flow {

enum class EveField : std::uint8_t {
  timestamp,
  flow_id,
  event_type,
  vlan,  // a list
  src_ip,
  src_port,
  dest_ip,
  dest_port,
  proto,
  pkts_toserver,
  pkts_toclient,
  bytes_toserver,
  bytes_toclient,
  flow_start,
  flow_end,
  netflow_pkts,
  netflow_bytes,
  netflow_start,
  netflow_end,
  tcp_flags,
  tcp_flags_ts,
  tcp_flags_tc,
  sni,
  tls_version,
  subject,
  subject_alternatives,  // a list
  client_alpns,          // a list
  ja3,
  ja4,
  quic_sni,
  quic_ja3,
  quic_ja4,
  http_hostname,
  http_method,
  http_url,
  dns_type,
  dns_id,
  dns_rrname,
  dns_rrtype,
  dns_rdata,
  dns_ttl,
  query_rrname,   // a list
  answer_rrtype,  // lists, one item for each answer
  answer_ttl,
  answer_rdata,
  grouped_a,  // lists
  grouped_aaaa,
  count_,
};
inline constexpr std::size_t eve_fields = static_cast<std::size_t>(EveField::count_);
extern const std::array<JsonName, eve_fields> eve_names;

class EveRecord : public JsonRecord {
 public:
  EveRecord() : JsonRecord(eve_names) {}
  std::string_view operator[](EveField field) const {
    return JsonRecord::operator[](static_cast<std::size_t>(field));
  }
  bool has(EveField field) const { return JsonRecord::has(static_cast<std::size_t>(field)); }
  std::span<const std::string_view> list(EveField field) const {
    return JsonRecord::list(static_cast<std::size_t>(field));
  }
};

LogEnds ends_of(const EveRecord& event, LogTransport transport);
// The outermost VLAN; 0 where the event names none.
std::uint16_t vlan_of(const EveRecord& event);

// The events tls, quic and http: names of one flow.
void tell_names(const EveRecord& event, const FlowKey& key, Timestamp time, LogOutput& output);

// The event dns. It remembers the last alias: version 1 tells "a is b" and "b is 192.0.2.1" in two events.
class EveDns {
 public:
  void tell(const EveRecord& event, Timestamp time, LogOutput& output);

 private:
  std::string asked_name(const EveRecord& event, const IpAddress& client) const;
  void remember_alias(const EveRecord& event, const IpAddress& client, const std::string& asked);

  struct Alias {
    IpAddress client;
    std::string id;      // of the DNS message
    std::string asked;   // what the client asked for
    std::string target;  // what it is called
  };
  Alias alias_;
};

}  // namespace davy::flow
