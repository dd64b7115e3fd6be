#include "workbench/custody/archive.hpp"

#include <gmock/gmock.h>

#include "workbench/custody/bundle.hpp"
#include "workbench/store/store_test_support.hpp"

namespace davy::custody {
namespace {

using store::message_of;
using store::must;
using testing::HasSubstr;

std::string zip(std::initializer_list<ArchivedFile> files) {
  return must(zip_of(std::vector<ArchivedFile>(files)));
}

TEST(Archive, GivesBackWhatWasPutIn) {
  const std::string large(100'000, 'x');
  const auto files = must(unzip(zip({{.name = "b.json", .octets = "{}"},
                                     {.name = "a/large.txt", .octets = large},
                                     {.name = "empty", .octets = ""}})));
  ASSERT_EQ(files.size(), 3u);
  EXPECT_EQ(files[0].name, "a/large.txt");
  EXPECT_EQ(files[0].octets, large);
  EXPECT_EQ(files[1].octets, "{}");
  EXPECT_EQ(files[2].octets, "");
  for (const ArchivedFile& file : files) EXPECT_FALSE(file.damaged);
}

TEST(Archive, IsTheSameWhateverTheOrder) {
  const ArchivedFile a{.name = "a", .octets = "1"};
  const ArchivedFile b{.name = "b", .octets = "2"};
  EXPECT_EQ(zip({a, b}), zip({b, a}));
}

TEST(Archive, WithANameThatLeadsElsewhereIsRefused) {
  for (const char* name : {"../a", "a/../b", "/etc/passwd", "a//b", "a/", "./a", "A", "a\\b", "a b",
                           "a:b", "..", "\xc3\xa9"})
    EXPECT_THAT(message_of(unzip(zip({{.name = name, .octets = "x"}}))), HasSubstr("is not taken"))
        << name;
  const std::string long_name(archive_name_octets_max + 1, 'a');
  EXPECT_FALSE(unzip(zip({{.name = long_name, .octets = "x"}})));
}

TEST(Archive, ThatIsABombIsRefused) {
  const std::string zeros(64 * 1024 * 1024, '\0');
  EXPECT_THAT(message_of(unzip(zip({{.name = "zeros", .octets = zeros}}))), HasSubstr("a bomb"));
}

TEST(Archive, WithTooManyFilesIsRefused) {
  std::vector<ArchivedFile> files;
  for (std::size_t i = 0; i <= archive_files_max; ++i)
    files.push_back({.name = fmt::format("f{}", i), .octets = "x"});
  EXPECT_THAT(message_of(unzip(must(zip_of(files)))), HasSubstr("at most 256"));
}

// Wherever it is cut, and whichever octet is changed: an error, a file that is marked, or the same files.
TEST(Archive, CutOrChangedAnywhereIsNeverTakenForWhole) {
  const std::string whole = zip({{.name = "a.json", .octets = "{\"a\":1,\"b\":\"text\"}"},
                                 {.name = "b.json", .octets = std::string(300, 'b')}});
  const auto files = must(unzip(whole));
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(unzip(std::string_view{whole}.substr(0, size))) << size;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ 0x10);
    const auto read = unzip(changed);
    if (!read) continue;
    for (const ArchivedFile& file : *read) {
      const auto same = std::ranges::find(files, file.octets, &ArchivedFile::octets);
      EXPECT_TRUE(file.damaged || same != files.end()) << i;
    }
  }
}

TEST(Archive, ThatIsNoBundleIsTold) {
  EXPECT_THAT(message_of(Bundle::open("")), HasSubstr("no zip"));
  EXPECT_THAT(message_of(Bundle::open("text")), HasSubstr("no zip"));
  EXPECT_THAT(message_of(Bundle::open(zip({{.name = "a", .octets = "x"}}))),
              HasSubstr("no bundle of davy"));
}

}  // namespace
}  // namespace davy::custody
