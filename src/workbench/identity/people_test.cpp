#include "workbench/identity/people.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "workbench/store/store_test_support.hpp"

namespace davy::identity {
namespace {

using store::at;
using store::must;

constexpr std::string_view password = "a long enough password";

class PeopleTest : public store::StoreTest {
 protected:
  PeopleTest()
      : store(open()), people(store.database(), [this](std::span<std::uint8_t> octets) {
          std::ranges::fill(octets, ++given);
        }) {
    must(people.add("admin", Role::administrator, password, false, at(0)));
  }
  bool gets_in(Timestamp now, std::string_view with = password, Lock lock = Lock::holds) {
    return std::holds_alternative<LoggedIn>(must(people.log_in("admin", with, now, lock)));
  }
  std::uint8_t given = 0;
  store::Store store;
  People people;
};

TEST_F(PeopleTest, the_last_administrator_is_not_disabled) {
  EXPECT_EQ(must(people.set_disabled(1, true)), Changed::is_last_administrator);
  must(people.add("other", Role::administrator, password, false, at(0)));
  EXPECT_EQ(must(people.set_disabled(1, true)), Changed::done);
  EXPECT_FALSE(gets_in(at(1)));
  EXPECT_EQ(must(people.set_disabled(2, true)), Changed::is_last_administrator);
  EXPECT_EQ(must(people.set_disabled(9, true)), Changed::nobody);
}

TEST_F(PeopleTest, a_lock_holds_but_not_at_the_machine_itself) {
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(gets_in(at(i), "wrong"));
  EXPECT_FALSE(gets_in(at(10)));
  EXPECT_FALSE(gets_in(at(10), "wrong", Lock::passed_over));
  EXPECT_TRUE(gets_in(at(10), password, Lock::passed_over));
}

TEST_F(PeopleTest, a_clock_set_forward_for_a_while_locks_nobody_for_that_long) {
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(gets_in(at(0, store::test_day + 400), "wrong"));
  EXPECT_TRUE(gets_in(at(0)));
}

TEST_F(PeopleTest, a_clock_set_back_an_hour_keeps_a_session_and_a_year_ends_it) {
  auto in = must(people.log_in("admin", password, at(7'200)));
  const std::string cookie = std::get<LoggedIn>(in).cookie;
  EXPECT_TRUE(must(people.session(cookie, at(3'600))));
  EXPECT_FALSE(must(people.session(cookie, at(3'600, store::test_day - 365))));
}

}  // namespace
}  // namespace davy::identity
