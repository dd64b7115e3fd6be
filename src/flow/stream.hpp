// One direction of one TCP connection, put into order: segments in, the octets that the receiver
// read out.
//
// Units:   sequence numbers and octets as in TCP (RFC 9293), modulo 2^32.
// Shape:   what arrives in order is handed on without a copy; what arrives early is copied and held
// until the hole before
//          it closes, or until it is given up: a bound of base/limits.hpp is reached, the receiver
//          has acknowledged the hole (so the capture lost it), or it has been open too long. First
//          seen wins where segments overlap. The first segment seen defines the start, wherever in
//          the connection that is. A sink has: bytes(Bytes, Timestamp): the next octets, valid only
//          during the call;
//                      gap(std::uint64_t octets): that many octets are missing here; 0 = nobody
//                      knows how many (the connection began again or its numbers jumped);
//                      malformed(Malformed): stream_gap, stream_overlap, stream_overflow as they
//                      happen.
//          A sink must not call back into the stream.
// Errors:  none; disagreement and loss are counted through the sink.
// Threads: one owner.
// Source:  RFC 9293 (sequence numbers, 3.4), RFC 1122 4.2.3.6 (keep-alive probes).
#pragma once

#include <cstdint>
#include <memory>

#include "base/byte_reader.hpp"
#include "base/malformed.hpp"
#include "base/time.hpp"

namespace davy::flow {

class Stream {
 public:
  Stream();
  Stream(Stream&&) noexcept;
  Stream& operator=(Stream&&) noexcept;
  ~Stream();

  // One segment. `payload` is what was captured of its `wire_octets` octets of data; `sequence` is
  // the one in its header (with `syn`, data starts one later). Segments without data need not be
  // handed in, save the SYN.
  template <class Sink>
  void add(std::uint32_t sequence, Bytes payload, std::uint32_t wire_octets, bool syn,
           Timestamp time, Sink& sink) {
    if (sequence == next_ && state_ == State::in_order && !syn && payload.size() == wire_octets &&
        wire_octets != 0) [[likely]] {
      next_ += wire_octets;
      strays_ = 0;
      sink.bytes(payload, time);
      return;
    }
    SinkOutput<Sink> output(sink);
    add_slowly({sequence, wire_octets, syn, time, payload}, output);
  }

  // The other direction has acknowledged everything before `acknowledgement`. Costs one store.
  void acknowledged(std::uint32_t acknowledgement) {
    acknowledged_ = acknowledgement;
    acknowledgement_seen_ = true;
  }

  // Hands on everything held, with the holes as gaps: at the end of a connection, or to free
  // memory.
  template <class Sink>
  void give_up(Sink& sink) {
    if (!held_) return;
    SinkOutput<Sink> output(sink);
    give_up_all(output);
  }

  bool started() const { return state_ != State::idle; }
  std::size_t held_octets() const;
  std::size_t held_segments() const;

 private:
  enum class State : std::uint8_t { idle, in_order, holding };
  struct Held;
  struct Segment {
    std::uint32_t sequence;
    std::uint32_t wire_octets;
    bool syn;
    Timestamp time;
    Bytes payload;
  };

  // The sink behind one virtual call, so that everything but the common case is compiled once.
  class Output {
   public:
    virtual void bytes(Bytes bytes, Timestamp time) = 0;
    virtual void gap(std::uint64_t octets) = 0;
    virtual void malformed(Malformed reason) = 0;

   protected:
    ~Output() = default;
  };
  template <class Sink>
  class SinkOutput final : public Output {
   public:
    explicit SinkOutput(Sink& sink) : sink_(sink) {}
    void bytes(Bytes bytes, Timestamp time) override { sink_.bytes(bytes, time); }
    void gap(std::uint64_t octets) override { sink_.gap(octets); }
    void malformed(Malformed reason) override { sink_.malformed(reason); }

   private:
    Sink& sink_;
  };

  void add_slowly(Segment segment, Output& out);
  void open(std::uint32_t first_sequence, Output& out);
  bool begin_midstream(const Segment& segment);
  bool resynchronise(const Segment& segment, Output& out);
  bool trim_what_is_old(Segment& segment) const;
  void deliver(Bytes payload, std::uint32_t wire_octets, Timestamp time, Output& out);
  void hold(const Segment& segment, Output& out);
  void keep_piece(const Segment& segment, std::size_t index, std::uint32_t begin,
                  std::uint32_t end);
  void drain(Output& out);
  void skip_hole(Output& out);
  void skip_old_holes(Timestamp now, Output& out);
  void keep_bounds(Output& out);
  void give_up_all(Output& out);

  std::unique_ptr<Held> held_;
  std::uint32_t next_ = 0;   // sequence number of the next octet to hand on
  std::uint32_t start_ = 0;  // sequence number of the first octet
  std::uint32_t acknowledged_ = 0;
  std::uint32_t stray_sequence_ = 0;  // of the last segment that was far from all others
  std::uint8_t strays_ = 0;           // such segments in a row
  State state_ = State::idle;
  bool syn_seen_ = false;
  bool acknowledgement_seen_ = false;
};

static_assert(sizeof(Stream) <= 48, "two of them belong to every flow whose content is followed");

}  // namespace davy::flow
