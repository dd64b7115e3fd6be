// A log read whole and in pieces: both tell the same, and what they tell is within its bounds.
#pragma once

#include <cstdlib>
#include <initializer_list>

#include "base/limits.hpp"
#include "flow/export/log_reader_test_support.hpp"

namespace davy::flow {

inline void require(bool held) {
  if (!held) std::abort();
}

inline void check_names(const NamesRecord& names) {
  require(names.hosts.size() <= limits::host_names_per_flow_max);
  for (const HostName& host : names.hosts) require(host_name(host.text) == host.text);
  require(names.hello.server_name.empty() || is_host_name(names.hello.server_name));
  require(names.hello.first_alpn.size() <= limits::text_field_octets_max);
  require(names.hello.ja3.empty() || names.hello.ja3.size() == 32);
}

inline void check_times(const ReadLog& log) {
  for (const ExportedFlow& flow : log.flows) {
    require(flow.first_seen <= flow.last_seen);
    require(flow.first_seen >= log.reader.first_time() && flow.last_seen <= log.reader.last_time());
    require(flow.key.vlan <= 0x0fff);
  }
  const bool told = !log.told.empty();
  require(log.reader.first_time().has_value() == told);
}

inline void check_counts(const ReadLog& log) {
  const LogCounts& counts = log.reader.counts();
  require(counts.flows == log.flows.size());
  require(counts.names == log.named.size());
  require(counts.lookups == log.lookups.size());
  require(log.lookups.size() <= counts.lines * 2 * limits::log_list_items_max);
}

// The first octet says how long the pieces are; the rest is the log.
inline void replay_log(const std::uint8_t* data, std::size_t size,
                       std::initializer_list<LogKind> kinds) {
  if (size == 0) return;
  const std::string_view text = as_text({data + 1, size - 1});
  log_kind(text);
  for (const LogKind kind : kinds) {
    const ReadLog whole(kind, text);
    check_times(whole);
    check_counts(whole);
    for (const ExportedNames& names : whole.named) check_names(names.names);
    for (const AddressLookup& lookup : whole.lookups) require(is_host_name(lookup.name));
    require(ReadLog(kind, text, std::size_t{data[0]} + 1).same_as(whole));
  }
}

}  // namespace davy::flow
