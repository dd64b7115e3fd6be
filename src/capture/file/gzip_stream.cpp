#include <zlib.h>

#include <algorithm>
#include <array>

#include "capture/file/byte_stream.hpp"

namespace davy::capture {
namespace {

constexpr std::size_t input_octets = 64 * 1024;
constexpr int gzip_only = 15 + 16;  // zlib: the largest window, with a gzip header

class GzipStream final : public ByteStream {
 public:
  explicit GzipStream(ByteStream& stored) : stored_(stored) {
    failed_ = inflateInit2(&state_, gzip_only) != Z_OK;
  }
  ~GzipStream() override { inflateEnd(&state_); }
  GzipStream(const GzipStream&) = delete;
  GzipStream& operator=(const GzipStream&) = delete;

  std::size_t read(std::span<std::uint8_t> out) override {
    state_.next_out = out.data();
    state_.avail_out = static_cast<uInt>(std::min<std::size_t>(out.size(), 1u << 30));
    const uInt room = state_.avail_out;
    while (!failed_ && state_.avail_out == room && have_input()) step();
    return room - state_.avail_out;
  }

 private:
  bool have_input() {
    if (state_.avail_in > 0) return true;
    const std::size_t got = stored_.read(input_);
    if (got == 0 && in_member_) fail(Malformed::capture_cut);
    state_.next_in = input_.data();
    state_.avail_in = static_cast<uInt>(got);
    return got > 0;
  }

  void step() {
    if (!in_member_ && !begin_member()) return;
    const int status = inflate(&state_, Z_NO_FLUSH);
    if (status == Z_STREAM_END) {
      in_member_ = false;
      inflateReset(&state_);
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
      fail(Malformed::capture_compression);
    }
  }

  // Zeros after a member are padding (tapes, block devices), as gzip itself has it.
  bool begin_member() {
    while (state_.avail_in > 0 && *state_.next_in == 0) {
      ++state_.next_in;
      --state_.avail_in;
    }
    in_member_ = state_.avail_in > 0;
    return in_member_;
  }

  void fail(Malformed reason) {
    failed_ = true;
    damage_ = reason;
  }

  ByteStream& stored_;
  std::array<std::uint8_t, input_octets> input_;
  z_stream state_{};
  bool in_member_ = false;
  bool failed_ = false;
};

}  // namespace

std::unique_ptr<ByteStream> gzip_stream(ByteStream& stored) {
  return std::make_unique<GzipStream>(stored);
}

}  // namespace davy::capture
