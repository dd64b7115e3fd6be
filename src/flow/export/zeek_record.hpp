// One line of a Zeek log, whichever form it had, and what it says to the sink.
//
// Shape:   fields that the line does not have, or leaves unset, are views whose data() is null.
// Threads: one owner.
// Source:  as zeek_log.hpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "flow/export/log_output.hpp"

namespace davy::flow {

enum class ZeekPath : std::uint8_t { unknown, conn, ssl, quic, dns, http, other };

enum class ZeekField : std::uint8_t {
  path,
  ts,
  orig_h,
  orig_p,
  resp_h,
  resp_p,
  proto,
  duration,
  orig_bytes,
  resp_bytes,
  conn_state,
  history,
  orig_pkts,
  orig_ip_bytes,
  resp_pkts,
  resp_ip_bytes,
  vlan,
  version,
  cipher,
  server_name,
  next_protocol,
  ssl_history,
  subject,
  established,
  ja3,
  ja4,
  client_protocol,
  client_initial_dcid,
  trans_id,
  query,
  trans_depth,
  method,
  host,
  uri,
  answers,  // a list
  ttls,     // a list
  count_,
};
inline constexpr std::size_t zeek_fields = static_cast<std::size_t>(ZeekField::count_);
// By ZeekField: the names of `#fields`, and of the members in JSON.
extern const std::array<std::string_view, zeek_fields> zeek_field_names;

ZeekPath zeek_path(std::string_view name);

struct ZeekRecord {
  std::array<std::string_view, zeek_fields> fields{};
  std::span<const std::string_view> answers;
  std::span<const std::string_view> ttls;
  bool list_cut = false;

  std::string_view operator[](ZeekField field) const {
    return fields[static_cast<std::size_t>(field)];
  }
  bool has(ZeekField field) const { return (*this)[field].data() != nullptr; }
};

// By the fields that only one of the logs has.
ZeekPath zeek_path(const ZeekRecord& record);
void tell(const ZeekRecord& record, ZeekPath path, LogOutput& output);

}  // namespace davy::flow
