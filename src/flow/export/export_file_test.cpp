#include "flow/export/export_file.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/limits.hpp"
#include "flow/export/export_test_support.hpp"

namespace davy::flow {
namespace {

using namespace testing;

// What a file of those octets tells, read so many at a time.
struct Read {
  Listening heard;
  std::uint64_t messages = 0;
  std::uint64_t skipped = 0;

  explicit Read(const Octets& octets, std::size_t at_a_time = 1'000'000) {
    std::size_t at = 0;
    ExportFile file(
        [&](std::span<std::uint8_t> out) {
          const std::size_t count = std::min({at_a_time, out.size(), octets.size() - at});
          std::copy_n(octets.begin() + static_cast<std::ptrdiff_t>(at), count, out.begin());
          at += count;
          return count;
        },
        heard.collector, some_exporter());
    while (file.next()) {
    }
    messages = file.messages();
    skipped = file.skipped_octets();
    expect_accounts(heard);
  }
  std::size_t flows() const { return heard.flows().size(); }
  std::uint64_t damaged() const { return heard.malformed(Malformed::export_message); }
};

Octets v9_with(std::size_t records, std::uint32_t sequence) {
  Octets data;
  for (std::size_t i = 0; i < records; ++i) data = data + plain_record();
  return v9_message(set(0, template_record(256, plain_fields())) + set(256, data), sequence);
}
Octets ipfix_with(std::size_t records, std::uint32_t sequence) {
  Octets data;
  for (std::size_t i = 0; i < records; ++i) data = data + plain_record();
  return ipfix_message(set(2, template_record(256, plain_fields())) + set(256, data), sequence);
}

TEST(ExportFile, reads_messages_of_all_versions_back_to_back) {
  const Octets file = v5_message(2, v5_record() + v5_record()) + v9_with(3, 0) + v9_with(1, 1) +
                      ipfix_with(4, 0) + v5_message(1, v5_record(), 2) + v9_with(2, 2) +
                      ipfix_with(1, 4);
  for (const std::size_t at_a_time : {1, 7, 1'000'000}) {
    const Read read(file, at_a_time);
    EXPECT_EQ(read.messages, 7u);
    EXPECT_EQ(read.flows(), 14u);
    EXPECT_EQ(read.skipped, 0u);
    EXPECT_EQ(read.heard.collector.malformed().total(), 0u);
  }
}

TEST(ExportFile, reads_what_exporters_sent) {
  Octets file;
  for (const char* name : {"pmacct_ipfix", "softflowd_v5", "pmacct_v9", "softflowd_v9",
                           "softflowd_v9_ipv6", "softflowd_ipfix_biflow"}) {
    for (const Octets& message : recorded(std::string("netflow/") + name)) file = file + message;
  }
  const Read read(file);
  EXPECT_EQ(read.messages, 6u);
  EXPECT_EQ(read.flows(), 11u);
  EXPECT_EQ(read.skipped, 0u);
}

TEST(ExportFile, reads_a_file_much_longer_than_its_buffer) {
  Octets file;
  std::uint32_t sequence = 0;
  for (; file.size() < 1'000'000; sequence += 100) file = file + ipfix_with(100, sequence);
  const Read read(file, 4'097);
  EXPECT_EQ(read.flows(), sequence);
  EXPECT_EQ(read.heard.collector.malformed().total(), 0u);
}

TEST(ExportFile, goes_on_behind_octets_that_are_no_message) {
  const Octets noise = capture::testing::text("some words that somebody put between");
  const Read read(noise + ipfix_with(1, 0) + noise + v9_with(1, 0) + v9_with(1, 1) + noise +
                  ipfix_with(1, 1));
  EXPECT_EQ(read.flows(), 4u);
  EXPECT_EQ(read.skipped, 3 * noise.size());
  EXPECT_EQ(read.damaged(), 3u);
}

TEST(ExportFile, a_length_that_lies_costs_no_more_than_what_it_covers) {
  Octets lying = ipfix_with(1, 0);
  lying[2] = 0;
  lying[3] = 8;  // shorter than a header
  const Read read(lying + ipfix_with(1, 1) + ipfix_with(1, 2));
  EXPECT_EQ(read.flows(), 2u);
  EXPECT_EQ(read.damaged(), 1u);
}

TEST(ExportFile, a_file_that_is_cut_is_read_as_far_as_it_goes) {
  const Octets whole = ipfix_with(1, 0) + v5_message(2, v5_record() + v5_record());
  for (std::size_t octets = 0; octets < whole.size(); ++octets) {
    const Read read({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(octets)});
    const bool between = octets == 0 || octets == ipfix_with(1, 0).size();
    ASSERT_EQ(read.damaged(), between ? 0u : 1u) << octets;
    ASSERT_LE(read.flows(), 2u);
  }
}

TEST(ExportFile, empty_messages_and_the_longest_ones_are_read) {
  EXPECT_EQ(Read(ipfix_message({}) + ipfix_with(1, 0)).flows(), 1u);
  Octets longest = set(2, template_record(256, plain_fields()));
  const std::size_t room = limits::export_message_octets_max - 16 - longest.size() - 4;
  Octets records;
  while (records.size() + plain_record().size() <= room) records = records + plain_record();
  longest = ipfix_message(longest + set(256, records));
  EXPECT_EQ(Read(longest + ipfix_with(1, 0)).flows(), records.size() / plain_record().size() + 1);
}

TEST(ExportFile, is_found_by_its_first_octets) {
  EXPECT_TRUE(begins_as_export_file(v5_message(1, v5_record())));
  EXPECT_TRUE(begins_as_export_file(v9_with(1, 0)));
  EXPECT_TRUE(begins_as_export_file(ipfix_with(1, 0)));
  for (const Octets& none :
       {Octets{}, zeros(64), capture::testing::text("#separator \\x09\n#set_separator\t,\n#empty_"),
        capture::testing::text("{\"timestamp\":\"2026-03-02T08:00:00.000000+0000\"}"),
        be(0x0a0d0d0a, 4) + zeros(60), be(0xd4c3b2a1, 4) + zeros(60), be(0x000a0001, 4) + zeros(60),
        be(0x00050003, 4) + zeros(60), be(0x00090003, 4) + zeros(16) + be(77, 2) + zeros(40)}) {
    EXPECT_FALSE(begins_as_export_file(none));
  }
}

RC_GTEST_PROP(ExportFile, how_much_comes_at_a_time_changes_nothing, ()) {
  Octets file;
  const auto parts = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 5));
  for (const int part : parts) {
    if (part == 0) file = file + ipfix_with(2, 0);
    if (part == 1) file = file + v9_with(1, 0);
    if (part == 2) file = file + v5_message(1, v5_record());
    if (part == 3) file = file + *rc::gen::arbitrary<Octets>();
    for (int i = 0; part == 4 && i < 11 && !file.empty(); ++i) file.pop_back();
  }
  const Read at_once(file), slowly(file, 1 + file.size() / 13);
  RC_ASSERT(at_once.messages == slowly.messages);
  RC_ASSERT(at_once.skipped == slowly.skipped);
  RC_ASSERT(describe(at_once.heard.flows()) == describe(slowly.heard.flows()));
}

}  // namespace
}  // namespace davy::flow
