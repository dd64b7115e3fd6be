#include "probe/memory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/limits.hpp"

namespace davy::probe {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

const Endpoint pool = *parse_endpoint("10.1.2.3:3333");
const Endpoint other = *parse_endpoint("[2001:db8::1]:443");
const Timestamp noon = timestamp_ns(1'790'000'000'000'000'000);

class MemoryTest : public testing::Test {
 protected:
  MemoryTest() { fs::create_directories(folder); }
  ~MemoryTest() override { fs::remove_all(folder); }

  std::unique_ptr<Memory> open() {
    auto memory = Memory::open(path, true);
    if (!memory) throw std::runtime_error(memory.error().message);
    return *std::move(memory);
  }
  std::string error(bool to_write = false) {
    const auto memory = Memory::open(path, to_write);
    return memory ? "" : memory.error().message;
  }
  void write(const std::string& text) { std::ofstream(path) << text; }
  std::string text() {
    std::stringstream all;
    all << std::ifstream(path).rdbuf();
    return all.str();
  }

  fs::path folder = fs::path(testing::TempDir()) / "davy_memory_test" /
                    testing::UnitTest::GetInstance()->current_test_info()->name();
  std::string path = folder / "deep" / "probes.jsonl";
};

TEST_F(MemoryTest, begins_empty_and_keeps_what_is_noted) {
  {
    const auto memory = open();
    EXPECT_FALSE(memory->asked(pool, noon, 24h));
    ASSERT_TRUE(memory->note(pool, {noon, Outcome::proof}));
    ASSERT_TRUE(memory->note(other, {noon - 3s, Outcome::silence}));
  }
  const auto memory = open();
  ASSERT_TRUE(memory->asked(pool, noon, 24h));
  EXPECT_EQ(memory->asked(pool, noon, 24h)->outcome, Outcome::proof);
  EXPECT_EQ(memory->asked(other, noon, 24h)->time, noon - 3s);
  EXPECT_FALSE(memory->asked({pool.address, 3334}, noon, 24h));
  EXPECT_EQ(text(),
            "{\"endpoint\":\"10.1.2.3:3333\",\"time_s\":1790000000,\"outcome\":\"proof\"}\n"
            "{\"endpoint\":\"[2001:db8::1]:443\",\"time_s\":1789999997,\"outcome\":\"silence\"}\n");
}

TEST_F(MemoryTest, nobody_is_asked_twice_a_day_whatever_is_asked_for) {
  const auto memory = open();
  ASSERT_TRUE(memory->note(pool, {noon, Outcome::silence}));
  EXPECT_TRUE(memory->asked(pool, noon + 24h - 1ns, 0s));
  EXPECT_FALSE(memory->asked(pool, noon + 24h, 0s));
  EXPECT_TRUE(memory->asked(pool, noon + 24h, 48h));
  EXPECT_FALSE(memory->asked(pool, noon + 48h, 48h));
}

TEST_F(MemoryTest, what_lies_in_the_future_was_asked) {  // the clock was set back
  const auto memory = open();
  ASSERT_TRUE(memory->note(pool, {noon, Outcome::silence}));
  EXPECT_TRUE(memory->asked(pool, noon - 1000h, 24h));
}

TEST_F(MemoryTest, is_written_by_one_at_a_time_and_read_by_any) {
  const auto first = open();
  ASSERT_TRUE(first->note(pool, {noon, Outcome::closed}));
  EXPECT_THAT(error(true), testing::HasSubstr("another probe is running"));
  const auto reader = Memory::open(path, false);
  ASSERT_TRUE(reader);
  EXPECT_TRUE((*reader)->asked(pool, noon, 24h));
  EXPECT_FALSE((*reader)->note(pool, {noon, Outcome::proof}));
}

TEST_F(MemoryTest, leaves_no_draft_behind) {
  ASSERT_TRUE(open()->note(pool, {noon, Outcome::closed}));
  EXPECT_FALSE(fs::exists(path + ".new"));
}

TEST_F(MemoryTest, what_is_no_memory_is_not_overwritten) {
  fs::create_directories(fs::path(path).parent_path());
  for (const auto* damaged :
       {"notes\n", "{}\n", "[]\n",
        "{\"endpoint\":\"10.1.2.3\",\"time_s\":1,\"outcome\":\"proof\"}\n",
        "{\"endpoint\":\"10.1.2.3:1\",\"time_s\":-1,\"outcome\":\"proof\"}\n",
        "{\"endpoint\":\"10.1.2.3:1\",\"time_s\":1e30,\"outcome\":\"proof\"}\n",
        "{\"endpoint\":\"10.1.2.3:1\",\"time_s\":1,\"outcome\":\"perhaps\"}\n",
        "{\"endpoint\":\"10.1.2.3:1\",\"time_s\":1,\"outcome\":\"proof\"\n", "\n"}) {
    write(damaged);
    EXPECT_THAT(error(), testing::HasSubstr("line 1 is not one of its lines")) << damaged;
    EXPECT_EQ(text(), damaged);
  }
  write(std::string(1000, ' ') + "\n");
  EXPECT_NE(error(), "");
}

TEST_F(MemoryTest, too_many_lines_are_refused) {
  fs::create_directories(fs::path(path).parent_path());
  std::string lines;
  for (std::size_t i = 0; i <= limits::probe_memory_max; ++i)
    lines += "{\"endpoint\":\"10.1.2.3:1\",\"time_s\":1,\"outcome\":\"proof\"}\n";
  write(lines);
  EXPECT_THAT(error(), testing::HasSubstr("too many lines"));
}

TEST_F(MemoryTest, a_place_that_cannot_be_written_says_so) {
  std::ofstream(folder / "deep") << "a file where a folder should be";
  EXPECT_NE(error(true), "");
}

}  // namespace
}  // namespace davy::probe
