#include "flow/export/exporter_state.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"

namespace davy::flow {
namespace {

SequenceWatch::Seen records(std::uint32_t number, std::uint32_t units) {
  return {number, units, units, true, {}};
}
SequenceWatch::Seen message(std::uint32_t number, std::uint32_t uptime_ms) {
  return {number, 1, 1, true, uptime_ms};
}

TEST(SequenceWatch, what_follows_misses_nothing_even_when_the_number_wraps) {
  SequenceWatch watch;
  watch.see(records(0xffff'fffe, 2));
  watch.see(records(0, 5));
  watch.see(records(5, 1));
  EXPECT_EQ(watch.missing(), 0u);
  EXPECT_EQ(watch.restarts(), 0u);
}

TEST(SequenceWatch, a_gap_is_as_large_as_the_numbers_say) {
  SequenceWatch watch;
  watch.see(records(10, 5));
  watch.see(records(35, 5));
  EXPECT_EQ(watch.missing(), 20u);
}

TEST(SequenceWatch, a_late_message_was_not_missing) {
  SequenceWatch watch;
  watch.see(message(1, 1'000));
  watch.see(message(3, 1'002));
  EXPECT_EQ(watch.missing(), 1u);
  watch.see(message(2, 1'001));
  EXPECT_EQ(watch.missing(), 0u);
  watch.see(message(4, 1'003));
  EXPECT_EQ(watch.missing(), 0u);
  EXPECT_EQ(watch.restarts(), 0u);
}

TEST(SequenceWatch, a_restart_is_no_gap) {
  SequenceWatch watch;
  watch.see(message(1'000, 900'000));
  watch.see(message(0, 500));  // behind, with a smaller uptime
  EXPECT_EQ(watch.restarts(), 1u);
  watch.see(message(1, 1'000));
  watch.see(message(5'000, 20));  // ahead, but booted again: 980 ms would be messages on other ways
  EXPECT_EQ(watch.missing(), 4'998u);
  watch.see(message(5'001, 900'000));
  watch.see(message(9'000, 20));
  EXPECT_EQ(watch.missing(), 4'998u);
  EXPECT_EQ(watch.restarts(), 2u);
}

TEST(SequenceWatch, an_uptime_that_wraps_is_no_restart) {
  SequenceWatch watch;
  watch.see(message(10, 0xffff'ff00));
  watch.see(message(12, 0x100));
  EXPECT_EQ(watch.restarts(), 0u);
  EXPECT_EQ(watch.missing(), 1u);
}

TEST(SequenceWatch, without_uptimes_the_first_number_or_a_long_way_back_is_a_restart) {
  SequenceWatch watch;
  watch.see(records(5'000, 10));
  watch.see(records(0, 10));
  EXPECT_EQ(watch.restarts(), 1u);
  watch.see(records(500'000, 10));
  watch.see(records(2'000, 10));
  EXPECT_EQ(watch.restarts(), 2u);
  watch.see(records(2'010, 3));
  EXPECT_EQ(watch.missing(), 500'000u - 10u);
}

TEST(SequenceWatch, numbers_that_moved_far_ahead_or_stay_behind_are_taken_up_again) {
  SequenceWatch watch;
  watch.see(records(10, 5));
  watch.see(records(0x4000'0000, 5));  // nobody misses so many
  EXPECT_EQ(watch.missing(), 0u);
  EXPECT_EQ(watch.restarts(), 1u);
  for (std::uint32_t i = 0; i < 20; ++i) watch.see(records(0x4000'0000 - 900 + 7 * i, 7));
  EXPECT_EQ(watch.restarts(), 2u);
  EXPECT_EQ(watch.missing(), 0u);
}

// softflowd 1.1.0 counts a message's own records with it, and leaves option records out.
TEST(SequenceWatch, counting_the_messages_own_records_misses_nothing) {
  SequenceWatch watch;
  watch.see({8, 9, 8, true, {}});
  watch.see({13, 5, 5, true, {}});
  watch.see({33, 20, 20, true, {}});
  EXPECT_EQ(watch.missing(), 0u);
}

TEST(SequenceWatch, after_unread_records_nothing_can_be_foretold) {
  SequenceWatch watch;
  watch.see({10, 2, 2, false, {}});
  watch.see(records(90, 2));
  EXPECT_EQ(watch.missing(), 0u);
  watch.see(records(93, 2));
  EXPECT_EQ(watch.missing(), 1u);
}

struct Told {
  Template made;
  RecordValues values;
};
Told tell(std::initializer_list<std::pair<Slot, std::uint64_t>> numbers) {
  Told told;
  for (const auto& [slot, number] : numbers) {
    told.made.has |= 1u << static_cast<unsigned>(slot);
    told.values.number[static_cast<std::size_t>(slot)] = number;
  }
  return told;
}
std::uint32_t one_in(const Samplers& samplers, const Told& told) {
  return samplers.one_in(told.made, told.values);
}
void learn(Samplers& samplers, const Told& told) { samplers.learn(told.made, told.values); }

TEST(Samplers, say_what_options_told_of_them) {
  Samplers samplers;
  const Told silent = tell({});
  EXPECT_EQ(one_in(samplers, silent), 1u);
  learn(samplers, tell({{Slot::selector, 3}, {Slot::sampling_interval, 100}}));
  EXPECT_EQ(one_in(samplers, silent), 100u);  // the only one there is
  EXPECT_EQ(one_in(samplers, tell({{Slot::selector, 3}})), 100u);
  EXPECT_EQ(one_in(samplers, tell({{Slot::selector, 4}})), 1u);
  learn(samplers, tell({{Slot::selector, 4}, {Slot::chosen, 1}, {Slot::passed_over, 9}}));
  EXPECT_EQ(one_in(samplers, tell({{Slot::selector, 4}})), 10u);
  EXPECT_EQ(one_in(samplers, silent), 1u);  // which of the two?
  learn(samplers, tell({{Slot::chosen, 2}, {Slot::population, 1'000}}));
  EXPECT_EQ(one_in(samplers, silent), 500u);
  learn(samplers, tell({{Slot::selector, 3}, {Slot::sampling_interval, 50}}));
  EXPECT_EQ(one_in(samplers, tell({{Slot::selector, 3}})), 50u);
  EXPECT_EQ(one_in(samplers, tell({{Slot::sampling_interval, 7}})), 7u);  // the record itself
}

TEST(Samplers, are_bounded_and_survive_absurd_numbers) {
  Samplers samplers;
  for (std::uint64_t i = 0; i <= limits::export_samplers_max; ++i) {
    learn(samplers, tell({{Slot::selector, i}, {Slot::sampling_interval, 1'000 + i}}));
  }
  EXPECT_EQ(one_in(samplers, tell({{Slot::selector, 0}})), 1'000u);
  EXPECT_EQ(one_in(samplers, tell({{Slot::selector, limits::export_samplers_max}})), 1u);
  constexpr std::uint64_t most = ~std::uint64_t{0};
  EXPECT_EQ(one_in(samplers, tell({{Slot::sampling_interval, most}})), 0xffff'ffffu);
  EXPECT_EQ(one_in(samplers, tell({{Slot::chosen, most}, {Slot::passed_over, most}})), 1u);
}

TEST(WaitingSets, give_way_from_the_oldest) {
  WaitingSets waiting;
  const std::vector<std::uint8_t> half(limits::export_waiting_octets_max / 2 -
                                       sizeof(WaitingSets::Set));
  EXPECT_EQ(waiting.hold(256, {}, half), 0u);
  EXPECT_EQ(waiting.hold(257, {}, half), 0u);
  EXPECT_EQ(waiting.hold(258, {}, Bytes{half}.first(1)), 1u);
  EXPECT_EQ(waiting.take(256).size(), 0u);
  EXPECT_EQ(waiting.take(257).size(), 1u);
  EXPECT_EQ(waiting.take(258).size(), 1u);
  EXPECT_EQ(waiting.size(), 0u);
  const std::vector<std::uint8_t> too_large(limits::export_waiting_octets_max + 1);
  EXPECT_EQ(waiting.hold(256, {}, too_large), 1u);
  EXPECT_EQ(waiting.size(), 0u);
}

TEST(WaitingSets, many_small_ones_are_bounded_too) {
  WaitingSets waiting;
  const std::vector<std::uint8_t> one(1);
  for (std::size_t i = 0; i < limits::export_waiting_octets_max; ++i) waiting.hold(256, {}, one);
  EXPECT_LE(waiting.size(), limits::export_waiting_octets_max / sizeof(WaitingSets::Set));
}

}  // namespace
}  // namespace davy::flow
