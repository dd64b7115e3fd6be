#include "workbench/report/pseudonym.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

namespace davy::report {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

class PseudonymKey : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = testing::TempDir() + "davy_pseudonym_" +
                 testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(directory_);
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  std::string write(const std::string& text) const {
    std::filesystem::create_directories(directory_);
    std::ofstream(directory_ + "/key") << text;
    return directory_ + "/key";
  }
  std::string directory_;
};

TEST(Pseudonym, is_the_keyed_hash_of_the_kind_and_the_name) {
  // printf 'login:alice' | openssl dgst -sha256 -hmac 'a key for tests, not for use'
  EXPECT_EQ(login_pseudonym("alice", "a key for tests, not for use"), "login-33a5ff1c9012");
}

TEST(Pseudonym, depends_on_the_key_the_name_and_the_kind) {
  const std::string name = login_pseudonym("alice", "key one");
  EXPECT_THAT(name, MatchesRegex("login-[0-9a-f]{12}"));
  EXPECT_EQ(name, login_pseudonym("alice", "key one"));
  EXPECT_NE(name, login_pseudonym("alice", "key two"));
  EXPECT_NE(name, login_pseudonym("alicf", "key one"));
  EXPECT_NE(name.substr(6), worker_pseudonym("alice", "key one").substr(7));
}

TEST_F(PseudonymKey, is_made_once_and_kept) {
  const std::string path = directory_ + "/deep/pseudonym.key";
  const auto first = load_or_create_key(path);
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_THAT(*first, MatchesRegex("[0-9a-f]{64}"));
  EXPECT_EQ(load_or_create_key(path).value_or("unreadable"), *first);
  struct stat status{};
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory_ + "/deep"), {}), 1)
      << "the draft is gone";
}

TEST_F(PseudonymKey, two_installations_differ) {
  EXPECT_NE(*load_or_create_key(directory_ + "/a"), *load_or_create_key(directory_ + "/b"));
}

TEST_F(PseudonymKey, file_may_end_in_white_space) {
  EXPECT_EQ(load_key(write("0123456789abcdef\r\n")).value_or(""), "0123456789abcdef");
}

TEST_F(PseudonymKey, too_short_too_long_or_missing_is_an_input_error) {
  EXPECT_THAT(load_key(write("short\n")).error().message, HasSubstr("shorter than 16"));
  EXPECT_THAT(load_key(write("")).error().message, HasSubstr("shorter than 16"));
  EXPECT_THAT(load_key(write(std::string(5'000, 'x'))).error().message, HasSubstr("longer than"));
  const auto missing = load_key(directory_ + "/missing");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::input);
  EXPECT_THAT(missing.error().message, HasSubstr("/missing: No such file"));
}

TEST_F(PseudonymKey, a_place_that_cannot_be_written_is_an_input_error) {
  const auto key = load_or_create_key("/proc/davy/pseudonym.key");
  ASSERT_FALSE(key);
  EXPECT_THAT(key.error().message, HasSubstr("--pseudonym-key"));
}

TEST(PseudonymKeyPath, follows_xdg) {
  EXPECT_EQ(default_key_path("/state", "/home/a"), "/state/davy/pseudonym.key");
  EXPECT_EQ(default_key_path("", "/home/a"), "/home/a/.local/state/davy/pseudonym.key");
  EXPECT_EQ(default_key_path("relative", "/home/a"), "/home/a/.local/state/davy/pseudonym.key");
  EXPECT_EQ(default_key_path("", ""), std::nullopt);
}

}  // namespace
}  // namespace davy::report
