#include "flow/dissect/names/quic_crypto.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "base/limits.hpp"

namespace davy::flow {
namespace {

enum Frame : std::uint64_t {
  padding = 0,
  ping = 1,
  ack = 2,
  ack_with_counts = 3,
  crypto = 6,
  connection_close = 0x1c,
};

void skip_octets(std::uint64_t octets, ByteReader& reader) {
  reader.skip(static_cast<std::size_t>(std::min<std::uint64_t>(octets, SIZE_MAX)));
}

// Most of a client's first packet.
void skip_padding(ByteReader& reader) {
  const std::size_t end = as_text(reader.rest()).find_first_not_of('\0');
  reader.skip(std::min(end, reader.remaining()));
}

void skip_ack(bool counts, ByteReader& reader) {
  quic_integer(reader);  // largest
  quic_integer(reader);  // delay
  const std::uint64_t ranges = quic_integer(reader);
  quic_integer(reader);
  for (std::uint64_t i = 0; i < ranges && !reader.failed(); ++i) {
    quic_integer(reader);
    quic_integer(reader);
  }
  for (int i = 0; counts && i < 3; ++i) quic_integer(reader);
}

void skip_close(ByteReader& reader) {
  quic_integer(reader);  // error
  quic_integer(reader);  // frame type
  skip_octets(quic_integer(reader), reader);
}

}  // namespace

std::uint64_t quic_integer(ByteReader& reader) {
  const std::uint8_t first = reader.u8();
  std::uint64_t value = first & 0x3fu;
  for (int more = (1 << (first >> 6)) - 1; more > 0; --more) value = value << 8 | reader.u8();
  return value;
}

bool QuicCryptoFrames::read(Bytes payload) {
  ByteReader reader(payload);
  while (reader.remaining() > 0) {
    if (!read_frame(quic_integer(reader), reader) || reader.failed()) return false;
  }
  return !payload.empty();
}

bool QuicCryptoFrames::read_frame(std::uint64_t type, ByteReader& reader) {
  switch (type) {
    case padding:
      skip_padding(reader);
      return true;
    case ping:
      return true;
    case ack:
    case ack_with_counts:
      skip_ack(type == ack_with_counts, reader);
      return true;
    case crypto: {
      const std::uint64_t offset = quic_integer(reader);
      const std::uint64_t octets = quic_integer(reader);
      if (octets > reader.remaining()) return false;
      add(offset, reader.bytes(static_cast<std::size_t>(octets)));
      return true;
    }
    case connection_close:
      skip_close(reader);
      return true;
    default:
      return false;
  }
}

void QuicCryptoFrames::add(std::uint64_t offset, Bytes octets) {
  if (octets.empty() || offset >= limits::tls_hello_octets_max) return;
  const auto begin = static_cast<std::size_t>(offset);
  octets = octets.first(std::min(octets.size(), limits::tls_hello_octets_max - begin));
  const Piece added{begin, begin + octets.size()};
  const auto touches = [&](const Piece& p) { return p.end >= added.begin && p.begin <= added.end; };
  if (pieces_.size() == limits::quic_pieces_max && std::ranges::none_of(pieces_, touches)) return;
  if (octets_.size() < added.end) octets_.resize(added.end);
  fill(begin, octets);
  cover(added);
}

// Copies what is not there yet.
void QuicCryptoFrames::fill(std::size_t begin, Bytes octets) {
  const std::size_t end = begin + octets.size();
  std::size_t at = begin;
  for (const Piece& piece : pieces_) {
    if (piece.end <= at) continue;
    if (piece.begin >= end) break;
    if (piece.begin > at) {
      std::ranges::copy(octets.subspan(at - begin, piece.begin - at),
                        std::span(octets_).subspan(at).begin());
    }
    at = piece.end;
  }
  if (at >= end) return;
  std::ranges::copy(octets.subspan(at - begin), std::span(octets_).subspan(at).begin());
}

void QuicCryptoFrames::cover(Piece added) {
  std::vector<Piece> pieces;
  for (const Piece& piece : pieces_) {
    if (piece.end < added.begin || piece.begin > added.end) {
      pieces.push_back(piece);
    } else {
      added = {std::min(added.begin, piece.begin), std::max(added.end, piece.end)};
    }
  }
  pieces.insert(std::ranges::lower_bound(pieces, added.begin, {}, &Piece::begin), added);
  pieces_ = std::move(pieces);
}

Bytes QuicCryptoFrames::head() const {
  if (pieces_.empty() || pieces_.front().begin != 0) return {};
  return Bytes(octets_).first(pieces_.front().end);
}

}  // namespace davy::flow
