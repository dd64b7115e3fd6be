#include "flow/dissect/names/tls_records.hpp"

#include <algorithm>

namespace davy::flow {
namespace {

constexpr std::uint16_t record_octets_max = 16 * 1024;  // of plain text
constexpr std::uint8_t last_record_type = 24;           // heartbeat
constexpr std::uint8_t first_record_type = 20;          // change_cipher_spec

}  // namespace

NameOutcome TlsHandshake::read(Bytes stream, std::size_t octets_max) {
  octets_ = {};
  held_.clear();
  ByteReader reader(stream);
  for (bool first = true; reader.remaining() > 0 && octets_.size() < octets_max; first = false) {
    const std::uint8_t type = reader.u8();
    const bool major_wrong = reader.remaining() > 0 && reader.rest()[0] != 3;
    if (first && (type != tls::handshake_record || major_wrong)) return NameOutcome::other;
    if (type < first_record_type || type > last_record_type) return NameOutcome::malformed;
    if (major_wrong) return NameOutcome::malformed;
    if (type != tls::handshake_record) return NameOutcome::complete;
    reader.be16();  // its version, which says nothing
    const std::uint16_t octets = reader.be16();
    if (reader.failed()) break;
    if (octets == 0 || octets > record_octets_max) {
      return first ? NameOutcome::other : NameOutcome::malformed;
    }
    add(reader.bytes(std::min<std::size_t>(octets, reader.remaining())), octets_max);
  }
  return NameOutcome::incomplete;
}

void TlsHandshake::add(Bytes fragment, std::size_t octets_max) {
  fragment = fragment.first(std::min(fragment.size(), octets_max - octets_.size()));
  if (octets_.empty()) {
    octets_ = fragment;
    return;
  }
  if (held_.empty()) held_.assign(octets_.begin(), octets_.end());
  held_.insert(held_.end(), fragment.begin(), fragment.end());
  octets_ = held_;
}

}  // namespace davy::flow
