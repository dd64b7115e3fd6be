// A SOCKS handshake in both directions: never crashes, and every split gives the same inner
// streams. Records of one octet (top bit: direction; the rest: octets that follow) and that many
// octets.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "flow/dissect/socks.hpp"

namespace {

using namespace davy;

std::string inner_streams(Bytes records, std::size_t step) {
  flow::SocksHandshake socks;
  std::array<std::string, 2> inner;
  while (!records.empty()) {
    const auto direction = static_cast<flow::Direction>(records[0] >> 7);
    Bytes bytes = records.subspan(1, std::min<std::size_t>(records.size() - 1, records[0] & 0x7f));
    records = records.subspan(1 + bytes.size());
    if (bytes.empty()) socks.gap(direction, 1);
    while (!bytes.empty()) {
      const Bytes part = bytes.first(std::min(step, bytes.size()));
      bytes = bytes.subspan(part.size());
      const flow::SocksStep got = socks.feed(direction, part);
      if (got.inner_octets > part.size()) std::abort();
      inner[static_cast<std::size_t>(direction)] += as_text(part.last(got.inner_octets));
    }
  }
  return inner[0] + '|' + inner[1] + '|' + std::string(socks.target_host()) + ':' +
         std::to_string(socks.target_port()) + std::string(socks.name()) +
         std::to_string(static_cast<int>(socks.state()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes bytes{data, size};
  flow::begins_as_socks(bytes);
  if (inner_streams(bytes, 128) != inner_streams(bytes, 1)) std::abort();
  return 0;
}
