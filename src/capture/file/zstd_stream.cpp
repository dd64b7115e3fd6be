#include <zstd.h>

#include <array>

#include "base/limits.hpp"
#include "capture/file/byte_stream.hpp"

namespace davy::capture {
namespace {

constexpr std::size_t input_octets = 64 * 1024;

struct FreeContext {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

class ZstdStream final : public ByteStream {
 public:
  explicit ZstdStream(ByteStream& stored) : stored_(stored), context_(ZSTD_createDCtx()) {
    ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, limits::zstd_window_log_max);
  }

  std::size_t read(std::span<std::uint8_t> out) override {
    ZSTD_outBuffer output{out.data(), out.size(), 0};
    while (!failed_ && output.pos == 0 && have_input()) {
      const std::size_t status = ZSTD_decompressStream(context_.get(), &output, &buffer_);
      if (ZSTD_isError(status) != 0) fail(Malformed::capture_compression);
      in_frame_ = status != 0;
      filled_output_ = output.pos == output.size;
    }
    return output.pos;
  }

 private:
  // A full output may leave octets inside the context that need no further input.
  bool have_input() {
    if (buffer_.pos < buffer_.size || (in_frame_ && filled_output_)) return true;
    const std::size_t got = stored_.read(input_);
    if (got == 0 && in_frame_) fail(Malformed::capture_cut);
    buffer_ = {input_.data(), got, 0};
    return got > 0;
  }

  void fail(Malformed reason) {
    failed_ = true;
    damage_ = reason;
  }

  ByteStream& stored_;
  std::unique_ptr<ZSTD_DCtx, FreeContext> context_;
  std::array<std::uint8_t, input_octets> input_;
  ZSTD_inBuffer buffer_{input_.data(), 0, 0};
  bool in_frame_ = false;
  bool filled_output_ = false;
  bool failed_ = false;
};

}  // namespace

std::unique_ptr<ByteStream> zstd_stream(ByteStream& stored) {
  return std::make_unique<ZstdStream>(stored);
}

}  // namespace davy::capture
