#include "base/eight_octets.hpp"

#include <gtest/gtest.h>

#include <string>

namespace davy {
namespace {

TEST(EightOctets, WithinSaysOfEachOctetWhetherItIs) {
  for (int octet = 0; octet < 256; ++octet) {
    for (const auto& [first, last] :
         {std::pair{'A', 'Z'}, {' ', '~'}, {'-', '-'}, {'\0', '\x7f'}}) {
      const std::uint64_t all = eight_octets::ones * static_cast<std::uint64_t>(octet);
      const bool is = octet >= first && octet <= last;
      EXPECT_EQ(eight_octets::within(all, first, last), is ? eight_octets::yes : 0) << octet;
    }
  }
}

// Neighbours do not disturb each other: one octet among others, at each place.
TEST(EightOctets, LeadingCountsUpToTheFirstOdd) {
  const auto letters = [](std::uint64_t octets) { return eight_octets::within(octets, 'a', 'z'); };
  for (std::size_t size = 0; size < 40; ++size) {
    EXPECT_EQ(eight_octets::leading(as_bytes(std::string(size, 'k')), letters), size);
    for (std::size_t at = 0; at < size; ++at) {
      for (const char odd : {'\0', 'A', '`', '{', '\x7f', '\x80', '\xff', '\xe1'}) {
        std::string text(size, 'z');
        text[at] = odd;
        EXPECT_EQ(eight_octets::leading(as_bytes(text), letters), at) << size;
      }
    }
  }
}

}  // namespace
}  // namespace davy
