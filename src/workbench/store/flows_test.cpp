#include "workbench/store/flows.hpp"

#include <gtest/gtest.h>

#include "workbench/store/store_test_support.hpp"
#include "workbench/store/subject_pages.hpp"

namespace davy::store {
namespace {

class Flows : public StoreTest {
 protected:
  Flows() : store(open()) {
    must(put_judgement(store, judged("10.0.0.1", verdict::Level::confirmed, 1, at(0)), at(0)));
  }
  FlowOutcome put(const std::string& key, std::int64_t first, std::int64_t last) {
    return must(put_flow(store, {.subject_id = 1,
                                 .key = key,
                                 .first_seen = at(first),
                                 .last_seen = at(last),
                                 .event = fmt::format("{} to {}", first, last)}));
  }
  Store store;
};

TEST_F(Flows, that_are_told_again_are_one) {
  EXPECT_EQ(put("a", 0, 100), FlowOutcome::added);
  EXPECT_EQ(put("a", 0, 200), FlowOutcome::updated);
  EXPECT_EQ(put("a", 50, 150), FlowOutcome::updated);
  EXPECT_EQ(put("b", 0, 100), FlowOutcome::added);
  EXPECT_EQ(put("a", 5'000, 5'100), FlowOutcome::added) << "a port used again";
  const auto page = must(flows_of(store, 1, {}, 2));
  ASSERT_EQ(page.rows.size(), 2U);
  ASSERT_TRUE(page.next);
  const auto rest = must(flows_of(store, 1, page.next));
  ASSERT_EQ(rest.rows.size(), 1U);
  EXPECT_EQ(rest.rows[0].event, "0 to 200");
  EXPECT_EQ(rest.rows[0].times, 3U);
  EXPECT_EQ(rest.rows[0].last_seen, at(200));
  EXPECT_EQ(must(subject_detail(store, 1))->subject.flows, 3U);
}

TEST_F(Flows, beyond_the_bound_push_the_oldest_out_and_are_counted) {
  auto all = must(Transaction::begin(store.database()));
  for (std::size_t i = 0; i < limits::store_flows_per_subject_max; ++i)
    EXPECT_EQ(put(fmt::format("k{}", i), 0, 1), FlowOutcome::added);
  EXPECT_EQ(put("one more", 0, 1), FlowOutcome::pushed_out);
  must(all.commit());
  EXPECT_EQ(put("k1", 0, 1), FlowOutcome::updated);
  EXPECT_EQ(put("k0", 0, 1), FlowOutcome::pushed_out) << "it had gone";
  const StoredSubject subject = must(subject_detail(store, 1))->subject;
  EXPECT_EQ(subject.flows, limits::store_flows_per_subject_max);
  EXPECT_EQ(subject.flows_left_out, 2U);
}

TEST_F(Flows, of_no_subject_are_refused) {
  EXPECT_FALSE(put_flow(store, {.subject_id = 77, .key = "a"}));
}

}  // namespace
}  // namespace davy::store
