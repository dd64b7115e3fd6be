// One direction of an HTTP/1.0 or HTTP/1.1 connection, read as it arrives: heads, bodies, and what
// follows an upgrade.
//
// Units:   octets.
// Shape:   feed() takes any split of the stream, starting anywhere in it; the events do not depend
//          on the split (save how much of a compression bomb is given). Only what crosses a feed
//          boundary is copied. Each head is followed by exactly one body event (empty where the
//          message has none), unless the owner switches to raw.
// Errors:  a message that contradicts itself is counted; the reader then goes on at the next start
//          line.
// Threads: one owner.
// Source:  RFC 9110, RFC 9112 (framing: section 6).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/byte_reader.hpp"
#include "base/limits.hpp"
#include "base/malformed.hpp"
#include "flow/dissect/http_head.hpp"
#include "flow/dissect/inflate.hpp"

namespace davy::flow {

// Everything that is passed is valid during the call only.
class HttpSink {
 public:
  virtual ~HttpSink() = default;
  virtual void head(const HttpHead& head) = 0;
  // The first limits::http_body_octets_max octets of the decoded body. `complete` is false where
  // octets are missing: over that bound, never captured, damaged, or in a content coding that is
  // not read (br, zstd).
  virtual void body(Bytes body, bool complete) = 0;
  // What follows switch_to_raw().
  virtual void raw(Bytes) {}
};

class HttpStream {
 public:
  HttpStream(HttpSink& sink, MalformedCounts& malformed) : sink_(sink), malformed_(malformed) {}

  void feed(Bytes bytes);
  // Octets that were never captured. In a body of known length they are subtracted, elsewhere the
  // reader goes on at the next start line. After switch_to_raw() they are the owner's to handle.
  void gap(std::uint64_t octets);
  // The direction is closed: ends a body that lasts until then.
  void end();

  // An upgrade (101) or a tunnel (CONNECT): all that follows the head goes to HttpSink::raw. From
  // inside head(), or from outside when the other direction tells.
  void switch_to_raw();
  // What was to follow did not: heads again.
  void switch_to_http();
  bool is_raw() const { return state_ == State::raw; }
  // The response whose head is being reported, or else the next one, answers a HEAD request.
  void set_next_response_has_no_body() { no_body_ = true; }
  std::size_t held_octets() const {
    return held_.capacity() + body_.capacity() + (inflater_ ? Inflater::held_octets : 0);
  }

 private:
  enum class State : std::uint8_t {
    start_line,  // looking for one
    fields,      // of a head whose start line was found
    length_body,
    close_body,
    chunk_size,
    chunk_data,
    chunk_end,
    trailer,
    lost_in_body,  // a gap in a body that lasts until close
    raw,
  };
  enum class Coding : std::uint8_t { identity, gzip, deflate, unread };

  Bytes step(Bytes in);
  Bytes look_for_start_line(Bytes in);
  Bytes begin_head(std::string_view line, Bytes in, std::size_t taken, bool in_feed);
  void hold_line(Bytes part);
  bool read_line_part(Bytes part);
  void begin_line();
  Bytes read_fields(Bytes in);
  void report_head(std::string_view text);

  void begin_body(const HttpHead& head);
  void begin_coding(const HttpHead& head);
  void begin_length_body(const HttpHead& head);
  Bytes read_length_body(Bytes in);
  void append_body(Bytes part);
  void append_inflated(Bytes part);
  void end_body(bool complete);
  void deliver(Bytes body, bool complete);

  void begin_chunk();
  Bytes read_chunk_size(Bytes in);
  bool read_chunk_size_octet(std::uint8_t c);
  Bytes read_chunk_data(Bytes in);
  Bytes read_chunk_end(Bytes in);
  Bytes read_trailer(Bytes in);

  void resynchronise();
  void contradiction();

  HttpSink& sink_;
  MalformedCounts& malformed_;
  std::vector<std::uint8_t> held_;  // the part of a line or head that crosses a feed boundary
  std::vector<std::uint8_t> body_;  // decoded so far
  std::unique_ptr<Inflater> inflater_;
  std::uint64_t remaining_octets_ = 0;  // of the body or chunk
  std::size_t line_octets_ = 0;         // of the line being read, across feeds
  std::size_t head_octets_ = 0;         // of the head or trailer so far
  State state_ = State::start_line;
  Coding coding_ = Coding::identity;
  bool in_step_ = false;       // a start line is due here; anything else is malformed
  bool delivered_ = true;      // the body event of the last head has been given
  bool line_is_blank_ = true;  // the line being read holds at most a CR so far
  bool size_seen_ = false;     // a digit of the chunk size
  bool size_ended_ = false;    // the chunk size is over, its extension goes on
  bool no_body_ = false;
};

}  // namespace davy::flow
