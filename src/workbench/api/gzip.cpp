#include "workbench/api/gzip.hpp"

#include <zlib.h>

namespace davy::api {
namespace {

constexpr int window_with_gzip_head = 15 + 16;
constexpr int memory_level = 8;

std::string_view next_of(std::string_view& list, char mark) {
  const std::size_t end = list.find(mark);
  const std::string_view one = list.substr(0, end);
  list = end == list.npos ? std::string_view{} : list.substr(end + 1);
  return one;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// "q=0", "q=0.0": not this one.
bool is_refusal(std::string_view parameters) {
  const std::string_view q = trimmed(parameters);
  return q.starts_with("q=0") && q.find_first_of("123456789") == q.npos;
}

}  // namespace

std::optional<std::string> gzip(std::string_view text, int level) {
  z_stream stream{};
  if (deflateInit2(&stream, level, Z_DEFLATED, window_with_gzip_head, memory_level,
                   Z_DEFAULT_STRATEGY) != Z_OK)
    return std::nullopt;
  std::string out(deflateBound(&stream, text.size()), '\0');
  // zlib reads only; its interface is older than const.
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int done = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (done != Z_STREAM_END) return std::nullopt;
  return out;
}

bool takes_gzip(std::string_view accept_encoding) {
  while (!accept_encoding.empty()) {
    std::string_view one = next_of(accept_encoding, ',');
    const std::string_view name = trimmed(next_of(one, ';'));
    if (name == "gzip" || name == "*") return !is_refusal(one);
  }
  return false;
}

}  // namespace davy::api
