// A file of export messages back to back: IPFIX files, and NetFlow v5 and v9 datagrams written one behind the other.
//
// Units:   octets.
// Shape:   octets come from a callback, so that they may have been unpacked before. IPFIX messages say how long they are;
//          NetFlow v5 by its count; a NetFlow v9 message ends where the next header stands in place of a set: versions
//          5, 9 and 10 are no ids of sets. sFlow has no place here: its datagrams carry no time.
// Errors:  octets that begin no message are passed over to the next that do, and counted once for each such stretch:
//          Malformed::export_message. Lost, NetFlow messages are believed only where another one or the end follows.
//          A message that the end of the file cuts is counted too; what is whole of it is read.
// Bounds:  two messages of limits::export_message_octets_max are held.
// Threads: one owner.
// Source:  RFC 5655, RFC 7011, RFC 3954.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/byte_reader.hpp"
#include "flow/export/collector.hpp"

namespace davy::flow {

// Gives at least one octet, 0 at the end.
using ReadOctets = std::function<std::size_t(std::span<std::uint8_t>)>;

// Whether a file that begins so is one of export messages; 64 octets are enough.
bool begins_as_export_file(Bytes start);

// Whether it is one message of NetFlow or IPFIX, to its last octet, of a time that can be.
bool is_whole_export_message(Bytes datagram);

class ExportFile {
 public:
  // All of them outlive this. `exporter` stands for whoever sent the messages.
  ExportFile(ReadOctets read, Collector& collector, const IpAddress& exporter);

  // Reads one message. False: the end.
  bool next();
  std::uint64_t messages() const { return messages_; }
  std::uint64_t skipped_octets() const { return skipped_octets_; }

 private:
  void fill();
  void consume(std::size_t octets) { begin_ += octets; }
  Bytes held() const { return Bytes{buffer_}.subspan(begin_, end_ - begin_); }
  void skip_one();

  ReadOctets read_;
  Collector* collector_;
  IpAddress exporter_;
  std::vector<std::uint8_t> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool at_end_ = false;
  bool lost_ = false;  // inside a stretch that is no message
  std::uint64_t messages_ = 0;
  std::uint64_t skipped_octets_ = 0;
};

}  // namespace davy::flow
