// Malformed input is data: every reason has a name, is counted, and is shown in coverage.
//
// Shape:   one list for all stages, in path order; names are the JSON keys of `coverage.malformed`.
// Threads: a MalformedCounts has one owner; owners are added up at the end of a run.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace davy {

enum class Malformed : std::uint8_t {
  // capture files
  capture_record_length,  // a record's captured length is impossible; reading of the file stopped there
  capture_block,  // a pcapng block that contradicts itself; skipped by its length, or the end of the file
  capture_cut,          // the file ends inside a record or a block
  capture_trailing,     // a few octets behind the last record, too few to be one; ignored
  capture_compression,  // the gzip or zstd stream is damaged or would exceed its bound
  // link to transport
  link_type,         // a link type that is not decoded
  link_header,       // a link or tunnel header that is cut or contradicts itself
  ip_header,         // an IPv4 or IPv6 header that is cut or contradicts itself
  ip_fragment,       // fragments that overlap, exceed 64 KiB, or never completed
  transport_header,  // a TCP or UDP header that is cut or contradicts itself
  nesting,           // more tunnels inside each other than the bound
  // flows and streams
  stream_gap,       // octets of a followed stream that were never captured
  stream_overlap,   // a retransmission that disagrees with what was first seen
  stream_overflow,  // out-of-order octets beyond the bound; given up
  // conversations
  json,          // a message that begins as JSON and is not
  json_bound,    // a message beyond the bound on size or depth
  http,          // an HTTP message that contradicts itself
  websocket,     // a WebSocket frame that contradicts itself
  compression,   // a compressed body or message that is damaged, or beyond the bound
  binary_frame,  // a binary mining or peer-to-peer frame that contradicts itself
  name,          // a DNS message, TLS or QUIC hello that contradicts itself
  // flow exports and logs
  export_message,   // a NetFlow, IPFIX or sFlow message or record that is cut or contradicts itself
  export_template,  // a template that contradicts itself, or beyond the bound on templates
  export_no_template,  // records whose template had not been seen; not read
  export_sequence,     // messages missing by their sequence numbers; an exporter's restart is none
  export_time,         // a record whose times cannot be; it was left out
  log_line,            // a line of a log that is cut, or is not what the others are
  count_,
};

inline constexpr std::size_t malformed_reasons = static_cast<std::size_t>(Malformed::count_);

std::string_view name(Malformed reason);

class MalformedCounts {
 public:
  void add(Malformed reason, std::uint64_t count = 1) {
    counts_[static_cast<std::size_t>(reason)] += count;
  }
  std::uint64_t operator[](Malformed reason) const {
    return counts_[static_cast<std::size_t>(reason)];
  }
  void add(const MalformedCounts& other);
  std::uint64_t total() const;

 private:
  std::array<std::uint64_t, malformed_reasons> counts_{};
};

}  // namespace davy
