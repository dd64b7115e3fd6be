// For tests: compresses text as one stream of one or several messages.
#pragma once

#include <zlib.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace davy::flow::test {

class Deflater {
 public:
  // `window_bits` as deflateInit2 takes it: 31 gzip, 15 zlib, -15 raw.
  explicit Deflater(int window_bits) {
    deflateInit2(&z_, 9, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
  }
  ~Deflater() { deflateEnd(&z_); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  std::string message(std::string_view text, int flush) {
    std::vector<Bytef> in(text.begin(), text.end());
    std::vector<Bytef> out(text.size() + 1024);
    z_.next_in = in.data();
    z_.avail_in = static_cast<uInt>(in.size());
    z_.next_out = out.data();
    z_.avail_out = static_cast<uInt>(out.size());
    deflate(&z_, flush);
    return {out.begin(), out.end() - static_cast<std::ptrdiff_t>(z_.avail_out)};
  }
  // Begins a new stream that may refer to `text`.
  void begin_again_after(std::string_view text) {
    deflateReset(&z_);
    const std::vector<Bytef> window(text.begin(), text.end());
    deflateSetDictionary(&z_, window.data(), static_cast<uInt>(window.size()));
  }

 private:
  z_stream z_{};
};

inline std::string deflated(std::string_view text, int window_bits) {
  return Deflater(window_bits).message(text, Z_FINISH);
}

}  // namespace davy::flow::test
