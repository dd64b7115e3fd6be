// The bounded inflater: never crashes, never gives more than its bound, gives the same for every
// split. First octet: the format, and how many octets a feed takes. The rest is the compressed
// stream.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "flow/dissect/inflate.hpp"

namespace {

using namespace davy;

std::vector<std::uint8_t> inflated(flow::InflateFormat format, Bytes bytes, std::size_t step) {
  flow::Inflater inflater(format);
  std::vector<std::uint8_t> output;
  while (!bytes.empty()) {
    Bytes part = bytes.first(std::min(step, bytes.size()));
    bytes = bytes.subspan(part.size());
    if (inflater.feed(part, output) != flow::InflateOutcome::more) break;
  }
  if (output.size() > limits::inflate_octets_max) std::abort();
  inflater.next_message();
  inflater.blank_window();
  return output;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const auto format = static_cast<flow::InflateFormat>(data[0] & 3);
  const Bytes bytes = Bytes{data, size}.subspan(1);
  const auto whole = inflated(format, bytes, size);
  const auto split = inflated(format, bytes, 1u + (data[0] >> 2));
  // Where a bomb is noticed depends a little on how much had been fed by then.
  if (whole.size() < limits::inflate_ratio_from_octets && whole != split) std::abort();
  return 0;
}
