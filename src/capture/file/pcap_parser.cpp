#include <utility>

#include "base/limits.hpp"
#include "capture/file/record_parser.hpp"

// draft-ietf-opsawg-pcap; the modified format is that of A. Kuznetsov's patched libpcap (Red Hat 6
// and 7).
namespace davy::capture {
namespace {

constexpr std::uint32_t microseconds = 0xa1b2c3d4, nanoseconds = 0xa1b23c4d, modified = 0xa1b2cd34;
constexpr std::size_t record_header_octets = 16, modified_header_octets = 24;

bool is_magic(std::uint32_t magic) {
  return magic == microseconds || magic == nanoseconds || magic == modified;
}

template <bool big_endian>
std::uint32_t load32(const std::uint8_t* p) {
  return big_endian ? load_be32(p) : load_le32(p);
}

template <bool big_endian>
class PcapParser final : public RecordParser {
 public:
  explicit PcapParser(Bytes header) {
    const std::uint32_t magic = load32<big_endian>(header.data());
    ns_per_fraction_ = magic == nanoseconds ? 1 : 1000;
    header_octets_ = magic == modified ? modified_header_octets : record_header_octets;
    // Before version 2.3 the two lengths stood the other way round (libpcap's savefile reader knows both).
    const std::uint32_t minor =
        big_endian ? load_be16(header.data() + 6) : load_le16(header.data() + 6);
    if (minor < 3) std::swap(captured_at_, original_at_);
    link_type_ = static_cast<LinkType>(load32<big_endian>(header.data() + 20) & 0xffff);
  }

  Parsed parse(Bytes window, std::vector<RawPacket>& packets) override {
    std::size_t at = 0;
    while (window.size() - at >= header_octets_) {
      const std::uint8_t* record = window.data() + at;
      const std::uint32_t captured = load32<big_endian>(record + captured_at_);
      if (captured > limits::packet_octets_max) {
        malformed_.add(Malformed::capture_record_length);
        return {at, 0, true};
      }
      const std::size_t record_octets = header_octets_ + captured;
      if (window.size() - at < record_octets) return {at, record_octets};
      packets.push_back(packet(record, captured));
      at += record_octets;
    }
    return {at, header_octets_};
  }

 private:
  RawPacket packet(const std::uint8_t* record, std::uint32_t captured) const {
    const auto ns = std::int64_t{load32<big_endian>(record)} * 1'000'000'000 +
                    std::int64_t{load32<big_endian>(record + 4)} * ns_per_fraction_;
    return {timestamp_ns(ns), record + header_octets_, captured,
            load32<big_endian>(record + original_at_), link_type_};
  }

  std::int64_t ns_per_fraction_;
  std::size_t header_octets_;
  std::size_t captured_at_ = 8, original_at_ = 12;  // in the record header
  LinkType link_type_;
};

}  // namespace

bool is_pcap(Bytes start) {
  return start.size() >= 4 &&
         (is_magic(load_le32(start.data())) || is_magic(load_be32(start.data())));
}

std::unique_ptr<RecordParser> pcap_parser(Bytes header) {
  if (is_magic(load_be32(header.data()))) return std::make_unique<PcapParser<true>>(header);
  return std::make_unique<PcapParser<false>>(header);
}

}  // namespace davy::capture
