#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "capture/file/capture_builder_test.hpp"

namespace davy::capture::testing {
namespace {

using ::testing::ElementsAre;

constexpr std::int64_t second = 1'000'000'000;
const Pcapng little{};
const Pcapng big{{true}};

// The time of one packet at `units` on an interface with these options.
std::int64_t time_of(std::uint64_t units, const Octets& options) {
  const auto file =
      read_octets(little.section() + little.interface(1, options) + little.enhanced(0, units, {}));
  return file.packets.at(0).time_ns;
}
std::int64_t time_at_resolution(std::uint64_t units, unsigned tsresol) {
  return time_of(units, little.option(9, be(tsresol, 1)));
}

TEST(Pcapng, packets_of_every_kind_in_both_byte_orders) {
  for (const Pcapng& p : {little, big}) {
    const Octets file = p.section() + p.interface(101) +
                        p.enhanced(0, 1'500'000, text("enhanced")) + p.simple(text("simple"), 6) +
                        p.obsolete(0, 2'000'000, text("obsolete"));
    EXPECT_THAT(read_octets(file).packets,
                ElementsAre(ReadPacket{second * 3 / 2, "enhanced", 8, 101},
                            ReadPacket{second * 3 / 2, "simple", 6, 101},
                            ReadPacket{2 * second, "obsolete", 8, 101}));
  }
}

TEST(Pcapng, interfaces_have_their_own_link_type_and_clock) {
  const Octets file = little.section() + little.interface(1) +
                      little.interface(113, little.option(9, be(9, 1))) +
                      little.enhanced(1, 5, text("b")) + little.enhanced(0, 5, text("a"));
  EXPECT_THAT(read_octets(file).packets,
              ElementsAre(ReadPacket{5, "b", 1, 113}, ReadPacket{5000, "a", 1, 1}));
}

TEST(Pcapng, sections_begin_anew_and_may_change_byte_order) {
  const Octets file = little.section() + little.interface(1) + little.enhanced(0, 1, text("a")) +
                      big.section() + big.interface(101) + big.enhanced(0, 2, text("b"));
  const ReadFile read = read_octets(file);
  EXPECT_THAT(read.packets,
              ElementsAre(ReadPacket{1000, "a", 1, 1}, ReadPacket{2000, "b", 1, 101}));
  EXPECT_EQ(read.malformed.total(), 0u);
}

TEST(Pcapng, an_interface_of_the_section_before_is_unknown) {
  const Octets file =
      little.section() + little.interface(1) + little.section() + little.enhanced(0, 1, text("a"));
  const ReadFile read = read_octets(file);
  EXPECT_TRUE(read.packets.empty());
  EXPECT_EQ(read.malformed[Malformed::capture_block], 1u);
}

TEST(Pcapng, time_resolution_in_powers_of_ten_and_of_two) {
  EXPECT_EQ(time_at_resolution(3, 0), 3 * second);
  EXPECT_EQ(time_at_resolution(3, 3), 3'000'000);
  EXPECT_EQ(time_at_resolution(3, 9), 3);
  EXPECT_EQ(time_at_resolution(3'999, 12), 3);
  EXPECT_EQ(time_at_resolution(~0ull, 28), 1);
  EXPECT_EQ(time_at_resolution(~0ull, 127), 0);
  EXPECT_EQ(time_at_resolution(3, 0x80), 3 * second);
  EXPECT_EQ(time_at_resolution(3, 0x81), second * 3 / 2);
  EXPECT_EQ(time_at_resolution((1ull << 32) + 1, 0xa0), second);
  EXPECT_EQ(time_at_resolution(~0ull, 0xff), 0);
}

TEST(Pcapng, absurd_times_stay_at_the_last_one) {
  EXPECT_EQ(time_at_resolution(~0ull, 0), std::numeric_limits<std::int64_t>::max());
}

TEST(Pcapng, time_offset_in_seconds) {
  EXPECT_EQ(time_of(0, little.option(14, le(1'000, 8))), 1'000 * second);
  const auto minus_ten = static_cast<std::uint64_t>(-10);
  EXPECT_EQ(time_of(1'000'000, little.option(9, be(6, 1)) + little.option(14, le(minus_ten, 8))),
            -9 * second);
}

TEST(Pcapng, options_behind_the_end_mark_do_not_count) {
  EXPECT_EQ(time_of(5, little.option(0, {}) + little.option(9, be(0, 1))), 5'000);
}

TEST(Pcapng, unknown_blocks_are_skipped_whatever_their_size) {
  const Octets big_block = little.block(0x0badb10c, zeros(limits::pcapng_block_octets_max + 40));
  const Octets names = little.block(4, zeros(40)), statistics = little.block(5, zeros(20));
  const Octets file = little.section() + names + little.interface(1) + big_block +
                      little.enhanced(0, 1, text("a")) + statistics + big_block;
  const ReadFile read = read_octets(file);
  EXPECT_THAT(read.packets, ElementsAre(ReadPacket{1000, "a", 1, 1}));
  EXPECT_EQ(read.malformed.total(), 0u);
}

TEST(Pcapng, a_cut_inside_a_skipped_block_is_counted) {
  Octets file = little.section() + little.interface(1) + little.block(99, zeros(400'000));
  file.resize(file.size() - 1);
  EXPECT_EQ(read_octets(file).malformed[Malformed::capture_cut], 1u);
}

TEST(Pcapng, a_simple_packet_is_cut_by_the_snap_length_of_the_first_interface) {
  const Octets file =
      little.section() + little.interface(1, {}, 4) + little.simple(text("abcd"), 60);
  EXPECT_THAT(read_octets(file).packets, ElementsAre(ReadPacket{0, "abcd", 60, 1}));
}

TEST(Pcapng, lengths_without_the_padding_are_understood) {
  Octets block = little.block(99, zeros(5));  // 20 octets, of which 17 are stated
  block[4] = block[16] = 17;
  const Octets file = little.section() + little.interface(1) + block + little.enhanced(0, 1, {});
  EXPECT_EQ(read_octets(file).packets.size(), 1u);
}

TEST(Pcapng, many_packets_cross_blocks) {
  Octets file = little.section() + little.interface(1);
  for (std::uint32_t i = 0; i < 300; ++i) {
    const Octets packet = little.enhanced(0, i, Octets(i * 31 % 4000, 'x'));
    file.insert(file.end(), packet.begin(), packet.end());
  }
  const ReadFile read = read_octets(file);
  ASSERT_EQ(read.packets.size(), 300u);
  for (std::uint32_t i = 0; i < 300; ++i) EXPECT_EQ(read.packets[i].original_octets, i * 31 % 4000);
  EXPECT_EQ(read.malformed.total(), 0u);
}

class Contradiction : public ::testing::Test {
 protected:
  // How a block between two sound packets is taken.
  static ReadFile between(const Octets& block) {
    return read_octets(little.section() + little.interface(1) + little.enhanced(0, 1, text("a")) +
                       block + little.enhanced(0, 2, text("b")));
  }
  static void expect_skipped(const Octets& block) {
    const ReadFile read = between(block);
    EXPECT_THAT(read.packets,
                ElementsAre(ReadPacket{1000, "a", 1, 1}, ReadPacket{2000, "b", 1, 1}));
    EXPECT_EQ(read.malformed[Malformed::capture_block], 1u);
    EXPECT_EQ(read.malformed.total(), 1u);
  }
  static void expect_end(const Octets& block) {
    const ReadFile read = between(block);
    EXPECT_THAT(read.packets, ElementsAre(ReadPacket{1000, "a", 1, 1}));
    EXPECT_EQ(read.malformed[Malformed::capture_block], 1u);
    EXPECT_EQ(read.malformed.total(), 1u);
  }
  const Order n{};
};

TEST_F(Contradiction, in_a_block_skips_it) {
  Octets second_length = little.enhanced(0, 1, text("abcd"));
  second_length[second_length.size() - 4] ^= 4;
  expect_skipped(second_length);
  expect_skipped(little.enhanced(7, 1, text("abcd")));  // no such interface
  expect_skipped(little.block(6, zeros(16)));           // fields cut
  expect_skipped(little.block(6, zeros(12) + n(5, 4) + n(5, 4) + text("abcd")));  // 5 octets in 4
  expect_skipped(little.block(3, {}));
  expect_skipped(little.block(3, n(9, 4) + text("abcd")));
  expect_skipped(little.block(1, zeros(4)));
  expect_skipped(little.interface(1, n(9, 2) + n(60, 2)));  // an option longer than the block
  expect_skipped(little.enhanced(0, 1, Octets(limits::packet_octets_max + 4, 'x')));
  expect_skipped(little.enhanced(0, 1, Octets(limits::packet_octets_max * 2, 'x')));
}

TEST_F(Contradiction, in_a_length_or_a_byte_order_ends_the_file) {
  expect_end(n(6, 4) + n(8, 4) + zeros(40));
  expect_end(n(6, 4) + n(0, 4) + zeros(40));
  expect_end(n(0x0a0d0d0a, 4) + n(12, 4) + n(0x1a2b3c4d, 4) + zeros(16));
  expect_end(n(0x0a0d0d0a, 4) + n(28, 4) + n(0x12345678, 4) + zeros(16));
}

TEST_F(Contradiction, too_many_interfaces) {
  Octets file = little.section();
  const Octets interface = little.interface(1);
  for (std::size_t i = 0; i < limits::pcapng_interfaces_max + 3; ++i) {
    file.insert(file.end(), interface.begin(), interface.end());
  }
  const ReadFile read = read_octets(file);
  EXPECT_EQ(read.malformed[Malformed::capture_block], 3u);
}

TEST(Pcapng, compressed) {
  const Octets file = little.section() + little.interface(1) + little.enhanced(0, 1, text("a"));
  EXPECT_EQ(read_octets(gzip(file)).packets.size(), 1u);
  EXPECT_EQ(read_octets(zstd(file)).packets.size(), 1u);
}

}  // namespace
}  // namespace davy::capture::testing
