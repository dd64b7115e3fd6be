// The floor under every honest reader of a capture: visits each record of a classic pcap file in
// memory, parses Ethernet, VLAN, IPv4/IPv6 and TCP/UDP, hashes the 5-tuple, and touches the first
// octet of the payload. It keeps nothing, so no detector can be faster.
//
// Shape: header_walk FILE prints "PACKETS packets OCTETS octets TCP tcp PAYLOAD payload HASH".
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "base/byte_reader.hpp"

namespace {

struct Totals {
  std::uint64_t packets = 0;
  std::uint64_t octets = 0;
  std::uint64_t tcp = 0;
  std::uint64_t payload = 0;
  std::uint64_t hash = 0;
};

constexpr std::uint64_t multiplier = 0x9e3779b97f4a7c15;  // 2^64 / golden ratio
constexpr std::size_t file_header = 24;
constexpr std::size_t record_header = 16;

std::uint64_t load_u64(const std::uint8_t* p) {
  std::uint64_t v;
  std::memcpy(&v, p, 8);
  return v;
}
std::uint32_t load_u32(const std::uint8_t* p) {
  std::uint32_t v;
  std::memcpy(&v, p, 4);
  return v;
}

void walk_transport(const std::uint8_t* frame, std::size_t captured, std::size_t at,
                    unsigned protocol, std::uint64_t addresses, Totals& totals) {
  if ((protocol != 6 && protocol != 17) || at + 8 > captured) return;
  totals.hash ^= addresses * multiplier ^ load_u32(frame + at);
  if (protocol == 17) return;
  ++totals.tcp;
  if (at + 20 > captured) return;
  const std::size_t payload = at + (frame[at + 12] >> 4) * 4U;
  if (payload >= captured) return;
  totals.payload += captured - payload;
  totals.hash += frame[payload];
}

void walk_frame(const std::uint8_t* frame, std::size_t captured, Totals& totals) {
  if (captured < 34) return;
  unsigned type = davy::load_be16(frame + 12);
  std::size_t at = 14;
  while ((type == 0x8100 || type == 0x88a8) && at + 4 < captured) {
    type = davy::load_be16(frame + at + 2);
    at += 4;
  }
  const std::uint8_t* ip = frame + at;
  if (type == 0x0800 && at + 20 <= captured) {
    walk_transport(frame, captured, at + (ip[0] & 15U) * 4U, ip[9], load_u64(ip + 12), totals);
  } else if (type == 0x86dd && at + 40 <= captured) {
    const std::uint64_t addresses =
        load_u64(ip + 8) ^ load_u64(ip + 16) ^ load_u64(ip + 24) ^ load_u64(ip + 32);
    walk_transport(frame, captured, at + 40, ip[6], addresses, totals);
  }
}

Totals walk(const std::uint8_t* p, const std::uint8_t* end) {
  Totals totals;
  p += file_header;
  while (end - p >= static_cast<std::ptrdiff_t>(record_header)) {
    const std::uint32_t captured = davy::load_le32(p + 8);
    ++totals.packets;
    totals.octets += davy::load_le32(p + 12);
    p += record_header;
    if (captured > static_cast<std::size_t>(end - p)) break;
    walk_frame(p, captured, totals);
    p += captured;
  }
  return totals;
}

}  // namespace

int main(int argc, char** argv) {
  const int file = argc == 2 ? open(argv[1], O_RDONLY) : -1;
  struct stat status{};
  if (file < 0 || fstat(file, &status) != 0 || status.st_size < 24) {
    std::fputs("usage: header_walk FILE.pcap (classic, little-endian, Ethernet)\n", stderr);
    return 2;
  }
  const auto size = static_cast<std::size_t>(status.st_size);
  void* map = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  if (map == MAP_FAILED) return 2;
  madvise(map, size, MADV_SEQUENTIAL);
  const auto* bytes = static_cast<const std::uint8_t*>(map);
  const Totals t = walk(bytes, bytes + size);
  std::printf("%lu packets %lu octets %lu tcp %lu payload %lx\n", t.packets, t.octets, t.tcp,
              t.payload, t.hash);
}
