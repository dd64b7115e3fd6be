#include "workbench/store/retention.hpp"

#include <gmock/gmock.h>

#include "workbench/store/audit.hpp"
#include "workbench/store/check.hpp"
#include "workbench/store/coverage.hpp"
#include "workbench/store/flows.hpp"
#include "workbench/store/settings.hpp"
#include "workbench/store/store_test_support.hpp"
#include "workbench/store/subject_pages.hpp"
#include "workbench/store/trends.hpp"

namespace davy::store {
namespace {

using testing::HasSubstr;

class Retention : public StoreTest {
 protected:
  Retention() : store(open()) {
    for (const char* of : {"signals", "flows", "verdict_changes", "coverage"})
      must(set_retention(store, "short", of, 10));
    must(set_retention(store, "short", "subjects", 20));
    must(use_retention(store, "short"));
  }
  std::int64_t rows(std::string_view table) {
    return number_of(store, fmt::format("SELECT count(*) FROM {}", table));
  }
  Store store;
};

TEST_F(Retention, deletes_each_class_by_its_days_and_writes_it_down) {
  for (std::int64_t day = test_day; day < test_day + 30; ++day) {
    const std::string host = fmt::format("host-{}", day - test_day);
    must(add_signals(store, std::vector{signal_about(host, "e", at(3'600, day))}));
    must(put_judgement(store, judged(host, verdict::Level::suspected, 0.5, at(3'600, day)),
                       at(3'600, day)));
    must(put_flow(store, {.subject_id = must(find_subject(store, {"host", host})).value(),
                          .key = "k",
                          .first_seen = at(3'600, day),
                          .last_seen = at(3'600, day),
                          .event = {}}));
    must(add_coverage(store, std::vector{CoverageCell{.sensor = "a",
                                                      .hour = day * 24 + 1,
                                                      .alive_s = 1,
                                                      .first_seen = at(3'600, day),
                                                      .last_seen = at(3'600, day)}}));
  }
  const auto done = must(apply_retention(store, at(50, test_day + 30)));
  ASSERT_EQ(done.size(), 5U);
  EXPECT_EQ(rows("signal"), 10);
  EXPECT_EQ(rows("signal_day"), 10);
  EXPECT_EQ(rows("flow"), 10);
  EXPECT_EQ(rows("verdict_change"), 10);
  EXPECT_EQ(rows("coverage"), 10);
  EXPECT_EQ(rows("subject"), 20);
  EXPECT_EQ(rows("subject_event"), 20);
  EXPECT_EQ(number_of(store, "SELECT min(day) FROM signal"), test_day + 20);
  EXPECT_EQ(done[0].retained_class, "signals");
  EXPECT_EQ(done[0].rows, 20U);
  EXPECT_EQ(done[0].from, at(0));
  EXPECT_EQ(done[0].to, at(0, test_day + 20));
  EXPECT_EQ(done[0].profile, "short");
  EXPECT_EQ(must(deletions(store)).size(), 5U);
  EXPECT_EQ(must(audit_page(store, {.who = "retention"})).rows.size(), 5U);
  EXPECT_TRUE(must(check(store)).problems.empty());
  EXPECT_TRUE(must(apply_retention(store, at(60, test_day + 30))).empty());
  EXPECT_EQ(must(deletions(store)).size(), 5U);
}

TEST_F(Retention, goes_in_batches) {
  std::vector<NewSignal> batch;
  for (std::size_t i = 0; i < 2 * limits::store_deletion_rows + 7; ++i)
    batch.push_back(signal_about("h", fmt::format("e{}", i), at(0)));
  must(add_signals(store, batch));
  const auto done = must(apply_retention(store, at(0, test_day + 40)));
  ASSERT_EQ(done.size(), 2U);
  EXPECT_EQ(done[0].rows, batch.size());
  EXPECT_EQ(rows("signal_day"), 0);
  EXPECT_EQ(rows("deletion"), 4) << "three batches of signals, and the subject";
}

TEST_F(Retention, keeps_a_subject_that_still_has_signals) {
  must(put_judgement(store, judged("h", verdict::Level::suspected, 0.5, at(0)), at(0)));
  must(add_signals(store, std::vector{signal_about("h", "e", at(0, test_day + 395))}));
  must(apply_retention(store, at(0, test_day + 400)));
  EXPECT_EQ(rows("subject"), 1);
}

TEST_F(Retention, of_zero_days_is_for_ever) {
  must(set_retention(store, "short", "signals", 0));
  must(add_signals(store, std::vector{signal_about("h", "e", at(0, 0))}));
  EXPECT_TRUE(must(apply_retention(store, at(0))).empty());
  EXPECT_EQ(rows("signal"), 1);
}

TEST_F(Retention, stops_at_a_clock_that_leaps) {
  must(add_signals(store, std::vector{signal_about("h", "e", at(0))}));
  must(apply_retention(store, at(0)));
  const Timestamp far = at(0, test_day + 5'000);
  EXPECT_THAT(message_of(apply_retention(store, far)), HasSubstr("nothing was deleted"));
  EXPECT_EQ(rows("signal"), 1);
  must(set_setting(store, "retention_last_ns", std::to_string(ns(far))));
  EXPECT_EQ(must(apply_retention(store, far)).size(), 2U);
}

TEST_F(Retention, profiles_and_classes_must_exist) {
  EXPECT_FALSE(use_retention(store, "none"));
  EXPECT_FALSE(set_retention(store, "short", "audit", 5));
  EXPECT_FALSE(set_retention(store, "short", "flows", -1));
}

TEST_F(Retention, the_log_of_deletions_is_append_only) {
  must(add_signals(store, std::vector{signal_about("h", "e", at(0))}));
  must(apply_retention(store, at(0, test_day + 40)));
  EXPECT_THAT(message_of(store.database().script("DELETE FROM deletion")),
              HasSubstr("append only"));
}

TEST_F(Retention, the_counts_beside_the_rows_stay_right) {
  must(put_judgement(store, judged("h", verdict::Level::suspected, 0.5, at(0)), at(0)));
  must(put_judgement(store, judged("h", verdict::Level::confirmed, 0.9, at(1)), at(1)));
  for (const char* evidence : {"a", "b", "a"})
    must(add_signals(store, std::vector{signal_about("h", evidence, at(0))}));
  EXPECT_EQ(number_of(store, "SELECT signals FROM signal_count"), 2);
  EXPECT_EQ(must(level_counts(store)), (LevelCounts{1, 0, 0, 0, 0}));
  EXPECT_THAT(must(check(store)).problems, testing::IsEmpty());
  must(apply_retention(store, at(0, test_day + 15)));
  EXPECT_EQ(number_of(store, "SELECT signals FROM signal_count"), 0);
  EXPECT_THAT(must(check(store)).problems, testing::IsEmpty());
  must(store.database().script(
      "UPDATE signal_count SET signals = 5; UPDATE subject_count SET subjects = 7"));
  EXPECT_THAT(must(check(store)).problems, testing::SizeIs(2));
}

}  // namespace
}  // namespace davy::store
