#include "flow/export/log_output.hpp"

#include <algorithm>

#include "base/limits.hpp"

namespace davy::flow {
namespace {

constexpr std::size_t ja3_digits = 32;      // MD5
constexpr std::size_t ja4_octets_max = 64;  // 36 as published

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }
bool is_ja4(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '_'; }

Duration between(Timestamp a, Timestamp b) { return a < b ? b - a : a - b; }

}  // namespace

bool LogClock::accepts(Timestamp first, Timestamp last) {
  // These first: differences of times inside the bounds do not overflow.
  if (first < Timestamp{limits::export_time_min} || last > Timestamp{limits::export_time_max})
    return false;
  if (last < first || last - first > limits::export_time_jump_max) return false;
  if (near_ && between(*near_, first) > limits::export_time_jump_max) {
    const bool agrees = stray_ && between(*stray_, first) <= limits::export_time_jump_max;
    strays_ = agrees ? strays_ + 1 : 1;
    stray_ = first;
    if (strays_ < limits::export_time_jump_records) return false;
  }
  near_ = first;
  stray_.reset();
  return true;
}

bool LogOutput::in_time(Timestamp first, Timestamp last) {
  if (!clock_.accepts(first, last)) {
    malformed_.add(Malformed::export_time);
    return false;
  }
  first_time_ = std::min(first_time_.value_or(first), first);
  last_time_ = std::max(last_time_.value_or(last), last);
  return true;
}

std::optional<Timestamp> LogOutput::time(std::string_view text) {
  const auto read = log_time(text);
  if (!read) return {};
  if (!read->zone_named) ++counts_.times_without_zone;
  return read->time;
}

void LogOutput::flow(const ExportedFlow& flow) {
  if (!in_time(flow.first_seen, flow.last_seen)) return;
  ++counts_.flows;
  sink_.flow(flow);
}

void LogOutput::names(const ExportedNames& names) {
  if (names.names.hosts.empty() && !names.names.hello_seen) {
    ++counts_.other_events;
    return;
  }
  if (!in_time(names.time, names.time)) return;
  ++counts_.names;
  sink_.names(names);
}

void LogOutput::lookups(const AddressLookup& asked, std::span<const LookupAnswer> answers) {
  if (!in_time(asked.time, asked.time)) return;
  AddressLookup lookup = asked;
  counts_.lookups += std::max<std::size_t>(answers.size(), 1);
  if (answers.empty()) sink_.lookup(lookup);
  for (const LookupAnswer& answer : answers) {
    lookup.address = answer.address;
    lookup.has_address = true;
    lookup.time_to_live_s = answer.time_to_live_s;
    sink_.lookup(lookup);
  }
}

std::optional<FlowKey> flow_key(const LogEnds& ends) {
  FlowKey key;
  const auto source = log_address(ends.source_address);
  const auto destination = log_address(ends.destination_address);
  const auto source_port = log_port(ends.source_port);
  const auto destination_port = log_port(ends.destination_port);
  if (!source || !destination || !source_port || !destination_port) return {};
  key.source_address = *source;
  key.destination_address = *destination;
  key.source_port = *source_port;
  key.destination_port = *destination_port;
  key.transport =
      ends.transport == LogTransport::udp ? capture::Transport::udp : capture::Transport::tcp;
  return key;
}

void add_name(NamesRecord& names, std::string_view text, NameSource source) {
  if (names.hosts.size() >= limits::host_names_per_flow_max || log_address(text)) return;
  std::string host = host_name(text);
  if (host.empty()) return;
  for (const HostName& known : names.hosts) {
    if (known.text == host && known.source == source) return;
  }
  names.hosts.push_back({std::move(host), source});
}

void set_ja3(TlsHello& hello, std::string_view text) {
  if (text.size() == ja3_digits && std::ranges::all_of(text, is_hex)) hello.ja3 = text;
}

void set_ja4(TlsHello& hello, std::string_view text) {
  if (text.size() <= ja4_octets_max && std::ranges::all_of(text, is_ja4)) hello.ja4 = text;
}

}  // namespace davy::flow
