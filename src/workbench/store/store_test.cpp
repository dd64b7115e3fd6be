#include "workbench/store/store.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>

#include "workbench/store/migrations.hpp"
#include "workbench/store/settings.hpp"
#include "workbench/store/store_test_support.hpp"

namespace davy::store {
namespace {

using testing::HasSubstr;

using StoreFile = StoreTest;

TEST_F(StoreFile, is_made_for_its_owner_only) {
  open();
  struct stat found = {};
  ASSERT_EQ(::stat(file().c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777u, 0600u);
}

TEST_F(StoreFile, is_brought_up_once) {
  Store store = open();
  EXPECT_EQ(number_of(store, "PRAGMA user_version"), newest_version());
  EXPECT_EQ(must(migrate(store.database())), 0);
  must(set_setting(store, "a", "b"));
  Store again = open();
  EXPECT_EQ(must(migrate(again.database())), 0);
  EXPECT_EQ(must(setting(again, "a")), "b");
  EXPECT_EQ(number_of(again, "PRAGMA foreign_keys"), 1);
  EXPECT_EQ(number_of(again, "PRAGMA synchronous"), 2);
}

TEST_F(StoreFile, migrations_are_numbered_without_gaps) {
  std::int64_t number = 0;
  for (const Migration& migration : migrations()) EXPECT_EQ(migration.number, ++number);
}

TEST_F(StoreFile, of_a_newer_program_is_refused) {
  {
    Store store = open();
    must(store.database().script("PRAGMA user_version = 99"));
  }
  for (const Access access : {Access::write, Access::read}) {
    const auto refused = Store::open(file(), access);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("newer davy"));
  }
}

TEST_F(StoreFile, of_another_program_is_refused_and_stays_as_it_was) {
  {
    Database other = must(Database::open(file(), Access::write));
    must(other.script("CREATE TABLE t (a)"));
  }
  const auto size = std::filesystem::file_size(file());
  EXPECT_THAT(message_of(Store::open(file())), HasSubstr("another program"));
  EXPECT_EQ(std::filesystem::file_size(file()), size);
  Database other = must(Database::open(file(), Access::read));
  auto mode = must(other.query("PRAGMA journal_mode"));
  ASSERT_TRUE(must(mode.step()));
  EXPECT_EQ(mode.text(0), "delete");
}

TEST_F(StoreFile, that_is_no_database_is_refused) {
  std::ofstream(file()) << std::string(4096, 'x');
  EXPECT_THAT(message_of(Store::open(file())), HasSubstr("no store of davy"));
}

TEST_F(StoreFile, that_cannot_be_opened_is_told) {
  EXPECT_THAT(message_of(Store::open(file("no/such/folder"))), HasSubstr("its folder must exist"));
  EXPECT_THAT(message_of(Store::open(file("none"), Access::read)), HasSubstr("cannot be opened"));
}

TEST_F(StoreFile, opened_for_reading_is_not_written) {
  open();
  Store reader = open("davy.store", Access::read);
  EXPECT_THAT(message_of(set_setting(reader, "a", "b")), HasSubstr("reading only"));
}

TEST_F(StoreFile, name_may_hold_any_character) {
  open("a b?c#d%e.store");
  EXPECT_TRUE(std::filesystem::exists(file("a b?c#d%e.store")));
}

TEST_F(StoreFile, sensors_and_packs_are_listed) {
  Store store = open();
  must(add_signals(store, std::vector{signal_about("10.0.0.1", "e", at(0))}));
  must(put_sensor(store, {"border", "capture", at(5)}));
  const auto all = must(sensors(store));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].kind, "capture");
  EXPECT_EQ(all[0].first_seen, at(0));
  ASSERT_EQ(must(packs(store)).size(), 1U);
  EXPECT_EQ(must(setting(store, "none")), std::nullopt);
}

TEST_F(StoreFile, a_transaction_in_another_is_a_part_of_it) {
  Store store = open();
  {
    auto outer = must(Transaction::begin(store.database()));
    must(set_setting(store, "a", "1"));
    auto inner = must(Transaction::begin(store.database()));
    must(set_setting(store, "b", "1"));
    must(inner.commit());
  }
  EXPECT_EQ(must(setting(store, "a")), std::nullopt);
  {
    auto outer = must(Transaction::begin(store.database()));
    must(set_setting(store, "a", "1"));
    {
      auto inner = must(Transaction::begin(store.database()));
    }
    EXPECT_FALSE(outer.commit());
  }
  EXPECT_EQ(must(setting(store, "a")), std::nullopt);
}

TEST_F(StoreFile, numbers_of_a_transaction_that_was_undone_are_forgotten) {
  Store store = open();
  {
    auto undone = must(Transaction::begin(store.database()));
    must(store.term("rhythm"));
  }
  must(add_signals(store, std::vector{signal_about("10.0.0.1", "e", at(0))}));
  EXPECT_EQ(number_of(store, "SELECT count(*) FROM signal JOIN term ON term.id = detector"), 1);
}

TEST(StoreTime, days_and_hours_are_those_of_utc) {
  EXPECT_EQ(day_of(timestamp_ns(0)), 0);
  EXPECT_EQ(day_of(timestamp_ns(-1)), -1);
  EXPECT_EQ(hour_of(timestamp_ns(-1)), -1);
  EXPECT_EQ(day_of(at(86'399)), test_day);
  EXPECT_EQ(day_of(at(86'400)), test_day + 1);
  EXPECT_EQ(start_of_day(INT64_MAX), Timestamp::max());
  EXPECT_EQ(start_of_hour(INT64_MIN), Timestamp::min());
}

TEST(StoreText, is_cut_at_a_character) {
  EXPECT_EQ(cut("abc", 3), "abc");
  EXPECT_EQ(cut("abcd", 3), "abc");
  EXPECT_EQ(cut("aé", 2), "a");
}

}  // namespace
}  // namespace davy::store
