#include "flow/dissect/inflate.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "flow/dissect/deflate_test_support.hpp"

namespace davy::flow {
namespace {

using test::deflated;

struct Inflated {
  InflateOutcome outcome = InflateOutcome::more;
  std::string text;
  std::size_t left = 0;
};

Inflated feed(Inflater& inflater, std::string_view packed) {
  Bytes input = as_bytes(packed);
  std::vector<std::uint8_t> output;
  const InflateOutcome outcome = inflater.feed(input, output);
  return {outcome, {output.begin(), output.end()}, input.size()};
}

Inflated whole(InflateFormat format, std::string_view packed) {
  Inflater inflater(format);
  return feed(inflater, packed);
}

const std::string sample = R"({"id":1,"method":"mining.subscribe","params":["cpuminer/2.5.1"]})";

TEST(Inflate, reads_each_format) {
  for (const auto& [format, bits] : {std::pair{InflateFormat::gzip, 31},
                                     {InflateFormat::zlib, 15},
                                     {InflateFormat::raw, -15},
                                     {InflateFormat::zlib_or_raw, 15},
                                     {InflateFormat::zlib_or_raw, -15}}) {
    const Inflated got = whole(format, deflated(sample, bits));
    EXPECT_EQ(got.outcome, InflateOutcome::ok) << bits;
    EXPECT_EQ(got.text, sample);
  }
}

TEST(Inflate, gives_the_same_for_every_split) {
  const std::string packed = deflated(sample, 31);
  for (std::size_t split = 0; split <= packed.size(); ++split) {
    Inflater inflater(InflateFormat::gzip);
    const Inflated first = feed(inflater, packed.substr(0, split));
    const Inflated second = feed(inflater, packed.substr(split));
    EXPECT_EQ(first.text + second.text, sample);
    EXPECT_EQ(inflater.outcome(), InflateOutcome::ok) << split;
  }
}

TEST(Inflate, leaves_what_follows_the_stream) {
  EXPECT_EQ(whole(InflateFormat::gzip, deflated(sample, 31) + "next").left, 4u);
}

TEST(Inflate, says_that_a_cut_stream_goes_on) {
  const std::string packed = deflated(sample, 31);
  const Inflated got = whole(InflateFormat::gzip, packed.substr(0, packed.size() - 9));
  EXPECT_EQ(got.outcome, InflateOutcome::more);
  EXPECT_EQ(got.left, 0u);
}

TEST(Inflate, says_that_a_damaged_stream_is_damaged_and_stays_so) {
  Inflater inflater(InflateFormat::gzip);
  EXPECT_EQ(feed(inflater, "this is no gzip").outcome, InflateOutcome::damaged);
  EXPECT_EQ(feed(inflater, deflated(sample, 31)).outcome, InflateOutcome::damaged);
  inflater.reset();
  EXPECT_EQ(feed(inflater, deflated(sample, 31)).text, sample);
}

TEST(Inflate, detects_a_wrong_checksum) {
  std::string packed = deflated(sample, 31);
  packed[packed.size() - 6] = static_cast<char>(packed[packed.size() - 6] ^ 1);
  EXPECT_EQ(whole(InflateFormat::gzip, packed).outcome, InflateOutcome::damaged);
}

constexpr std::size_t bomb_octets = 4'000'000;
TEST(Inflate, stops_a_bomb_before_it_fills_memory) {
  const std::string packed = deflated(std::string(bomb_octets, 'a'), 15);
  ASSERT_LT(packed.size(), 12'000u);
  const Inflated got = whole(InflateFormat::zlib, packed);
  EXPECT_EQ(got.outcome, InflateOutcome::bomb);
  EXPECT_LE(got.text.size(), limits::inflate_octets_max);
}

TEST(Inflate, a_short_repeat_is_no_bomb) {
  const Inflated got = whole(InflateFormat::zlib, deflated(std::string(16 * 1024, 'a'), 15));
  EXPECT_EQ(got.outcome, InflateOutcome::ok);
  EXPECT_EQ(got.text.size(), 16u * 1024);
}

TEST(Inflate, gives_the_first_octets_of_a_long_message) {
  std::string text;
  for (int i = 0; text.size() < 20'000; ++i) text += std::to_string(i * 7919);
  Inflater inflater(InflateFormat::gzip, 10'000);
  const Inflated got = feed(inflater, deflated(text, 31));
  EXPECT_EQ(got.outcome, InflateOutcome::full);
  EXPECT_EQ(got.text, text.substr(0, 10'000));
}

TEST(Inflate, a_message_of_exactly_the_bound_is_whole) {
  Inflater inflater(InflateFormat::gzip, sample.size());
  EXPECT_EQ(feed(inflater, deflated(sample, 31)).outcome, InflateOutcome::ok);
}

// Two messages of one permessage-deflate stream: the second refers to the first.
struct TwoMessages {
  std::string first;
  std::string second;
};
TwoMessages sharing_a_window(bool end_the_first) {
  test::Deflater deflater(-15);
  TwoMessages messages;
  messages.first = deflater.message(sample, end_the_first ? Z_FINISH : Z_SYNC_FLUSH);
  if (end_the_first) deflater.begin_again_after(sample);
  messages.second = deflater.message(sample, Z_SYNC_FLUSH);
  return messages;
}

TEST(Inflate, keeps_the_window_from_message_to_message) {
  for (const bool end_the_first : {false, true}) {
    const TwoMessages messages = sharing_a_window(end_the_first);
    ASSERT_LT(messages.second.size(), 20u) << "the second only refers to the first";
    Inflater inflater(InflateFormat::raw);
    EXPECT_EQ(feed(inflater, messages.first).text, sample);
    inflater.next_message();
    EXPECT_EQ(feed(inflater, messages.second).text, sample);
  }
}

TEST(Inflate, reads_on_with_a_blank_window_where_the_past_is_missing) {
  const TwoMessages messages = sharing_a_window(false);
  Inflater strict(InflateFormat::raw);
  EXPECT_EQ(feed(strict, messages.second).outcome, InflateOutcome::damaged);
  Inflater blank(InflateFormat::raw);
  blank.blank_window();
  const Inflated got = feed(blank, messages.second);
  EXPECT_EQ(got.outcome, InflateOutcome::more);
  EXPECT_EQ(got.text.size(), sample.size());
  EXPECT_NE(got.text.find('\0'), std::string::npos);
}

TEST(Inflate, moves_while_it_is_in_use) {
  const std::string packed = deflated(sample, 31);
  Inflater first(InflateFormat::gzip);
  const std::string begin = feed(first, packed.substr(0, 30)).text;
  Inflater second = std::move(first);
  EXPECT_EQ(begin + feed(second, packed.substr(30)).text, sample);
}

}  // namespace
}  // namespace davy::flow
