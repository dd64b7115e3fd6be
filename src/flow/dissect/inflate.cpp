#include "flow/dissect/inflate.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <utility>

namespace davy::flow {
namespace {

constexpr std::size_t window_octets = 32 * 1024;  // RFC 1951: the farthest reference
constexpr std::size_t step_octets = 4 * 1024;     // inflated at a time, on the stack
constexpr int zlib_bits = MAX_WBITS;
constexpr int gzip_bits = MAX_WBITS + 16;  // zlib's way to say "gzip header and trailer"
constexpr int raw_bits = -MAX_WBITS;

// RFC 1950 section 2.2: the low four bits of CMF are 8. A raw stream with these bits would begin
// with a stored block whose padding is not zero, which no encoder writes.
int window_bits(InflateFormat format, std::uint8_t first_octet) {
  switch (format) {
    case InflateFormat::gzip:
      return gzip_bits;
    case InflateFormat::zlib:
      return zlib_bits;
    case InflateFormat::raw:
      return raw_bits;
    case InflateFormat::zlib_or_raw:
      break;
  }
  return (first_octet & 0x0f) == 8 ? zlib_bits : raw_bits;
}

}  // namespace

struct Inflater::Stream {
  Stream() = default;
  ~Stream() { inflateEnd(&z); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  z_stream z{};
};

Inflater::Inflater(InflateFormat format, std::size_t octets_max)
    : octets_max_(octets_max), format_(format) {}
Inflater::~Inflater() = default;
Inflater::Inflater(Inflater&&) noexcept = default;
Inflater& Inflater::operator=(Inflater&&) noexcept = default;

bool Inflater::begin(std::uint8_t first_octet) {
  return begin_again(window_bits(format_, first_octet));
}

bool Inflater::begin_again(int bits) {
  stream_ = std::make_unique<Stream>();
  return inflateInit2(&stream_->z, bits) == Z_OK;
}

InflateOutcome Inflater::feed(Bytes& input, std::vector<std::uint8_t>& output) {
  if (stopped_ != InflateOutcome::more) return stopped_;
  if (input.empty()) return InflateOutcome::more;
  if (!stream_ && !begin(input[0])) return stop(InflateOutcome::damaged);
  z_stream& z = stream_->z;
  for (;;) {
    std::array<std::uint8_t, step_octets> step;
    const std::size_t offered = std::min<std::size_t>(input.size(), 1u << 30);
    // zlib does not write to it. NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
    z.next_in = const_cast<Bytef*>(input.data());
    z.avail_in = static_cast<uInt>(offered);
    z.next_out = step.data();
    z.avail_out = step_octets;
    const int code = inflate(&z, Z_NO_FLUSH);
    consumed_octets_ += offered - z.avail_in;
    input = input.subspan(offered - z.avail_in);
    const InflateOutcome kept = keep(Bytes{step}.first(step_octets - z.avail_out), output);
    if (kept != InflateOutcome::more) return stop(kept);
    if (code == Z_STREAM_END) return stop(InflateOutcome::ok);
    if (code != Z_OK && code != Z_BUF_ERROR) return stop(InflateOutcome::damaged);
    if (z.avail_out != 0 && input.empty()) return InflateOutcome::more;
    if (code == Z_BUF_ERROR) return stop(InflateOutcome::damaged);  // no progress with input left
  }
}

InflateOutcome Inflater::keep(Bytes produced, std::vector<std::uint8_t>& output) {
  const std::size_t room = octets_max_ - produced_octets_;
  const Bytes kept = produced.first(std::min(room, produced.size()));
  output.insert(output.end(), kept.begin(), kept.end());
  produced_octets_ += kept.size();
  if (produced_octets_ > limits::inflate_ratio_from_octets &&
      produced_octets_ / limits::inflate_ratio_max > consumed_octets_) {
    return InflateOutcome::bomb;
  }
  return kept.size() < produced.size() ? InflateOutcome::full : InflateOutcome::more;
}

void Inflater::next_message() {
  consumed_octets_ = 0;
  produced_octets_ = 0;
  if (stopped_ != InflateOutcome::ok) return;
  // The sender ended the deflate stream (RFC 7692 section 7.2.3.4), yet its window lives on.
  std::array<std::uint8_t, window_octets> window;
  uInt held = 0;
  inflateGetDictionary(&stream_->z, window.data(), &held);
  inflateReset(&stream_->z);
  if (format_ == InflateFormat::raw) inflateSetDictionary(&stream_->z, window.data(), held);
  stopped_ = InflateOutcome::more;
}

void Inflater::reset() {
  stream_.reset();
  consumed_octets_ = 0;
  produced_octets_ = 0;
  stopped_ = InflateOutcome::more;
}

void Inflater::blank_window() {
  static constexpr std::array<std::uint8_t, window_octets> zeros{};
  reset();
  if (!begin_again(raw_bits)) stop(InflateOutcome::damaged);
  inflateSetDictionary(&stream_->z, zeros.data(), window_octets);
}

}  // namespace davy::flow
