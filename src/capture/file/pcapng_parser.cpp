#include <algorithm>
#include <limits>

#include "base/limits.hpp"
#include "capture/file/record_parser.hpp"

// draft-ietf-opsawg-pcapng (2024).
namespace davy::capture {
namespace {

constexpr std::uint32_t section_header = 0x0a0d0d0a, interface_description = 1, obsolete_packet = 2;
constexpr std::uint32_t simple_packet = 3, enhanced_packet = 6, byte_order_magic = 0x1a2b3c4d;
constexpr std::uint16_t option_end = 0, option_tsresol = 9, option_tsoffset = 14;
constexpr std::size_t block_overhead = 12;  // type, length, length again
constexpr std::size_t section_octets_min = 28;
// A block with a packet in it: the packet, its fields, and room for options. Larger ones are no
// packets.
constexpr std::size_t packet_block_octets_max = limits::packet_octets_max + 128 * 1024;

// How an interface counts time: units of 10^-n or 2^-n seconds, from an offset.
class Clock {
 public:
  void set_resolution(std::uint8_t tsresol) {
    binary_ = (tsresol & 0x80) != 0;
    exponent_ = tsresol & 0x7f;
    power_of_ten_ = 1;
    const int steps = exponent_ <= 9 ? 9 - exponent_ : exponent_ - 9;
    for (int i = 0; i < std::min(steps, 19); ++i) power_of_ten_ *= 10;
  }
  void set_offset(std::int64_t offset_s) { offset_s_ = offset_s; }

  Timestamp time(std::uint64_t units) const {
    __extension__ using Wide = __int128;
    const Wide ns = Wide{ns_since_zero(units)} + Wide{offset_s_} * 1'000'000'000;
    constexpr Wide lowest = std::numeric_limits<std::int64_t>::min();
    constexpr Wide highest = std::numeric_limits<std::int64_t>::max();
    return timestamp_ns(static_cast<std::int64_t>(std::clamp(ns, lowest, highest)));
  }

 private:
  __extension__ using Unsigned = unsigned __int128;

  // Times past 2554 have no place in 64 bits of nanoseconds and stay at the last one.
  std::uint64_t ns_since_zero(std::uint64_t units) const {
    constexpr Unsigned highest = std::numeric_limits<std::uint64_t>::max();
    Unsigned ns = 0;
    if (binary_) {
      if (exponent_ < 96) ns = Unsigned{units} * 1'000'000'000 >> exponent_;
    } else if (exponent_ <= 9) {
      ns = Unsigned{units} * power_of_ten_;
    } else if (exponent_ <= 28) {
      ns = units / power_of_ten_;
    }
    return static_cast<std::uint64_t>(std::min(ns, highest));
  }

  bool binary_ = false;
  int exponent_ = 6;
  std::uint64_t power_of_ten_ = 1000;
  std::int64_t offset_s_ = 0;
};

struct Interface {
  LinkType link_type = 0;
  std::uint32_t snap_octets = 0;  // 0: no limit
  Clock clock;
};

class PcapngParser final : public RecordParser {
 public:
  Parsed parse(Bytes window, std::vector<RawPacket>& packets) override {
    std::size_t at = 0;
    while (window.size() - at >= block_overhead) {
      const Parsed block = parse_block(window.subspan(at), packets);
      at += block.used;
      if (block.used == 0 || block.stop || at >= window.size()) {
        return {at, std::max<std::size_t>(block.needed, block_overhead), block.stop};
      }
    }
    return {at, block_overhead};
  }

 private:
  std::uint16_t load16(const std::uint8_t* p) const {
    return big_endian_ ? load_be16(p) : load_le16(p);
  }
  std::uint32_t load32(const std::uint8_t* p) const {
    return big_endian_ ? load_be32(p) : load_le32(p);
  }

  // One block at the front of `window`, which holds at least block_overhead octets.
  Parsed parse_block(Bytes window, std::vector<RawPacket>& packets) {
    const std::uint32_t type = load32(window.data());
    if (type == section_header && !begin_section(window)) return bad_length();
    const std::size_t stated = load32(window.data() + 4);
    const std::size_t least = type == section_header ? section_octets_min : block_overhead;
    if (stated < least) return bad_length();
    const std::size_t octets =
        (stated + 3) & ~std::size_t{3};  // some writers leave the padding out
    if (!is_read(type) || octets > packet_block_octets_max) {
      if (is_read(type)) malformed_.add(Malformed::capture_block);
      return {octets};
    }
    if (window.size() < octets) return {0, octets};
    const Bytes body = window.subspan(8, octets - block_overhead);
    if (load32(window.data() + octets - 4) != stated || !read_block(type, body, packets)) {
      malformed_.add(Malformed::capture_block);
    }
    return {octets};
  }

  Parsed bad_length() {
    malformed_.add(Malformed::capture_block);
    return {0, 0, true};
  }

  static bool is_read(std::uint32_t type) {
    return type == enhanced_packet || type == simple_packet || type == obsolete_packet ||
           type == interface_description;
  }

  // Interfaces count from zero in every section, which also sets its own byte order.
  bool begin_section(Bytes window) {
    const std::uint32_t magic = load_be32(window.data() + 8);
    if (magic != byte_order_magic && magic != 0x4d3c2b1a) return false;
    big_endian_ = magic == byte_order_magic;
    interfaces_.clear();
    return true;
  }

  bool read_block(std::uint32_t type, Bytes body, std::vector<RawPacket>& packets) {
    switch (type) {
      case enhanced_packet:
      case obsolete_packet:
        return read_packet(type, body, packets);
      case simple_packet:
        return read_simple_packet(body, packets);
      default:
        return read_interface(body);
    }
  }

  bool read_packet(std::uint32_t type, Bytes body, std::vector<RawPacket>& packets) {
    constexpr std::size_t fields_octets = 20;
    if (body.size() < fields_octets) return false;
    const std::uint8_t* p = body.data();
    const std::size_t id = type == enhanced_packet ? load32(p) : load16(p);
    const std::uint32_t captured = load32(p + 12);
    if (id >= interfaces_.size() || captured > body.size() - fields_octets) return false;
    if (captured > limits::packet_octets_max) return false;
    const Interface& interface = interfaces_[id];
    last_time_ = interface.clock.time(std::uint64_t{load32(p + 4)} << 32 | load32(p + 8));
    packets.push_back(
        {last_time_, p + fields_octets, captured, load32(p + 16), interface.link_type});
    return true;
  }

  // A simple packet has no time of its own: it gets that of the packet before it, so that order in
  // time stays.
  bool read_simple_packet(Bytes body, std::vector<RawPacket>& packets) {
    if (body.size() < 4 || interfaces_.empty()) return false;
    const Interface& interface = interfaces_.front();
    const std::uint32_t original = load32(body.data());
    std::size_t captured = std::min<std::size_t>(original, body.size() - 4);
    if (interface.snap_octets > 0) {
      captured = std::min<std::size_t>(captured, interface.snap_octets);
    } else if (captured < original) {
      return false;
    }
    if (captured > limits::packet_octets_max) return false;
    packets.push_back({last_time_, body.data() + 4, static_cast<std::uint32_t>(captured), original,
                       interface.link_type});
    return true;
  }

  bool read_interface(Bytes body) {
    if (body.size() < 8 || interfaces_.size() >= limits::pcapng_interfaces_max) return false;
    Interface interface{load16(body.data()), load32(body.data() + 4), {}};
    const bool sound = read_interface_options(body.subspan(8), interface);
    interfaces_.push_back(interface);  // kept even so: later packets name interfaces by number
    return sound;
  }

  bool read_interface_options(Bytes options, Interface& interface) const {
    while (options.size() >= 4) {
      const std::uint16_t code = load16(options.data());
      const std::size_t octets = load16(options.data() + 2);
      if (code == option_end) return true;
      options = options.subspan(4);
      if (octets > options.size()) return false;
      const std::uint8_t* value = options.data();
      if (code == option_tsresol && octets >= 1) interface.clock.set_resolution(*value);
      if (code == option_tsoffset && octets >= 8) interface.clock.set_offset(offset_s(value));
      options = options.subspan(std::min(options.size(), (octets + 3) & ~std::size_t{3}));
    }
    return true;
  }

  std::int64_t offset_s(const std::uint8_t* value) const {
    return static_cast<std::int64_t>(big_endian_ ? load_be64(value) : load_le64(value));
  }

  bool big_endian_ = false;
  std::vector<Interface> interfaces_;
  Timestamp last_time_{};
};

}  // namespace

bool is_pcapng(Bytes start) {
  return start.size() >= 4 && load_be32(start.data()) == section_header;
}

std::unique_ptr<RecordParser> pcapng_parser() { return std::make_unique<PcapngParser>(); }

}  // namespace davy::capture
