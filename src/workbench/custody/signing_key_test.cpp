#include "workbench/custody/signing_key.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>

#include "workbench/store/store_test_support.hpp"

namespace davy::custody {
namespace {

using store::must;
using testing::HasSubstr;

class Keys : public store::StoreTest {};

// RFC 8032, section 7.1, test 2.
constexpr std::string_view rfc_key =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7\n"
    "-----END PRIVATE KEY-----\n";

TEST_F(Keys, SignAsTheStandardDoes) {
  std::ofstream(file("rfc.key")) << rfc_key;
  const SigningKey key = must(SigningKey::load(file("rfc.key")));
  const std::string signature = must(key.sign("\x72"));
  ASSERT_EQ(signature.size(), signature_octets);
  EXPECT_EQ(static_cast<std::uint8_t>(signature[0]), 0x92);
  EXPECT_EQ(static_cast<std::uint8_t>(signature[1]), 0xa0);
  EXPECT_EQ(static_cast<std::uint8_t>(signature[63]), 0x00);
  EXPECT_TRUE(key.public_key().has_signed("\x72", signature));
  EXPECT_FALSE(key.public_key().has_signed("\x73", signature));
  EXPECT_FALSE(key.public_key().has_signed("\x72", signature.substr(1)));
}

TEST_F(Keys, AreMadeOnceForTheirOwnerOnly) {
  const SigningKey made = must(SigningKey::load_or_create(file("new/signing.key")));
  const SigningKey again = must(SigningKey::load_or_create(file("new/signing.key")));
  EXPECT_EQ(made.public_key(), again.public_key());
  struct stat found = {};
  ASSERT_EQ(::stat(file("new/signing.key").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777u, 0600u);
  EXPECT_NE(must(SigningKey::load_or_create(file("other.key"))).public_key(), made.public_key());
}

TEST_F(Keys, TravelAsPemWithTheSameFingerprint) {
  const SigningKey key = must(SigningKey::load_or_create(file("signing.key")));
  const PublicKey told = must(PublicKey::from_pem(key.public_key().pem()));
  EXPECT_EQ(told, key.public_key());
  EXPECT_EQ(told.fingerprint().size(), 64u);
  EXPECT_EQ(told.fingerprint(), key.public_key().fingerprint());
}

TEST_F(Keys, ThatAreNoneAreRefused) {
  EXPECT_THAT(store::message_of(SigningKey::load(file("missing.key"))), HasSubstr("missing.key"));
  std::ofstream(file("text.key")) << "no key";
  EXPECT_THAT(store::message_of(SigningKey::load(file("text.key"))), HasSubstr("openssl genpkey"));
  std::ofstream(file("long.key")) << std::string(5'000, 'a');
  EXPECT_THAT(store::message_of(SigningKey::load(file("long.key"))), HasSubstr("4,096"));
  EXPECT_FALSE(PublicKey::from_pem(rfc_key));  // the secret half
  EXPECT_FALSE(PublicKey::from_pem(""));
}

}  // namespace
}  // namespace davy::custody
