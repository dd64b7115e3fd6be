#include "flow/dissect/work.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <string>

namespace davy::flow {
namespace {

TEST(HashesForTarget, Difficulty1OfBitcoinIs2ToThe32) {
  const std::string difficulty_1 = "00000000ffff" + std::string(52, '0');
  EXPECT_NEAR(*hashes_for_target(difficulty_1), bitcoin_difficulty_1_hashes,
              65538);  // ffff, not 10000: 1.5e-5 more
  EXPECT_DOUBLE_EQ(*hashes_for_target(difficulty_1), 0x1p32 * 65536 / 65535);
  EXPECT_DOUBLE_EQ(*hashes_for_target("0x" + difficulty_1), *hashes_for_target(difficulty_1));
}

TEST(HashesForTarget, PowersOfTwoAreExact) {
  EXPECT_DOUBLE_EQ(*hashes_for_target("1" + std::string(56, '0')), 0x1p32);
  EXPECT_DOUBLE_EQ(*hashes_for_target("1" + std::string(63, '0')), 16 / 1.0);
  EXPECT_DOUBLE_EQ(*hashes_for_target("1"), 0x1p256);
  EXPECT_DOUBLE_EQ(*hashes_for_target("0001"), 0x1p256);
  EXPECT_NEAR(*hashes_for_target(std::string(64, 'f')), 1, 1e-9);
  EXPECT_DOUBLE_EQ(*hashes_for_target(std::string(64, '0')), 0x1p256);  // 0 counts as 1
}

TEST(HashesForTarget, WhatIsNoTargetIsNone) {
  for (const std::string& text : {std::string(), std::string("0x"), std::string("zz"),
                                  std::string("-1"), std::string(65, '0')}) {
    EXPECT_FALSE(hashes_for_target(text)) << text;
  }
}

// The target of getwork's answers at difficulty 1, as the Bitcoin wiki shows it.
TEST(HashesForTarget, GetworkWritesItBackwards) {
  const std::string target = std::string(52, '0') + "ffff00000000";
  EXPECT_DOUBLE_EQ(*hashes_for_target_reversed(target), 0x1p32 * 65536 / 65535);
  EXPECT_DOUBLE_EQ(*hashes_for_target_reversed(std::string(56, 'f') + "00000000"), 0x1p32);
}

RC_GTEST_PROP(HashesForTarget, TwiceTheTargetIsHalfTheWork, ()) {
  const auto target = *rc::gen::inRange<std::uint64_t>(1, 1ull << 52);
  char one[32];
  char two[32];
  std::snprintf(one, sizeof one, "%llx", static_cast<unsigned long long>(target));
  std::snprintf(two, sizeof two, "%llx", 2 * static_cast<unsigned long long>(target));
  RC_ASSERT(*hashes_for_target(one) == 2 * *hashes_for_target(two));
}

TEST(HashesForCryptonoteTarget, AsMinersReadIt) {
  EXPECT_NEAR(*hashes_for_cryptonote_target("b88d0600"), 10000, 0.02);
  EXPECT_NEAR(*hashes_for_cryptonote_target("711b0d00"), 5000, 0.005);
  EXPECT_NEAR(*hashes_for_cryptonote_target("e4a63d00"), 1063, 0.5);
  EXPECT_NEAR(*hashes_for_cryptonote_target("ffffffff"), 1, 1e-9);
  EXPECT_NEAR(*hashes_for_cryptonote_target("0000000000000080"), 2, 1e-12);  // 64 bits
  EXPECT_DOUBLE_EQ(*hashes_for_cryptonote_target("00000000"), 0x1p32);
}

TEST(HashesForCryptonoteTarget, WhatIsNoTargetIsNone) {
  for (const char* text : {"", "b88d060", "0123456789abcdef01", "xyzw0000"}) {
    EXPECT_FALSE(hashes_for_cryptonote_target(text)) << text;
  }
}

// 8 bits of exponent over 24 of mantissa with its leading one left out.
TEST(HashesForBeamDifficulty, UnpacksExponentAndMantissa) {
  EXPECT_DOUBLE_EQ(hashes_for_beam_difficulty(0), 1);
  EXPECT_DOUBLE_EQ(hashes_for_beam_difficulty(1u << 24), 2);
  EXPECT_DOUBLE_EQ(hashes_for_beam_difficulty((10u << 24) | 0x800000), 1536);
  EXPECT_DOUBLE_EQ(hashes_for_beam_difficulty((5u << 24) | 0xc00000),
                   56);  // 96468992 - 2^24·… as pools write it
}

struct AddressCase {
  const char* coin;
  std::string address;
};

const AddressCase addresses[] = {
    {"XMR", "4" + std::string(94, 'A')},       {"XMR", "4" + std::string(105, 'z')},
    {"XMR", "8" + std::string(94, '9')},       {"BTC", "bc1q" + std::string(38, 'x')},
    {"BTC", "bc1p" + std::string(58, 'q')},    {"LTC", "ltc1q" + std::string(38, 'x')},
    {"LTC", "L" + std::string(33, 'd')},       {"DOGE", "D" + std::string(33, 'E')},
    {"DASH", "X" + std::string(33, 'm')},      {"RVN", "R" + std::string(33, 'N')},
    {"ZEC", "t1" + std::string(33, 'Z')},      {"ERG", "9" + std::string(50, 'g')},
    {"KAS", "kaspa:q" + std::string(60, 'p')}, {"XEL", "xel:" + std::string(60, 'v')},
    {"CFX", "cfx:aa" + std::string(40, 'r')},  {"ALEO", "aleo1" + std::string(58, 'q')},
    {"KDA", "k:" + std::string(64, 'a')},      {"BCH", "bitcoincash:q" + std::string(41, 'q')},
    {"XEC", "ecash:q" + std::string(41, 'q')}, {"DERO", "dero1q" + std::string(60, 'y')},
    {"ZEPH", "ZEPHs" + std::string(93, 'k')},  {"WOW", "Wo" + std::string(95, 'w')},
};

TEST(CoinOfAddress, KnowsEveryForm) {
  for (const AddressCase& c : addresses) {
    const auto found = coin_of_address(c.address);
    ASSERT_TRUE(found) << c.address;
    EXPECT_EQ(found->coin, c.coin);
    EXPECT_FALSE(found->form.empty());
  }
}

TEST(CoinOfAddress, AWorkerNameMayFollow) {
  for (const AddressCase& c : addresses) {
    for (const char* behind : {".rig1", "/rig1", "+20000", ".a.b/c"}) {
      const auto found = coin_of_address(c.address + behind);
      ASSERT_TRUE(found) << c.address << behind;
      EXPECT_EQ(found->coin, c.coin);
    }
  }
}

TEST(CoinOfAddress, NearMissesAreNone) {
  for (const AddressCase& c : addresses) {
    EXPECT_FALSE(coin_of_address(c.address + std::string(60, 'q'))) << c.coin << " too long";
    EXPECT_FALSE(coin_of_address(c.address.substr(0, c.address.size() / 2)))
        << c.coin << " too short";
    std::string wrong = c.address;
    wrong[wrong.size() - 2] = '!';
    EXPECT_FALSE(coin_of_address(wrong)) << c.coin << " with a foreign character";
    EXPECT_FALSE(coin_of_address(' ' + c.address)) << c.coin << " behind a space";
  }
  EXPECT_FALSE(coin_of_address("4" + std::string(94, '0')));     // 0 is not in base 58
  EXPECT_FALSE(coin_of_address("bc1q" + std::string(38, 'b')));  // b is not in bech32
}

TEST(CoinOfAddress, FormsThatSeveralCoinsShareNameNone) {
  EXPECT_FALSE(coin_of_address("1" + std::string(33, 'A')));
  EXPECT_FALSE(coin_of_address("3" + std::string(33, 'A')));
  EXPECT_FALSE(coin_of_address("0x" + std::string(40, 'a')));
  EXPECT_FALSE(coin_of_address("worker1"));
  EXPECT_FALSE(coin_of_address(""));
}

// Only the leading digits count for the value, but every digit must be one.
TEST(HashesForTarget, ATargetIsHexToItsEnd) {
  EXPECT_TRUE(hashes_for_target(std::string(8, '0') + std::string(56, 'f')));
  EXPECT_FALSE(hashes_for_target(std::string(8, '0') + std::string(55, 'f') + "g"));
  EXPECT_FALSE(hashes_for_target("0x" + std::string(62, 'f') + "\xff\xff"));
}

}  // namespace
}  // namespace davy::flow
