// Inflates gzip, zlib and raw deflate as the octets arrive, within bounds.
//
// Units:   octets.
// Shape:   one compressed stream at a time, fed in any split; output is appended to the caller's
//          vector. A stream may carry several messages that share one window (permessage-deflate):
//          next_message() begins the counting again.
// Errors:  the outcome says it; after damaged, bomb or full it stays so until reset() or
//          blank_window().
// Threads: one owner.
// Source:  RFC 1950 (zlib), RFC 1951 (deflate), RFC 1952 (gzip), RFC 7692 (permessage-deflate).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/byte_reader.hpp"
#include "base/limits.hpp"

namespace davy::flow {

enum class InflateFormat : std::uint8_t {
  gzip,
  zlib,
  raw,
  zlib_or_raw,  // HTTP's "deflate": zlib by RFC 9110 section 8.4.1.2, raw from some servers; the
                // first octet tells
};

enum class InflateOutcome : std::uint8_t {
  ok,       // the compressed stream ended; what follows it in `input` was left there
  more,     // all of `input` was used, the stream goes on
  damaged,  // not a stream of this format
  bomb,     // more than limits::inflate_ratio_max octets from each octet of input
  full,     // the message is longer than `octets_max`; the first `octets_max` octets were given
};

class Inflater {
 public:
  explicit Inflater(InflateFormat format, std::size_t octets_max = limits::inflate_octets_max);
  ~Inflater();
  Inflater(Inflater&&) noexcept;
  Inflater& operator=(Inflater&&) noexcept;

  // What zlib allocates for one stream (zconf.h: 32 KiB of window and about 7 KiB).
  static constexpr std::size_t held_octets = 40 * 1024;

  // Appends what `input` inflates to, and takes from the front of `input` what was used.
  InflateOutcome feed(Bytes& input, std::vector<std::uint8_t>& output);

  // Of the last feed(); `more` before the first.
  InflateOutcome outcome() const { return stopped_; }

  // The next message of the same stream: bounds count from here, the window stays.
  void next_message();
  // A new stream: nothing stays.
  void reset();
  // A raw stream whose past was not captured: references to it read as zero octets until 32 KiB
  // have gone by.
  void blank_window();

 private:
  struct Stream;

  bool begin(std::uint8_t first_octet);
  bool begin_again(int window_bits);
  InflateOutcome keep(Bytes produced, std::vector<std::uint8_t>& output);
  InflateOutcome stop(InflateOutcome outcome) { return stopped_ = outcome; }

  std::unique_ptr<Stream>
      stream_;  // null until the first octet; zlib keeps a pointer to it, so it never moves
  std::size_t octets_max_;
  std::size_t consumed_octets_ = 0;  // of this message
  std::size_t produced_octets_ = 0;  // of this message
  InflateFormat format_;
  InflateOutcome stopped_ = InflateOutcome::more;
};

}  // namespace davy::flow
