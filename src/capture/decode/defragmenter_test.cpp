#include "capture/decode/defragmenter.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "capture/decode/frame_builder_test.hpp"

namespace davy::capture::testing {
namespace {

constexpr unsigned more = 0x2000;
constexpr std::int64_t second = 1'000'000'000;

struct Options {
  unsigned identification = 7;
  std::int64_t time_ns = 0;
  std::uint32_t source = 0x0a000001;
};

// Feeds IPv4 fragments of one datagram (UDP 4000 > 53) to one decoder.
class Fragments : public ::testing::Test {
 protected:
  std::string feed(unsigned offset, bool more_follow, std::string_view part, Options o = {}) {
    const unsigned bits = offset / 8 | (more_follow ? more : 0);
    return feed(
        ethernet(type_ipv4,
                 ipv4(17, text(part),
                      {.source = o.source, .identification = o.identification, .fragment = bits})),
        o.time_ns);
  }
  std::string feed(const Octets& frame, std::int64_t time_ns = 0) {
    Packet packet;
    if (!decoder.decode(raw(frame, link_ethernet, time_ns), packet)) return "kept";
    ip_octets = packet.ip_octets;
    source_port = packet.source_port;
    return std::string(as_text(packet.payload()));
  }
  std::uint64_t damaged() const { return decoder.malformed()[Malformed::ip_fragment]; }

  // The UDP header of 4000 > 53 with 32 octets behind it: 40 octets in all.
  const std::string header{"\x0f\xa0\x00\x35\x00\x28\x00\x00", 8};
  Decoder decoder;
  std::uint32_t ip_octets = 0;
  std::uint16_t source_port = 0;
};

TEST_F(Fragments, in_order) {
  EXPECT_EQ(feed(0, true, header + "01234567"), "kept");
  EXPECT_EQ(feed(16, true, "89abcdef"), "kept");
  EXPECT_EQ(damaged(), 1u) << "waiting counts as not completed";
  EXPECT_EQ(feed(24, false, "ghijklmnopqrstuv"), "0123456789abcdefghijklmnopqrstuv");
  EXPECT_EQ(source_port, 4000u);
  EXPECT_EQ(ip_octets, 40u + 3 * 20u);
  EXPECT_EQ(damaged(), 0u);
}

TEST_F(Fragments, in_any_order) {
  EXPECT_EQ(feed(24, false, "ghijklmnopqrstuv"), "kept");
  EXPECT_EQ(feed(16, true, "89abcdef"), "kept");
  EXPECT_EQ(feed(0, true, header + "01234567"), "0123456789abcdefghijklmnopqrstuv");
  EXPECT_EQ(damaged(), 0u);
}

TEST_F(Fragments, the_same_one_twice_is_no_overlap) {
  feed(0, true, header + "01234567");
  feed(0, true, header + "01234567");
  EXPECT_EQ(feed(16, false, "89abcdefghijklmnopqrstuv"), "0123456789abcdefghijklmnopqrstuv");
  EXPECT_EQ(ip_octets, 40u + 2 * 20u);
  EXPECT_EQ(damaged(), 0u);
}

TEST_F(Fragments, where_they_overlap_the_first_wins_and_it_is_counted) {
  feed(8, true, "01234567");
  feed(24, true, "ghijklmn");
  feed(0, true, header + "XXXXXXXX89abcdefXXXXXXXX");
  EXPECT_EQ(feed(32, false, "opqrstuv"), "0123456789abcdefghijklmnopqrstuv");
  EXPECT_EQ(damaged(), 1u);
}

TEST_F(Fragments, other_datagrams_do_not_mix) {
  feed(0, true, header + "01234567");
  feed(16, true, "89abcdef", {.identification = 8});
  feed(16, true, "89abcdef", {.source = 0x0a000009});
  EXPECT_EQ(feed(24, false, "ghijklmnopqrstuv"), "kept");
  EXPECT_EQ(feed(16, true, "89abcdef"), "0123456789abcdefghijklmnopqrstuv");
  EXPECT_EQ(damaged(), 2u);
}

TEST_F(Fragments, two_ends_that_disagree_drop_the_datagram) {
  feed(24, false, "ghijklmnopqrstuv");
  feed(24, false, "ghijklmn");
  EXPECT_EQ(damaged(), 1u);
  EXPECT_EQ(feed(0, true, header + "0123456789abcdef"), "kept");
}

TEST_F(Fragments, octets_behind_the_end_drop_the_datagram) {
  feed(16, false, "89abcdef");
  feed(64, true, "89abcdef");
  EXPECT_EQ(damaged(), 1u);
}

TEST_F(Fragments, a_middle_piece_of_odd_length_drops_the_datagram) {
  feed(0, true, header + "012");
  EXPECT_EQ(damaged(), 1u);
}

TEST_F(Fragments, beyond_64_kib_drops_the_datagram) {
  feed(65'528, false, "0123456");
  EXPECT_EQ(feed(65'528, false, "01234567"), "kept");
  EXPECT_EQ(damaged(), 1u);
}

TEST_F(Fragments, time_out_in_packet_time) {
  feed(0, true, header + "01234567");
  feed(24, true, "ghijklmn", {.identification = 8, .time_ns = 31 * second});
  EXPECT_EQ(feed(16, false, "89abcdefghijklmnopqrstuv", {.time_ns = 31 * second}), "kept");
  EXPECT_EQ(damaged(), 3u);
}

TEST_F(Fragments, a_clock_that_steps_back_drops_nothing) {
  feed(0, true, header + "01234567", {.time_ns = 1000 * second});
  EXPECT_EQ(feed(16, false, "89abcdefghijklmnopqrstuv"), "0123456789abcdefghijklmnopqrstuv");
}

TEST_F(Fragments, the_oldest_datagram_gives_way_at_the_bound) {
  for (unsigned id = 0; id <= limits::fragment_datagrams_max; ++id) {
    feed(0, true, header + "01234567", {.identification = id});
  }
  EXPECT_EQ(feed(16, false, "89abcdefghijklmnopqrstuv", {.identification = 1}),
            "0123456789abcdefghijklmnopqrstuv");
  EXPECT_EQ(feed(16, false, "89abcdefghijklmnopqrstuv", {.identification = 0}), "kept");
}

TEST_F(Fragments, a_datagram_in_too_many_pieces_is_dropped) {
  for (unsigned i = 0; i <= limits::fragments_per_datagram_max; ++i) feed(16 * i, true, "01234567");
  EXPECT_EQ(damaged(), 1u);
}

TEST_F(Fragments, buffers_outlive_the_block_until_they_are_taken) {
  feed(0, true, header + "01234567");
  feed(16, false, "89abcdefghijklmnopqrstuv");
  const auto buffers = decoder.take_reassembled();
  ASSERT_EQ(buffers.size(), 1u);
  EXPECT_EQ(buffers[0].size(), 40u);
  EXPECT_TRUE(decoder.take_reassembled().empty());
}

TEST_F(Fragments, of_ipv6_with_extension_headers_inside) {
  const Octets whole = be(17, 1) + be(0, 1) + zeros(6) + udp(4000, 53, text("0123456789abcdef"));
  const auto piece = [&](std::size_t from, std::size_t to, bool last) {
    const Octets part(whole.begin() + static_cast<std::ptrdiff_t>(from),
                      whole.begin() + static_cast<std::ptrdiff_t>(to));
    const Octets header6 = be(60, 1) + be(0, 1) + be(from | (last ? 0u : 1u), 2) + be(0x12345, 4);
    return ethernet(type_ipv6, ipv6(44, header6 + part));
  };
  EXPECT_EQ(feed(piece(16, 32, true)), "kept");
  EXPECT_EQ(feed(piece(0, 16, false)), "0123456789abcdef");
  EXPECT_EQ(damaged(), 0u);
}

TEST_F(Fragments, cut_by_the_capture) {
  const Octets first = ethernet(
      type_ipv4, ipv4(17, text(header + "01234567"), {.fragment = more, .total_octets = 20 + 32}));
  EXPECT_EQ(feed(first), "01234567") << "its transport header is all there";
  const Octets later =
      ethernet(type_ipv4, ipv4(17, text("01234567"), {.fragment = 4, .total_octets = 20 + 32}));
  EXPECT_EQ(feed(later), "kept");
  EXPECT_EQ(damaged(), 1u);
}

}  // namespace
}  // namespace davy::capture::testing
