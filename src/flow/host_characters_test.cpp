#include "flow/host_characters.hpp"

#include <gtest/gtest.h>

#include <string>

namespace davy::flow {
namespace {

// One octet of each value at each place of labels of each length, among others and alone.
TEST(HostCharacters, LowersLettersAndKnowsWhatALabelMayHold) {
  const std::string held = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
  for (std::size_t size = 1; size <= 20; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      for (int octet = 0; octet < 256; ++octet) {
        std::string label(size, 'Q'), expected(size, 'q');
        const char c = static_cast<char>(octet);
        label[at] = c;
        expected[at] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
        std::string lowered(size + 1, '!');
        const bool of_host = lower_host_label(as_bytes(label), lowered.data());
        ASSERT_EQ(of_host, held.find(c) != std::string::npos) << octet;
        ASSERT_EQ(lowered, expected + '!') << octet;  // and nothing behind it
      }
    }
  }
}

}  // namespace
}  // namespace davy::flow
