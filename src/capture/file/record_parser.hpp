// The records of one capture format, found in a window of its octets.
//
// Shape:   parse() is given the octets from the first unread one on and appends the packets that lie whole in them.
// Errors:  counted; `stop` ends the file where its lengths can no longer be trusted.
// Threads: one owner at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/malformed.hpp"
#include "capture/raw_packet.hpp"

namespace davy::capture {

struct Parsed {
  std::size_t used =
      0;  // octets done with; may lie beyond the window: the rest is skipped, never held
  std::size_t needed = 1;  // octets from `used` on that the next record needs
  bool stop = false;
};

class RecordParser {
 public:
  virtual ~RecordParser() = default;
  virtual Parsed parse(Bytes window, std::vector<RawPacket>& packets) = 0;
  const MalformedCounts& malformed() const { return malformed_; }

 protected:
  MalformedCounts malformed_;
};

inline constexpr std::size_t pcap_header_octets = 24;

bool is_pcap(Bytes start);
bool is_pcapng(Bytes start);

// `header`: at least pcap_header_octets; the records begin behind them.
std::unique_ptr<RecordParser> pcap_parser(Bytes header);
// The window begins with the first section header.
std::unique_ptr<RecordParser> pcapng_parser();

}  // namespace davy::capture
