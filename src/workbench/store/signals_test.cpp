#include "workbench/store/signals.hpp"

#include <gmock/gmock.h>

#include <set>

#include "workbench/store/store_test_support.hpp"
#include "workbench/store/subject_pages.hpp"

namespace davy::store {
namespace {

using Signals = StoreTest;

std::int64_t id_of(Store& store, const std::string& host) {
  return must(find_subject(store, {"host", host})).value_or(-1);
}

std::vector<StoredSignal> all_of(Store& store, std::int64_t subject, std::size_t limit) {
  std::vector<StoredSignal> all;
  std::optional<SignalCursor> after;
  do {
    auto page = must(signals_of(store, subject, after, limit));
    EXPECT_LE(page.rows.size(), limit);
    std::ranges::move(page.rows, std::back_inserter(all));
    after = page.next;
  } while (after);
  return all;
}

TEST_F(Signals, come_back_as_they_were) {
  Store store = open();
  must(add_signals(store, std::vector{signal_about("10.0.0.1", "says é", at(60))}));
  const auto page = must(signals_of(store, id_of(store, "10.0.0.1")));
  ASSERT_EQ(page.rows.size(), 1U);
  const StoredSignal& signal = page.rows[0];
  EXPECT_EQ(signal.sensor, "border");
  EXPECT_EQ(signal.detector, "rhythm");
  EXPECT_EQ(signal.independence_group, "shape");
  EXPECT_EQ(signal.observed_at, at(60));
  EXPECT_EQ(signal.window_first, at(-540));
  EXPECT_EQ(signal.window_last, at(60));
  EXPECT_EQ(signal.strength_nats, 3.5);
  EXPECT_EQ(signal.evidence, "says é");
  EXPECT_EQ(signal.input, "border.pcap");
  EXPECT_EQ(signal.pack_version, "built-in");
  EXPECT_EQ(signal.times, 1U);
  EXPECT_FALSE(page.next);
}

TEST_F(Signals, the_same_on_one_day_is_counted) {
  Store store = open();
  const NewSignal first = signal_about("10.0.0.1", "e", at(1'000));
  NewSignal later = signal_about("10.0.0.1", "e", at(5'000));
  NewSignal other_sensor = first;
  other_sensor.sensor = "campus";
  const auto counts = must(add_signals(
      store, std::vector{first, later, other_sensor, signal_about("10.0.0.1", "f", at(1'000)),
                         signal_about("10.0.0.1", "e", at(0, test_day + 1)),
                         signal_about("10.0.0.2", "e", at(1'000))}));
  EXPECT_EQ(counts.added, 5U);
  EXPECT_EQ(counts.repeated, 1U);
  EXPECT_EQ(must(add_signals(store, std::vector{later})).repeated, 1U);
  const auto all = all_of(store, id_of(store, "10.0.0.1"), 100);
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[3].times, 3U);
  EXPECT_EQ(all[3].window_first, at(400));
  EXPECT_EQ(all[3].window_last, at(5'000));
  EXPECT_EQ(number_of(store, "SELECT sum(rows) FROM signal_day"), 5);
}

TEST_F(Signals, pages_have_neither_gaps_nor_doubles_while_rows_arrive) {
  Store store = open();
  Store other = open();  // another connection writes
  std::vector<NewSignal> batch;
  for (int i = 0; i < 500; ++i)
    batch.push_back(signal_about("10.0.0.1", fmt::format("e{}", i), at(i, test_day + i % 7)));
  must(add_signals(store, batch));
  const std::int64_t subject = id_of(store, "10.0.0.1");
  std::set<std::string> told;
  std::optional<SignalCursor> after;
  int round = 0;
  do {
    const auto page = must(signals_of(store, subject, after, 17));
    for (const StoredSignal& signal : page.rows)
      EXPECT_TRUE(told.insert(signal.evidence).second) << signal.evidence;
    after = page.next;
    ++round;
    must(add_signals(other, std::vector{signal_about("10.0.0.1", fmt::format("new{}", round),
                                                     at(9, test_day + 3 + round % 6)),
                                        signal_about("10.0.0.1", "e7", at(8'000, test_day))}));
  } while (after);
  for (int i = 0; i < 500; ++i) EXPECT_TRUE(told.contains(fmt::format("e{}", i))) << i;
}

// The order rests on numbers; a clock that jumps back puts rows into other days, and loses none.
TEST_F(Signals, survive_a_clock_that_jumps) {
  Store store = open();
  const std::array times{at(100),          at(100, test_day + 400), at(90), at(0, 0),
                         Timestamp::min(), Timestamp::max(),        at(95)};
  int i = 0;
  for (const Timestamp when : times) {
    NewSignal signal = signal_about("10.0.0.1", fmt::format("e{}", i++), at(0));
    signal.observed_at = when;
    EXPECT_EQ(must(add_signals(store, std::vector{signal})).added, 1U);
  }
  const auto all = all_of(store, id_of(store, "10.0.0.1"), 2);
  ASSERT_EQ(all.size(), times.size());
  std::vector<std::int64_t> of_the_day;
  for (const StoredSignal& signal : all)
    if (signal.place.day == test_day) of_the_day.push_back(signal.place.id);
  EXPECT_EQ(of_the_day, (std::vector<std::int64_t>{7, 3, 1}));  // last to arrive first
}

TEST_F(Signals, of_a_batch_that_is_too_large_are_refused) {
  Store store = open();
  const std::vector<NewSignal> batch(limits::store_batch_rows_max + 1);
  EXPECT_FALSE(add_signals(store, batch));
  EXPECT_EQ(must(add_signals(store, {})).added, 0U);
}

TEST_F(Signals, evidence_is_cut_at_its_bound) {
  Store store = open();
  must(add_signals(store, std::vector{signal_about("10.0.0.1", std::string(5'000, 'x'), at(0))}));
  const auto page = must(signals_of(store, id_of(store, "10.0.0.1")));
  EXPECT_EQ(page.rows.at(0).evidence.size(), limits::evidence_octets_max);
}

}  // namespace
}  // namespace davy::store
