// The handshake octets at the head of one direction of a TLS stream, out of their records.
//
// Units:   octets.
// Shape:   a view into the stream where one record holds everything so far (nearly always), else a view into octets that
//          this object owns: keep both for as long as the view is used. Ends at the first record that is no handshake:
//          from there on a TLS 1.3 server, or a resumed session, says nothing in clear.
// Errors:  other = no TLS, or a handshake record of no octets; malformed = a record longer than TLS allows.
// Bounds:  octets beyond `octets_max` are left out.
// Threads: a value on one thread.
// Source:  RFC 8446 section 5.1, RFC 5246 section 6.2.
#pragma once

#include <cstdint>
#include <vector>

#include "base/byte_reader.hpp"
#include "flow/dissect/names/name_outcome.hpp"

namespace davy::flow {

namespace tls {
inline constexpr std::uint8_t handshake_record = 22;
inline constexpr std::uint8_t client_hello = 1;
inline constexpr std::uint8_t certificate = 11;
inline constexpr std::size_t message_header_octets = 4;
}  // namespace tls

class TlsHandshake {
 public:
  // complete: another record follows that is no handshake; incomplete: more handshake octets may come.
  NameOutcome read(Bytes stream, std::size_t octets_max);

  Bytes octets() const { return octets_; }

 private:
  void add(Bytes fragment, std::size_t octets_max);

  Bytes octets_;
  std::vector<std::uint8_t> held_;
};

}  // namespace davy::flow
