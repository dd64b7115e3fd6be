// Builds captures for tests: pcap and pcapng octet by octet, gzip and zstd around them, and the files they lie in.
#pragma once

#include <zlib.h>
#include <zstd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "capture/capture_file.hpp"
#include "capture/decode/frame_builder_test.hpp"

namespace davy::capture::testing {

// Numbers in the byte order of one capture.
struct Order {
  bool big = false;
  Octets operator()(std::uint64_t value, int octets) const {
    return big ? be(value, octets) : le(value, octets);
  }
};

inline constexpr std::uint32_t pcap_microseconds = 0xa1b2c3d4, pcap_nanoseconds = 0xa1b23c4d,
                               pcap_modified = 0xa1b2cd34;

inline Octets pcap_header(Order n = {}, std::uint32_t magic = pcap_microseconds,
                          LinkType link = link_ethernet) {
  return n(magic, 4) + n(2, 2) + n(4, 2) + zeros(8) + n(262'144, 4) + n(link, 4);
}
inline Octets pcap_record(const Octets& data, std::uint32_t s = 1, std::uint32_t fraction = 0,
                          Order n = {}, std::uint32_t original = 0) {
  return n(s, 4) + n(fraction, 4) + n(data.size(), 4) +
         n(original == 0 ? data.size() : original, 4) + data;
}

struct Pcapng {
  Order n;

  Octets block(std::uint32_t type, Octets body) const {
    body.resize((body.size() + 3) / 4 * 4);
    return n(type, 4) + n(body.size() + 12, 4) + body + n(body.size() + 12, 4);
  }
  Octets section() const {
    return block(0x0a0d0d0a, n(0x1a2b3c4d, 4) + n(1, 2) + n(0, 2) + n(~0ull, 8));
  }
  Octets option(unsigned code, Octets value) const {
    const Octets head = n(code, 2) + n(value.size(), 2);
    value.resize((value.size() + 3) / 4 * 4);
    return head + value;
  }
  Octets interface(LinkType link, const Octets& options = {}, std::uint32_t snap = 0) const {
    return block(1, n(link, 2) + n(0, 2) + n(snap, 4) + options);
  }
  Octets enhanced(std::uint32_t id, std::uint64_t units, const Octets& data) const {
    return block(6, n(id, 4) + n(units >> 32, 4) + n(units & 0xffffffff, 4) + n(data.size(), 4) +
                        n(data.size(), 4) + data);
  }
  Octets obsolete(unsigned id, std::uint64_t units, const Octets& data) const {
    return block(2, n(id, 2) + n(0, 2) + n(units >> 32, 4) + n(units & 0xffffffff, 4) +
                        n(data.size(), 4) + n(data.size(), 4) + data);
  }
  Octets simple(const Octets& data, std::uint32_t original) const {
    return block(3, n(original, 4) + data);
  }
};

inline Octets gzip(const Octets& plain) {
  z_stream state{};
  deflateInit2(&state, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  Octets out(deflateBound(&state, plain.size()) + 32);
  Octets in = plain;
  state.next_in = in.data();
  state.avail_in = static_cast<uInt>(in.size());
  state.next_out = out.data();
  state.avail_out = static_cast<uInt>(out.size());
  deflate(&state, Z_FINISH);
  out.resize(state.total_out);
  deflateEnd(&state);
  return out;
}
inline Octets zstd(const Octets& plain) {
  Octets out(ZSTD_compressBound(plain.size()));
  out.resize(ZSTD_compress(out.data(), out.size(), plain.data(), plain.size(), 3));
  return out;
}

// A file that is gone when the test is over.
class TemporaryFile {
 public:
  explicit TemporaryFile(const Octets& contents) {
    static int number = 0;
    path_ = std::filesystem::temp_directory_path() /
            ("davy_capture_test_" + std::to_string(::getpid()) + "_" + std::to_string(number++));
    std::ofstream(path_, std::ios::binary) << as_text(contents);
  }
  ~TemporaryFile() { std::filesystem::remove(path_); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  std::string path() const { return path_; }

 private:
  std::filesystem::path path_;
};

struct ReadPacket {
  std::int64_t time_ns = 0;
  std::string data;
  std::uint32_t original_octets = 0;
  LinkType link_type = 0;

  friend bool operator==(const ReadPacket&, const ReadPacket&) = default;
};
inline void PrintTo(const ReadPacket& p, std::ostream* out) {
  *out << p.time_ns << " ns, link " << p.link_type << ", " << p.original_octets
       << " sent: " << p.data;
}

struct ReadFile {
  std::string error;  // of open()
  std::vector<ReadPacket> packets;
  MalformedCounts malformed;
  std::uint64_t octets_read = 0;
};
inline ReadFile read_path(const std::string& path) {
  ReadFile out;
  auto file = CaptureFile::open(path);
  if (!file) return {file.error().message, {}, {}, 0};
  PacketBlock block;
  while (file->fill(block)) {
    for (const RawPacket& p : block.packets) {
      out.packets.push_back({p.time.time_since_epoch().count(), std::string(as_text(p.bytes())),
                             p.original_octets, p.link_type});
    }
  }
  out.malformed = file->malformed();
  out.octets_read = file->stored_octets_read();
  return out;
}
inline ReadFile read_octets(const Octets& contents) {
  return read_path(TemporaryFile(contents).path());
}

}  // namespace davy::capture::testing
