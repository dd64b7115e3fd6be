#include "flow/stream.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/limits.hpp"

namespace davy::flow {
namespace {

// A SYN that arrives after the first data may have been this much earlier: one initial window.
constexpr std::uint32_t late_syn_octets_max = 64 * 1024;

// Capture times may be absurd, so their difference is taken without signed overflow.
Duration elapsed(Timestamp from, Timestamp to) {
  return Duration{
      static_cast<std::int64_t>(static_cast<std::uint64_t>(to.time_since_epoch().count()) -
                                static_cast<std::uint64_t>(from.time_since_epoch().count()))};
}

// `to` minus `from` on the circle of sequence numbers.
std::int32_t distance(std::uint32_t from, std::uint32_t to) {
  return static_cast<std::int32_t>(to - from);
}

bool far_apart(std::uint32_t a, std::uint32_t b) {
  const std::int64_t d = distance(a, b);
  return d > limits::stream_jump_octets || -d > limits::stream_jump_octets;
}

}  // namespace

struct Stream::Held {
  struct Piece {
    std::uint32_t sequence;
    std::uint32_t wire_octets;  // bytes.size(), or more where the capture cut the segment
    Timestamp time;
    std::vector<std::uint8_t> bytes;
  };

  std::vector<Piece> pieces;  // in order, without overlap, all beyond a hole
  std::size_t octets = 0;
  Timestamp hole_since;
  Timestamp acknowledged_since;
  std::size_t segments_since_acknowledged = 0;
  bool hole_acknowledged = false;

  // The first hole has changed: its clocks start again.
  void new_hole(Timestamp now) {
    hole_since = now;
    hole_acknowledged = false;
    segments_since_acknowledged = 0;
  }
};

Stream::Stream() = default;
Stream::Stream(Stream&&) noexcept = default;
Stream& Stream::operator=(Stream&&) noexcept = default;
Stream::~Stream() = default;

std::size_t Stream::held_octets() const { return held_ ? held_->octets : 0; }
std::size_t Stream::held_segments() const { return held_ ? held_->pieces.size() : 0; }

void Stream::add_slowly(Segment segment, Output& out) {
  if (segment.syn) open(++segment.sequence, out);
  segment.wire_octets =
      std::min(segment.wire_octets, static_cast<std::uint32_t>(limits::stream_jump_octets));
  segment.payload =
      segment.payload.first(std::min<std::size_t>(segment.payload.size(), segment.wire_octets));
  if (segment.wire_octets == 0) return;
  if (state_ == State::idle && !begin_midstream(segment)) return;
  if (far_apart(next_, segment.sequence) && !resynchronise(segment, out)) return;
  strays_ = 0;
  if (trim_what_is_old(segment)) {
    const bool fits = !held_ || distance(segment.sequence + segment.wire_octets,
                                         held_->pieces.front().sequence) >= 0;
    if (segment.sequence == next_ && fits) {
      deliver(segment.payload, segment.wire_octets, segment.time, out);
    } else {
      hold(segment, out);
    }
    drain(out);
    keep_bounds(out);
  }
  skip_old_holes(segment.time, out);
}

// A SYN. The same one again changes nothing; another one is a new connection between the same
// ports.
void Stream::open(std::uint32_t first_sequence, Output& out) {
  const bool late =
      !syn_seen_ && state_ != State::idle && start_ - first_sequence <= late_syn_octets_max;
  const bool repeated = state_ != State::idle && first_sequence == start_;
  syn_seen_ = true;
  if (late || repeated) return;
  const bool again = state_ != State::idle;
  if (held_) give_up_all(out);
  next_ = start_ = first_sequence;
  acknowledgement_seen_ = false;
  state_ = State::in_order;
  if (again) out.gap(0);
}

// The first data of a connection whose opening was not captured. A single zero octet is a
// keep-alive probe, which repeats an octet that is not ours to hand on.
bool Stream::begin_midstream(const Segment& segment) {
  const bool probe =
      segment.wire_octets == 1 && !segment.payload.empty() && segment.payload[0] == 0;
  next_ = start_ = segment.sequence + (probe ? 1u : 0u);
  state_ = State::in_order;
  return !probe;
}

// Far from everything: a stray or forged segment, or the numbers really moved. Several in a row
// that agree decide it.
bool Stream::resynchronise(const Segment& segment, Output& out) {
  if (strays_ == 0 || far_apart(stray_sequence_, segment.sequence)) strays_ = 0;
  stray_sequence_ = segment.sequence;
  if (++strays_ < limits::stream_jump_segments) return false;
  if (held_) give_up_all(out);
  next_ = start_ = segment.sequence;
  acknowledgement_seen_ = false;
  out.malformed(Malformed::stream_gap);
  out.gap(0);
  return true;
}

// Cuts off what was handed on before; false if nothing is left.
bool Stream::trim_what_is_old(Segment& segment) const {
  const std::int32_t ahead = distance(segment.sequence, next_);
  if (ahead <= 0) return true;
  const auto old_octets = static_cast<std::uint32_t>(ahead);
  if (old_octets >= segment.wire_octets) return false;
  segment.sequence += old_octets;
  segment.wire_octets -= old_octets;
  segment.payload =
      segment.payload.subspan(std::min<std::size_t>(old_octets, segment.payload.size()));
  return true;
}

void Stream::deliver(Bytes payload, std::uint32_t wire_octets, Timestamp time, Output& out) {
  next_ += wire_octets;
  if (!payload.empty()) out.bytes(payload, time);
  if (payload.size() == wire_octets) return;
  out.malformed(Malformed::stream_gap);
  out.gap(wire_octets - payload.size());
}

// Keeps the parts of the segment that nobody has sent yet, and compares the others with what was
// sent first. Positions are counted from next_, so that order survives the wrap of sequence
// numbers.
void Stream::hold(const Segment& segment, Output& out) {
  if (!held_) {
    held_ = std::make_unique<Held>();
    held_->new_hole(segment.time);
    state_ = State::holding;
  }
  std::uint32_t begin = segment.sequence - next_;
  const std::uint32_t end = begin + segment.wire_octets;
  bool disagrees = false;
  auto& pieces = held_->pieces;
  for (std::size_t i = 0; begin < end; ++i) {
    if (i == pieces.size()) {
      keep_piece(segment, i, begin, end);
      break;
    }
    const std::uint32_t piece_begin = pieces[i].sequence - next_;
    const std::uint32_t piece_end = piece_begin + pieces[i].wire_octets;
    if (piece_end <= begin) continue;
    if (begin < piece_begin) {
      keep_piece(segment, i, begin, std::min(end, piece_begin));
      begin = std::min(end, piece_begin);
      continue;  // the piece just kept is at i; the one it was compared with is next
    }
    const Bytes held = Bytes{pieces[i].bytes}.subspan(
        std::min<std::size_t>(begin - piece_begin, pieces[i].bytes.size()));
    const Bytes sent = segment.payload.subspan(
        std::min<std::size_t>(begin - (segment.sequence - next_), segment.payload.size()));
    const std::size_t common =
        std::min({held.size(), sent.size(), std::size_t{std::min(end, piece_end) - begin}});
    disagrees |= !std::ranges::equal(held.first(common), sent.first(common));
    begin = std::min(end, piece_end);
  }
  if (disagrees) out.malformed(Malformed::stream_overlap);
}

void Stream::keep_piece(const Segment& segment, std::size_t index, std::uint32_t begin,
                        std::uint32_t end) {
  const std::uint32_t skipped = begin - (segment.sequence - next_);
  Bytes bytes = segment.payload.subspan(std::min<std::size_t>(skipped, segment.payload.size()));
  bytes = bytes.first(std::min<std::size_t>(bytes.size(), end - begin));
  held_->octets += bytes.size();
  held_->pieces.insert(held_->pieces.begin() + static_cast<std::ptrdiff_t>(index),
                       {next_ + begin, end - begin, segment.time, {bytes.begin(), bytes.end()}});
}

// Hands on what is no longer behind a hole.
void Stream::drain(Output& out) {
  if (!held_) return;
  auto& pieces = held_->pieces;
  std::size_t done = 0;
  for (; done < pieces.size() && pieces[done].sequence == next_; ++done) {
    const auto& piece = pieces[done];
    held_->octets -= piece.bytes.size();
    deliver(piece.bytes, piece.wire_octets, piece.time, out);
  }
  if (done == pieces.size()) {
    held_.reset();
    state_ = State::in_order;
  } else if (done > 0) {
    const Timestamp now = pieces[done - 1].time;
    pieces.erase(pieces.begin(), pieces.begin() + static_cast<std::ptrdiff_t>(done));
    held_->new_hole(std::max(now, pieces.front().time));
  }
}

// The octets before the first held piece will not come.
void Stream::skip_hole(Output& out) {
  const std::uint32_t missing = held_->pieces.front().sequence - next_;
  next_ += missing;
  out.malformed(Malformed::stream_gap);
  out.gap(missing);
  drain(out);
}

// Gives up the first hole if the receiver has its octets, or if no sender would wait so long.
void Stream::skip_old_holes(Timestamp now, Output& out) {
  while (held_) {
    const std::uint32_t hole_end = held_->pieces.front().sequence;
    if (!held_->hole_acknowledged && acknowledgement_seen_ &&
        distance(hole_end, acknowledged_) >= 0 && !far_apart(hole_end, acknowledged_)) {
      held_->hole_acknowledged = true;
      held_->acknowledged_since = now;
    } else if (held_->hole_acknowledged) {
      ++held_->segments_since_acknowledged;
    }
    const bool lost_by_capture =
        held_->hole_acknowledged &&
        (held_->segments_since_acknowledged > limits::stream_acknowledged_hold_segments ||
         elapsed(held_->acknowledged_since, now) > limits::stream_acknowledged_hold_time);
    if (!lost_by_capture && elapsed(held_->hole_since, now) <= limits::stream_hold_time_max) return;
    skip_hole(out);
  }
}

void Stream::keep_bounds(Output& out) {
  while (held_ && (held_->octets > limits::stream_hold_octets_max ||
                   held_->pieces.size() > limits::stream_hold_segments_max)) {
    out.malformed(Malformed::stream_overflow);
    skip_hole(out);
  }
}

void Stream::give_up_all(Output& out) {
  while (held_) skip_hole(out);
}

}  // namespace davy::flow
