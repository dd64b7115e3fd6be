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
TEST(EightOctets, BeforeOddCountsUpToTheFirst) {
  using namespace eight_octets;
  const auto odd = [](std::uint64_t octets) {
    return below(octets, ' ') | above(octets, '~') | equal(octets, '"');
  };
  for (std::size_t size = 0; size < 40; ++size) {
    EXPECT_EQ(before_odd(as_bytes(std::string(size, '~')), odd), size);
    for (std::size_t at = 0; at < size; ++at) {
      for (int octet = 0; octet < 256; ++octet) {
        std::string text(size, at % 2 == 0 ? ' ' : '#');
        text[at] = static_cast<char>(octet);
        const bool is_odd = octet < ' ' || octet > '~' || octet == '"';
        ASSERT_EQ(before_odd(as_bytes(text), odd), is_odd ? at : size) << size << ' ' << octet;
        text.back() = '"';
        ASSERT_EQ(before_odd(as_bytes(text), odd), is_odd ? at : size - 1) << size << ' ' << octet;
      }
    }
  }
}

}  // namespace
}  // namespace davy
