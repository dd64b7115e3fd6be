// Any octets as a capture file: they are read to the end, and every packet lies in its block.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/limits.hpp"
#include "capture/capture_file.hpp"

namespace {

using davy::capture::PacketBlock;
using davy::capture::RawPacket;

void require(bool holds) {
  if (!holds) std::abort();
}

void check(const PacketBlock& block) {
  const std::uint8_t* const begin = block.bytes.data();
  const std::uint8_t* const end = begin + block.bytes.size();
  require(!block.packets.empty());
  require(block.bytes.size() <= 4 * davy::limits::capture_block_octets);
  for (const RawPacket& packet : block.packets) {
    require(packet.data >= begin && packet.captured_octets <= end - packet.data);
    require(packet.captured_octets <= davy::limits::packet_octets_max);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const int descriptor = ::memfd_create("capture", 0);
  require(descriptor >= 0);
  require(::write(descriptor, data, size) == static_cast<ssize_t>(size));
  const std::string path = "/proc/self/fd/" + std::to_string(descriptor);
  if (auto file = davy::capture::CaptureFile::open(path)) {
    PacketBlock block;
    std::size_t blocks = 0;
    constexpr std::size_t blocks_looked_at = 16;  // a bomb of a few octets expands to any length
    while (blocks++ < blocks_looked_at && file->fill(block)) check(block);
    require(file->stored_octets_read() <= size);
    require(file->malformed().total() <= size + 1);
  } else {
    require(!file.error().message.empty());
  }
  ::close(descriptor);
  return 0;
}
