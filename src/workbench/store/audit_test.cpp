#include "workbench/store/audit.hpp"

#include <gmock/gmock.h>

#include "workbench/store/audit_watch.hpp"
#include "workbench/store/store_test_support.hpp"

namespace davy::store {
namespace {

using testing::HasSubstr;

class Audit : public StoreTest {
 protected:
  Audit() : store(open()) {
    for (int i = 1; i <= 20; ++i)
      heads.push_back(must(append_audit(store, {.at = at(100 - i),
                                                .who = i % 2 == 0 ? "li" : "wang",
                                                .what = "case.opened",
                                                .object = fmt::format("host {}", i % 3),
                                                .detail = "a reason"})));
  }
  // As somebody does who has the file.
  std::string problem_after(std::string_view edit, std::optional<AuditHead> kept = {}) {
    Database raw = must(Database::open(file(), Access::write));
    must(
        raw.script("DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_deleted;"
                   "DROP TRIGGER audit_is_not_replaced;"));
    must(raw.script(edit));
    return must(verify_audit(store, kept)).problem;
  }
  Store store;
  std::vector<AuditHead> heads;
};

TEST_F(Audit, is_whole) {
  const auto verdict = must(verify_audit(store, heads[10]));
  EXPECT_EQ(verdict.problem, "");
  EXPECT_EQ(verdict.entries, 20U);
  EXPECT_EQ(must(audit_head(store)).hash, heads.back().hash);
}

TEST_F(Audit, is_append_only) {
  for (const char* sql : {"UPDATE audit SET who = 'x' WHERE id = 3", "DELETE FROM audit",
                          "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE id = 2",
                          "REPLACE INTO audit (id, at_ns, who, what, object, detail, hash) VALUES "
                          "(20, 0, '', '', '', '', zeroblob(32))"})
    EXPECT_THAT(message_of(store.database().script(sql)), HasSubstr("append only")) << sql;
  EXPECT_EQ(must(verify_audit(store)).problem, "");
}

TEST_F(Audit, an_entry_that_was_changed_is_found) {
  EXPECT_THAT(problem_after("UPDATE audit SET detail = 'another' WHERE id = 7"),
              HasSubstr("entry 7"));
}
TEST_F(Audit, a_time_that_was_changed_is_found) {
  EXPECT_THAT(problem_after("UPDATE audit SET at_ns = at_ns + 1 WHERE id = 1"),
              HasSubstr("entry 1"));
}
TEST_F(Audit, text_moved_between_fields_is_found) {
  EXPECT_THAT(problem_after("UPDATE audit SET who = 'wangcase', what = '.opened' WHERE id = 5"),
              HasSubstr("entry 5"));
}
TEST_F(Audit, an_entry_that_is_missing_is_found) {
  EXPECT_THAT(problem_after("DELETE FROM audit WHERE id = 9"), HasSubstr("9 to 9 are missing"));
}
TEST_F(Audit, an_end_that_was_cut_off_is_found) {
  EXPECT_THAT(problem_after("DELETE FROM audit WHERE id > 18"),
              HasSubstr("19 to 20 are missing at the end"));
}
TEST_F(Audit, an_end_that_was_cut_off_cleanly_is_found_by_a_kept_head) {
  EXPECT_THAT(problem_after("DELETE FROM audit WHERE id > 18; UPDATE sqlite_sequence SET seq = 18",
                            heads[19]),
              HasSubstr("20 was kept elsewhere"));
}
TEST_F(Audit, all_of_it_gone_is_found) {
  EXPECT_THAT(problem_after("DELETE FROM audit"), HasSubstr("1 to 20 are missing"));
}
TEST_F(Audit, an_entry_put_in_is_found) {
  EXPECT_THAT(problem_after("INSERT INTO audit VALUES (21, 0, 'x', 'x', 'x', 'x', zeroblob(32))"),
              HasSubstr("entry 21"));
}

TEST_F(Audit, pages_go_by_number_whatever_the_clock_said) {
  AuditFilter filter{.limit = 6};
  std::vector<std::int64_t> told;
  do {
    const auto page = must(audit_page(store, filter));
    for (const AuditEntry& entry : page.rows) told.push_back(entry.id);
    filter.after = page.next;
    must(append_audit(store, {.who = "later"}));
  } while (filter.after);
  ASSERT_EQ(told.size(), 20U);
  EXPECT_TRUE(std::ranges::is_sorted(told, std::greater{}));
}

TEST_F(Audit, pages_are_filtered) {
  EXPECT_EQ(must(audit_page(store, {.who = "li"})).rows.size(), 10U);
  EXPECT_EQ(must(audit_page(store, {.object = "host 0"})).rows.size(), 6U);
  EXPECT_EQ(must(audit_page(store, {.who = "li", .object = "host 0"})).rows.size(), 3U);
  EXPECT_EQ(must(audit_page(store, {.what = "case.closed"})).rows.size(), 0U);
  EXPECT_EQ(must(audit_page(store, {.since = at(95)})).rows.size(), 5U);
}

TEST_F(Audit, long_texts_are_cut_before_they_are_hashed) {
  must(append_audit(store, {.who = "li", .detail = std::string(100'000, 'x')}));
  EXPECT_EQ(must(verify_audit(store)).problem, "");
}

TEST_F(Audit, watched_it_holds_while_it_grows) {
  AuditWatch watch;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(must(watch.problem(store)), "");
    must(append_audit(store, {.at = at(0), .who = "li", .what = "case.note"}));
  }
  EXPECT_EQ(must(watch.problem(store)), "");
}

TEST_F(Audit, watched_it_shows_a_change_of_what_was_verified) {
  AuditWatch watch;
  EXPECT_EQ(must(watch.problem(store)), "");
  problem_after("UPDATE audit SET detail = 'another' WHERE id = 7");
  EXPECT_THAT(must(watch.problem(store)), HasSubstr("entry 7"));
  EXPECT_THAT(must(watch.problem(store)), HasSubstr("entry 7"));
}

TEST_F(Audit, watched_it_shows_an_end_that_was_cut_off_and_written_anew) {
  AuditWatch watch;
  EXPECT_EQ(must(watch.problem(store)), "");
  problem_after(
      "DELETE FROM audit WHERE id > 15; UPDATE sqlite_sequence SET seq = 15 WHERE name = 'audit'");
  must(append_audit(store, {.at = at(0), .who = "li", .what = "case.note"}));
  EXPECT_THAT(must(watch.problem(store)), HasSubstr("20 was there before"));
}

TEST_F(Audit, watched_a_change_of_an_old_entry_of_a_long_log_shows_in_the_round) {
  auto transaction = must(Transaction::begin(store.database()));
  for (std::size_t i = 0; i < 2 * audit_again_rows; ++i)
    must(append_audit(store, {.at = at(0), .who = "li", .what = "case.note"}));
  must(transaction.commit());
  AuditWatch watch;
  EXPECT_EQ(must(watch.problem(store)), "");
  problem_after("UPDATE audit SET detail = 'another' WHERE id = 7");
  std::string problem;
  for (int asked = 0; asked < 4 && problem.empty(); ++asked) problem = must(watch.problem(store));
  EXPECT_THAT(problem, HasSubstr("entry 7"));
}

}  // namespace
}  // namespace davy::store
