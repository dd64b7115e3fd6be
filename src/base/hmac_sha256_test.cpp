#include "base/hmac_sha256.hpp"

#include <gtest/gtest.h>

#include <string>

#include "base/hex.hpp"

namespace davy {
namespace {

std::string digits(std::string_view key, std::string_view text) {
  return to_hex(hmac_sha256(as_bytes(key), as_bytes(text)));
}

// RFC 4231 section 4, cases 1, 2 and 6 (a key longer than a block).
TEST(HmacSha256, MakesThePublishedOnes) {
  EXPECT_EQ(digits(std::string(20, '\x0b'), "Hi There"),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(digits("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(
      digits(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First"),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

// The empty key is one, and not the one of last time (openssl mac -digest SHA256 -macopt hexkey: HMAC).
TEST(HmacSha256, TheEmptyKeyIsAKey) {
  digits("Jefe", "x");
  EXPECT_EQ(digits("", ""), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

}  // namespace
}  // namespace davy
