// An IPv4 or IPv6 address in 16 octets; IPv4 is kept as ::ffff:a.b.c.d (RFC 4291, 2.5.5.2).
//
// Threads: values; share freely.
#pragma once

#include <array>
#include <bit>
#include <compare>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace davy {

struct IpAddress {
  std::array<std::uint8_t, 16> octets{};

  static IpAddress v4(const std::uint8_t* four_octets) {
    // In one store of eight octets: it is read so a moment later, and a load waits for stores smaller than itself.
    static constexpr std::uint64_t prefix =
        std::bit_cast<std::uint64_t>(std::array<std::uint8_t, 8>{0, 0, 0xff, 0xff, 0, 0, 0, 0});
    std::uint32_t four;
    std::memcpy(&four, four_octets, 4);
    const bool little = std::endian::native == std::endian::little;
    const std::uint64_t half = prefix | (little ? std::uint64_t{four} << 32 : std::uint64_t{four});
    IpAddress a;
    std::memcpy(a.octets.data() + 8, &half, 8);
    return a;
  }
  static IpAddress v6(const std::uint8_t* sixteen_octets) {
    IpAddress a;
    std::memcpy(a.octets.data(), sixteen_octets, 16);
    return a;
  }
  std::uint64_t half(
      std::size_t at) const {  // octets at..at+7, in memory order: for hashing and comparing
    std::uint64_t v;
    std::memcpy(&v, octets.data() + at, sizeof v);
    return v;
  }
  bool is_v4() const {
    static constexpr std::array<std::uint8_t, 12> prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    return std::memcmp(octets.data(), prefix.data(), prefix.size()) == 0;
  }
  // Two loads each: this is compared for every packet.
  friend bool operator==(const IpAddress& a, const IpAddress& b) {
    return ((a.half(0) ^ b.half(0)) | (a.half(8) ^ b.half(8))) == 0;
  }
  // In the order of the octets, as the address is written.
  friend std::strong_ordering operator<=>(const IpAddress& a, const IpAddress& b) {
    const std::size_t at = a.half(0) == b.half(0) ? 8 : 0;
    return a.written_half(at) <=> b.written_half(at);
  }

 private:
  std::uint64_t written_half(
      std::size_t at) const {  // as half(), but a number with octet `at` first
    const std::uint64_t v = half(at);
    return std::endian::native == std::endian::little ? __builtin_bswap64(v) : v;
  }
};

// "10.0.0.1", "2001:db8::1" (RFC 5952).
std::string to_string(const IpAddress& address);
std::optional<IpAddress> parse_ip_address(std::string_view text);

}  // namespace davy
