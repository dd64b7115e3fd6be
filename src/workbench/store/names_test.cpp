#include "workbench/store/names.hpp"

#include <gmock/gmock.h>

#include "workbench/store/store_test_support.hpp"

namespace davy::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Names = StoreTest;

std::int64_t subject(Store& store) {
  return must(subject_number(store.database(), {"host", "10.0.0.1"}, at(0)));
}

TEST_F(Names, stand_with_the_domains_above_them) {
  EXPECT_THAT(domains_of("eu.pool.example.org"),
              ElementsAre("eu.pool.example.org", "pool.example.org", "example.org"));
  EXPECT_THAT(domains_of("localhost"), IsEmpty());
  EXPECT_THAT(domains_of("192.0.2.7"), IsEmpty());
  EXPECT_THAT(domains_of("a b.example.org"), IsEmpty());
  EXPECT_THAT(domains_of(""), IsEmpty());
}

TEST_F(Names, are_kept_once_in_lower_case) {
  Store store = open();
  const std::vector<std::string> told{"Pool.Example.org.", "pool.example.org", "203.0.113.9"};
  must(add_names(store.database(), subject(store), told));
  must(add_names(store.database(), subject(store), told));
  EXPECT_THAT(must(names_of(store, subject(store))),
              ElementsAre("example.org", "pool.example.org"));
}

TEST_F(Names, that_come_first_stay) {
  Store store = open();
  std::vector<std::string> many;
  for (int i = 0; i < 400; ++i) many.push_back(fmt::format("n{}.example.org", i));
  must(add_names(store.database(), subject(store), many));
  const auto kept = must(names_of(store, subject(store)));
  EXPECT_EQ(kept.size(), names_per_subject_max);
  EXPECT_THAT(kept, testing::Contains("n0.example.org"));
}

TEST_F(Names, go_with_their_subject) {
  Store store = open();
  must(add_names(store.database(), subject(store), std::vector<std::string>{"pool.example.org"}));
  must(store.database().run("DELETE FROM subject WHERE id = ?", subject(store)));
  EXPECT_EQ(must(store.database().integer("SELECT count(*) FROM subject_name")), 0);
}

// A store as it was before: what its flows tell is taken over.
TEST_F(Names, of_flows_from_before_are_taken_over) {
  Store store = open();
  const std::int64_t id = subject(store);
  for (const std::string_view event :
       {R"({"hosts":[{"name":"xmr.pool.example.org","source":"tls-server-name"}],"pool":null})",
        R"({"hosts":[],"pool":"stratum.example.net:3333"})",
        R"({"hosts":[],"pool":"192.0.2.7:3333"})", R"({"pool":"2001:db8::1"})", "", "no JSON"})
    must(store.database().run(
        "INSERT INTO flow (subject_id, key, first_seen_ns, last_seen_ns, level,"
        " times, event) VALUES (?, '', 0, 0, 0, 1, ?)",
        id, event));
  must(store.database().script("DROP TABLE subject_name; PRAGMA user_version = 9"));
  store = open();
  EXPECT_THAT(must(names_of(store, id)),
              ElementsAre("example.net", "example.org", "pool.example.org", "stratum.example.net",
                          "xmr.pool.example.org"));
}

}  // namespace
}  // namespace davy::store
