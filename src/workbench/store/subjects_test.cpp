#include "workbench/store/subjects.hpp"

#include <gmock/gmock.h>

#include <set>

#include "workbench/store/store_test_support.hpp"
#include "workbench/store/subject_pages.hpp"
#include "workbench/store/trends.hpp"

namespace davy::store {
namespace {

using verdict::Level;
using Subjects = StoreTest;

StoredSubject only(Store& store) {
  const auto page = must(subject_page(store, {}));
  EXPECT_EQ(page.rows.size(), 1U);
  return page.rows.at(0);
}

TEST_F(Subjects, are_judged_and_remember_when_that_changed) {
  Store store = open();
  const auto put = [&](Level level, double p, std::int64_t second) {
    return must(put_judgement(store, judged("10.0.0.1", level, p, at(second)), at(second + 5)));
  };
  EXPECT_EQ(put(Level::suspected, 0.4, 100), JudgementOutcome::added);
  EXPECT_EQ(put(Level::suspected, 0.5, 200), JudgementOutcome::same);
  EXPECT_EQ(put(Level::confirmed, 0.99, 300), JudgementOutcome::changed);
  EXPECT_EQ(put(Level::suspected, 0.3, 400), JudgementOutcome::same) << "less certain";
  EXPECT_EQ(put(Level::unknown, 0.0, 500), JudgementOutcome::same);
  const StoredSubject subject = only(store);
  EXPECT_EQ(subject.level, Level::confirmed);
  EXPECT_EQ(subject.probability, 0.99);
  EXPECT_EQ(subject.first_seen, at(100));
  EXPECT_EQ(subject.last_seen, at(500));
  EXPECT_EQ(put(Level::cleared, 0.01, 600), JudgementOutcome::changed) << "recognised";
  const auto history = must(verdict_changes_of(store, subject.id)).rows;
  ASSERT_EQ(history.size(), 3U);
  EXPECT_EQ(history[0].level, Level::cleared);
  EXPECT_EQ(history[1].level, Level::confirmed);
  EXPECT_EQ(history[1].at, at(305));
  EXPECT_EQ(history[2].level, Level::suspected);
  EXPECT_EQ(must(subject_detail(store, subject.id))->event, "{\"probability\":0.01}");
}

TEST_F(Subjects, older_findings_do_not_take_the_place_of_later_ones) {
  Store store = open();
  must(put_judgement(store, judged("10.0.0.1", Level::probable, 0.9, at(1'000)), at(1'000)));
  must(put_judgement(store, judged("10.0.0.1", Level::cleared, 0.1, at(500)), at(1'001)));
  must(put_judgement(store, judged("10.0.0.1", Level::probable, 0.8, at(400)), at(1'002)));
  EXPECT_EQ(only(store).level, Level::probable);
  EXPECT_EQ(only(store).probability, 0.9);
  EXPECT_EQ(only(store).first_seen, at(400));
  EXPECT_EQ(must(subject_detail(store, only(store).id))->event, "{\"probability\":0.9}");
}

TEST_F(Subjects, people_may_decide_otherwise) {
  Store store = open();
  must(put_judgement(store, judged("10.0.0.1", Level::confirmed, 0.9, at(10)), at(10)));
  must(
      put_judgement(store, judged("10.0.0.1", Level::unknown, 0, at(20)), at(20), Replace::always));
  EXPECT_EQ(only(store).level, Level::unknown);
}

TEST_F(Subjects, named_by_signals_only_are_unknown_until_judged) {
  Store store = open();
  must(add_signals(store, std::vector{signal_about("10.0.0.1", "e", at(1'000))}));
  EXPECT_EQ(only(store).level, Level::unknown);
  EXPECT_EQ(must(put_judgement(store, judged("10.0.0.1", Level::suspected, 0.4, at(900)), at(1))),
            JudgementOutcome::added);
  EXPECT_EQ(only(store).level, Level::suspected);
}

TEST_F(Subjects, event_lines_have_a_bound) {
  Store store = open();
  Judgement judgement = judged("10.0.0.1", Level::suspected, 0.4, at(0));
  judgement.event.assign(limits::store_event_octets_max + 1, 'x');
  must(put_judgement(store, judgement, at(0)));
  EXPECT_EQ(must(subject_detail(store, only(store).id))->event, "");
  EXPECT_EQ(must(subject_detail(store, 12'345)), std::nullopt);
}

void fill(Store& store, int count) {
  for (int i = 0; i < count; ++i) {
    Judgement judgement = judged(fmt::format("10.0.{}.{}", i / 256, i % 256),
                                 static_cast<Level>(i % 3), (i % 10) / 10.0, at(i / 4));
    if (i % 5 == 0) judgement.subject.kind = "meter";
    must(put_judgement(store, judgement, at(i)));
  }
}

std::vector<std::int64_t> walk(Store& store, SubjectFilter filter, auto between) {
  std::vector<std::int64_t> told;
  do {
    const auto page = must(subject_page(store, filter));
    EXPECT_LE(page.rows.size(), filter.limit);
    for (const StoredSubject& subject : page.rows) told.push_back(subject.id);
    filter.after = page.next;
    between();
  } while (filter.after);
  return told;
}

TEST_F(Subjects, pages_of_every_order_and_filter_are_complete) {
  Store store = open();
  fill(store, 300);
  must(set_unit(store, {"host", "10.0.0.7"}, "physics"));
  must(set_unit(store, {"host", "10.0.0.17"}, "physics"));
  const auto count = [&](const SubjectFilter& filter, std::string_view where) {
    for (const SubjectOrder order :
         {SubjectOrder::last_seen, SubjectOrder::probability, SubjectOrder::number}) {
      SubjectFilter ordered = filter;
      ordered.order = order;
      ordered.limit = 7;
      const auto told = walk(store, ordered, [] {});
      EXPECT_EQ(std::set(told.begin(), told.end()).size(), told.size());
      EXPECT_EQ(static_cast<std::int64_t>(told.size()),
                number_of(store, fmt::format("SELECT count(*) FROM subject WHERE {}", where)))
          << where;
    }
  };
  count({}, "true");
  count({.level = Level::probable}, "level = 1");
  count({.kind = "meter"}, "kind = 'meter'");
  count({.level = Level::confirmed, .kind = "meter"}, "kind = 'meter' AND level = 0");
  count({.unit = "physics"}, "unit = 'physics'");
  count({.text = "0.1."}, "name LIKE '%0.1.%'");
  count({.text = "%"}, "false");
  count({.seen_since = at(50)},
        "last_seen_ns >= (SELECT last_seen_ns FROM subject WHERE id = 201)");
  count({.level = Level::suspected, .kind = "host", .text = "10.", .seen_since = at(50)},
        "kind = 'host' AND level = 2 AND id > 200");
}

TEST_F(Subjects, pages_by_number_lose_nothing_while_all_is_seen_again) {
  Store store = open();
  fill(store, 200);
  int round = 0;
  const auto disturb = [&] {
    ++round;
    for (int i = round; i < 200; i += 9)
      must(put_judgement(
          store, judged(fmt::format("10.0.0.{}", i), Level::confirmed, 1, at(900 + round)), at(0)));
    must(put_judgement(store, judged(fmt::format("new{}", round), Level::confirmed, 1, at(0)),
                       at(0)));
  };
  auto told = walk(store, {.order = SubjectOrder::number, .limit = 13}, disturb);
  std::ranges::sort(told);
  for (std::int64_t id = 1; id <= 200; ++id) EXPECT_EQ(std::ranges::count(told, id), 1) << id;
}

TEST_F(Subjects, pages_by_time_tell_none_twice_while_some_are_seen_again) {
  Store store = open();
  fill(store, 200);
  int round = 0;
  const auto told = walk(store, {.limit = 13}, [&] {
    ++round;
    for (int i = round; i < 40; i += 9)
      must(put_judgement(
          store, judged(fmt::format("10.0.0.{}", i), Level::confirmed, 1, at(900 + round)), at(0)));
  });
  EXPECT_EQ(std::set(told.begin(), told.end()).size(), told.size());
  const std::set<std::int64_t> all(told.begin(), told.end());
  for (std::int64_t id = 41; id <= 200; ++id) EXPECT_TRUE(all.contains(id)) << id;
}

TEST_F(Subjects, are_counted_by_level_and_day) {
  Store store = open();
  const auto put = [&](const std::string& host, Level level, std::int64_t day) {
    must(put_judgement(store, judged(host, level, 0.5, at(60, day)), at(60, day)));
  };
  put("a", Level::suspected, 10);
  put("a", Level::confirmed, 10);  // the day counts the more certain one
  put("b", Level::suspected, 10);
  put("b", Level::suspected, 12);
  put("b", Level::suspected, 11);  // the clock jumped back: not counted
  put("a", Level::suspected, 12);
  must(add_signals(store, std::vector{signal_about("a", "e", at(0, 11))}));
  const auto days = must(trend(store, 0, 100));
  ASSERT_EQ(days.size(), 3U);
  EXPECT_EQ(days[0].day, 10);
  EXPECT_EQ(days[0].subjects, (LevelCounts{1, 0, 1, 0, 0}));
  EXPECT_EQ(days[1].signals, 1U);
  EXPECT_EQ(days[2].subjects, (LevelCounts{0, 0, 2, 0, 0}));
  EXPECT_EQ(must(trend(store, 11, 12)).size(), 1U);
  EXPECT_EQ(must(trend(store, 0, 100, "meter")).at(0).subjects, LevelCounts{});
  EXPECT_EQ(must(level_counts(store)), (LevelCounts{1, 0, 1, 0, 0}));
  EXPECT_EQ(must(level_counts(store, "meter")), LevelCounts{});
}

TEST_F(Subjects, unit_of_a_subject_that_is_not_there_is_refused) {
  Store store = open();
  EXPECT_FALSE(set_unit(store, {"host", "x"}, "physics"));
}

}  // namespace
}  // namespace davy::store
