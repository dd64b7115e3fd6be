#include "flow/stream.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "base/limits.hpp"

namespace davy::flow {
namespace {

struct Recorder {
  std::string text;  // gaps as [n]
  std::vector<Timestamp> times;
  std::map<Malformed, int> counts;

  void bytes(Bytes bytes, Timestamp time) {
    text += as_text(bytes);
    times.push_back(time);
  }
  void gap(std::uint64_t octets) { text += "[" + std::to_string(octets) + "]"; }
  void malformed(Malformed reason) { ++counts[reason]; }
};

class StreamTest : public testing::Test {
 protected:
  void add(std::uint32_t sequence, std::string_view text, double at_s = 0) {
    stream.add(sequence, as_bytes(text), static_cast<std::uint32_t>(text.size()), false, at(at_s),
               seen);
  }
  void add_cut(std::uint32_t sequence, std::string_view text, std::uint32_t wire_octets) {
    stream.add(sequence, as_bytes(text), wire_octets, false, at(0), seen);
  }
  void syn(std::uint32_t sequence) { stream.add(sequence, {}, 0, true, at(0), seen); }
  static Timestamp at(double s) { return timestamp_ns(static_cast<std::int64_t>(s * 1e9)); }

  Stream stream;
  Recorder seen;
};

TEST_F(StreamTest, HandsOnWhatIsInOrderFromTheSynOn) {
  syn(999);
  add(1000, "hello ");
  add(1006, "world", 3);
  EXPECT_EQ(seen.text, "hello world");
  EXPECT_EQ(seen.times, (std::vector{at(0), at(3)}));
  EXPECT_TRUE(seen.counts.empty());
}

TEST_F(StreamTest, HoldsWhatIsEarlyAndKeepsItsTime) {
  syn(999);
  add(1006, "world", 1);
  EXPECT_EQ(seen.text, "");
  EXPECT_EQ(stream.held_octets(), 5u);
  add(1000, "hello ", 2);
  EXPECT_EQ(seen.text, "hello world");
  EXPECT_EQ(seen.times, (std::vector{at(2), at(1)}));
  EXPECT_EQ(stream.held_octets(), 0u);
}

TEST_F(StreamTest, DropsRetransmissionsAndTrimsOverlaps) {
  syn(999);
  add(1000, "hello ");
  add(1000, "hello ");
  add(1003, "lo world");
  add(1004, "XXXXXXX");  // handed on before: nothing to compare with
  EXPECT_EQ(seen.text, "hello world");
  EXPECT_TRUE(seen.counts.empty());
}

TEST_F(StreamTest, FirstSeenWinsAndDisagreementIsCounted) {
  syn(999);
  add(1003, "DEF");
  add(1000, "abcdefghi");
  EXPECT_EQ(seen.text, "abcDEFghi");
  EXPECT_EQ(seen.counts[Malformed::stream_overlap], 1);
}

TEST_F(StreamTest, OneSegmentMayFillSeveralHoles) {
  syn(999);
  add(1002, "c");
  add(1004, "e");
  add(1006, "g");
  add(1001, "bcdefgh");
  add(1000, "a");
  EXPECT_EQ(seen.text, "abcdefgh");
  EXPECT_TRUE(seen.counts.empty());
}

TEST_F(StreamTest, SequenceNumbersWrap) {
  syn(0xfffffffcu);
  add(2, "56789");
  add(0xfffffffdu, "01234");
  EXPECT_EQ(seen.text, "0123456789");
}

TEST_F(StreamTest, StartsMidStreamAtTheFirstSegmentSeen) {
  add(500, "later");
  add(490, "earlierXXX");
  add(505, "!");
  EXPECT_EQ(seen.text, "later!");
}

TEST_F(StreamTest, KeepAliveProbesCarryNothing) {
  add_cut(499, std::string_view("\0", 1), 1);
  add(500, "{\"id\":1}");
  add_cut(507, std::string_view("\0", 1), 1);
  add(508, "\n");
  EXPECT_EQ(seen.text, "{\"id\":1}\n");
}

TEST_F(StreamTest, CutCapturesLeaveGaps) {
  syn(999);
  add_cut(1000, "abc", 10);
  add(1010, "def");
  EXPECT_EQ(seen.text, "abc[7]def");
  EXPECT_EQ(seen.counts[Malformed::stream_gap], 1);
  add_cut(1020, "xyz", 5);  // held, and cut
  add(1013, "1234567");
  EXPECT_EQ(seen.text, "abc[7]def1234567xyz[2]");
}

TEST_F(StreamTest, GivingUpReportsEveryHole) {
  syn(999);
  add(1002, "c");
  add(1006, "g");
  stream.give_up(seen);
  EXPECT_EQ(seen.text, "[2]c[3]g");
  EXPECT_EQ(seen.counts[Malformed::stream_gap], 2);
  add(1007, "h");
  EXPECT_EQ(seen.text, "[2]c[3]gh");
}

TEST_F(StreamTest, AnAcknowledgedHoleIsGivenUpAfterEightFurtherSegments) {
  syn(999);
  stream.acknowledged(1010);
  for (std::uint32_t i = 0; i < 9; ++i) add(1010 + i, "x");
  EXPECT_EQ(seen.text, "");
  add(1019, "y");
  EXPECT_EQ(seen.text, "[10]xxxxxxxxxy");
}

TEST_F(StreamTest, AnAcknowledgedHoleIsGivenUpAfterTwoSeconds) {
  syn(999);
  stream.acknowledged(1010);
  add(1010, "x", 1.0);
  add(1011, "y", 2.9);
  EXPECT_EQ(seen.text, "");
  add(1012, "z", 3.1);
  EXPECT_EQ(seen.text, "[10]xyz");
}

TEST_F(StreamTest, AnUnacknowledgedHoleStaysOpenLonger) {
  syn(999);
  stream.acknowledged(1009);
  for (std::uint32_t i = 0; i < 20; ++i) add(1010 + i, "x", i);
  EXPECT_EQ(seen.text, "");
  add(1030, "y", 31);
  EXPECT_EQ(seen.text, "[10]" + std::string(20, 'x') + "y");
}

TEST_F(StreamTest, TheBoundOnHeldSegmentsIsKeptAndCounted) {
  syn(0);
  for (std::uint32_t i = 0; i <= limits::stream_hold_segments_max; ++i) add(10 + 2 * i, "x");
  EXPECT_EQ(stream.held_segments(), limits::stream_hold_segments_max);
  EXPECT_EQ(seen.text, "[9]x");
  EXPECT_EQ(seen.counts[Malformed::stream_overflow], 1);
}

TEST_F(StreamTest, TheBoundOnHeldOctetsIsKeptAndCounted) {
  syn(0);
  const std::string block(32 * 1024, 'x');
  for (std::uint32_t i = 0; i < 9; ++i) add(10 + i * 40'000, block);
  EXPECT_LE(stream.held_octets(), limits::stream_hold_octets_max);
  EXPECT_EQ(seen.text, "[9]" + block);
  EXPECT_EQ(seen.counts[Malformed::stream_overflow], 1);
}

TEST_F(StreamTest, AStrayNumberIsIgnoredAndThreeThatAgreeAreFollowed) {
  syn(999);
  add(1000, "a");
  add(0x80000000u, "forged");
  add(1001, "b");
  EXPECT_EQ(seen.text, "ab");
  add(0x90000000u, "1");
  add(0x90000001u, "2");
  EXPECT_EQ(seen.text, "ab");
  add(0x90000002u, "3");
  add(0x90000003u, "4");
  EXPECT_EQ(seen.text, "ab[0]34");
  EXPECT_EQ(seen.counts[Malformed::stream_gap], 1);
}

TEST_F(StreamTest, StraysThatDisagreeWithEachOtherNeverMoveTheStream) {
  syn(999);
  for (std::uint32_t i = 1; i < 100; ++i) add(i * 0x21111111u + 0x40000000u * (i % 2), "x");
  add(1000, "a");
  EXPECT_EQ(seen.text.back(), 'a');
}

TEST_F(StreamTest, TheSameSynAgainChangesNothingAndAnotherOneBeginsAgain) {
  syn(999);
  add(1000, "a");
  syn(999);
  add(1001, "b");
  syn(500'000);
  add(500'001, "c");
  EXPECT_EQ(seen.text, "ab[0]c");
}

TEST_F(StreamTest, ASynAfterTheFirstDataChangesNothing) {
  add(1000, "a");
  syn(999);
  add(1001, "b");
  EXPECT_EQ(seen.text, "ab");
}

TEST_F(StreamTest, ASynMayCarryData) {
  stream.add(999, as_bytes("abc"), 3, true, at(0), seen);
  add(1003, "d");
  EXPECT_EQ(seen.text, "abcd");
}

TEST_F(StreamTest, LyingLengthsAndAbsurdTimesStayBounded) {
  stream.add(1, as_bytes("abc"), 0xffffffffu, false, Timestamp::min(), seen);
  stream.add(2'000'000'000, as_bytes("abc"), 0xffffffffu, false, Timestamp::max(), seen);
  stream.add(17 * 1024 * 1024, as_bytes("abc"), 0xffffffffu, false, Timestamp::max(), seen);
  stream.add(7, as_bytes("abc"), 1, false, Timestamp::min(), seen);
  EXPECT_EQ(seen.text.substr(0, 3), "abc");
  EXPECT_LE(stream.held_octets(), limits::stream_hold_octets_max);
}

// Any order, any repetition, any overlap of segments that agree: the text comes out once and in
// order.
TEST(StreamProperty, AnyConsistentSegmentsYieldTheText) {
  std::mt19937 random(20261122);
  const auto below = [&](std::size_t n) { return static_cast<std::uint32_t>(random() % n); };
  for (int round = 0; round < 2000; ++round) {
    std::string text(1 + below(400), ' ');
    for (char& c : text) c = static_cast<char>('!' + below(90));
    const std::uint32_t start = round % 3 == 0 ? 0xffffff00u + below(256) : below(0xffffffffu);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> segments;  // offset, length
    for (std::uint32_t at = 0; at < text.size();) {
      const auto length = std::min<std::uint32_t>(1 + below(40), std::uint32_t(text.size()) - at);
      segments.emplace_back(at, length);
      at += length;
    }
    for (std::uint32_t extra = below(20); extra > 0; --extra) {
      const std::uint32_t at = below(text.size());
      segments.emplace_back(at, 1 + below(text.size() - at));
    }
    std::shuffle(segments.begin(), segments.end(), random);
    Stream stream;
    Recorder seen;
    stream.add(start - 1, {}, 0, true, Timestamp{}, seen);
    for (const auto& [offset, length] : segments) {
      stream.add(start + offset, as_bytes(text).subspan(offset, length), length, false, Timestamp{},
                 seen);
    }
    ASSERT_EQ(seen.text, text) << "round " << round;
    ASSERT_EQ(stream.held_segments(), 0u);
    ASSERT_TRUE(seen.counts.empty());
  }
}

}  // namespace
}  // namespace davy::flow
