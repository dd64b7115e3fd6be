// The CRYPTO frames of QUIC Initial packets, put into order: the octets of the client's TLS handshake.
//
// Units:   octets.
// Shape:   frames come in any order and may overlap (browsers shuffle them); of octets sent twice the first stand.
// Errors:  read() says false where a frame is none that an Initial packet may hold, or is cut.
// Bounds:  limits::tls_hello_octets_max octets, limits::quic_pieces_max pieces; what lies beyond is left out.
// Threads: a value on one thread.
// Source:  RFC 9000 sections 12.4, 19.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/byte_reader.hpp"

namespace davy::flow {

// A variable-length integer (RFC 9000 section 16). Where octets are missing the reader has failed.
std::uint64_t quic_integer(ByteReader& reader);

class QuicCryptoFrames {
 public:
  // The payload of one Initial packet, in clear.
  bool read(Bytes payload);

  // What is there from the first octet on, without a hole.
  Bytes head() const;

 private:
  struct Piece {
    std::size_t begin;
    std::size_t end;
  };
  bool read_frame(std::uint64_t type, ByteReader& reader);
  void add(std::uint64_t offset, Bytes octets);
  void fill(std::size_t begin, Bytes octets);
  void cover(Piece added);

  std::vector<std::uint8_t> octets_;
  std::vector<Piece> pieces_;  // in order, none touches the next
};

}  // namespace davy::flow
