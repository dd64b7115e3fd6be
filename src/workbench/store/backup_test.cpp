#include "workbench/store/backup.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "workbench/store/settings.hpp"
#include "workbench/store/store_test_support.hpp"

namespace davy::store {
namespace {

using testing::HasSubstr;
using Backup = StoreTest;

// All rows of all tables, as text.
std::string dump(Store& store) {
  std::vector<std::string> tables;
  {
    auto names = must(store.database().query(
        "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"));
    while (must(names.step())) tables.push_back(names.text(0));
  }
  std::string all;
  for (const std::string& table : tables) {
    auto columns = must(store.database().query(
        fmt::format("SELECT group_concat('quote(' || name || ')', '||''|''||') FROM "
                    "pragma_table_info('{}')",
                    table)));
    must(columns.step());
    auto rows =
        must(store.database().query(fmt::format("SELECT {} FROM {}", columns.view(0), table)));
    all += table + "\n";
    while (must(rows.step())) all += rows.text(0) + "\n";
  }
  return all;
}

void fill(Store& store) {
  std::vector<NewSignal> batch;
  for (int i = 0; i < 2'000; ++i)
    batch.push_back(signal_about(fmt::format("h{}", i % 50), fmt::format("e{}", i), at(i)));
  must(add_signals(store, batch));
  must(put_judgement(store, judged("h1", verdict::Level::confirmed, 1, at(0)), at(0)));
  must(append_audit(store, {.who = "li", .what = "x"}));
}

TEST_F(Backup, equals_its_source_and_can_be_used) {
  Store store = open();
  fill(store);
  must(back_up(store, file("copy")));
  const CheckReport report = must(check_backup(file("copy")));
  EXPECT_TRUE(report.problems.empty()) << report.problems.front();
  EXPECT_EQ(report.audit_entries, 1U);
  EXPECT_FALSE(std::filesystem::exists(file("copy-wal"))) << "a check leaves nothing beside it";
  EXPECT_FALSE(std::filesystem::exists(file("copy.part")));
  Store copy = open("copy");
  EXPECT_EQ(dump(copy), dump(store));
  must(append_audit(copy, {.who = "li"}));
  EXPECT_EQ(must(verify_audit(copy)).entries, 2U);
}

TEST_F(Backup, is_of_one_moment_while_others_write) {
  Store store = open();
  fill(store);
  Store writer = open();
  auto open_transaction = must(Transaction::begin(writer.database()));
  must(set_setting(writer, "late", "1"));
  must(back_up(store, file("copy")));
  must(open_transaction.commit());
  Store copy = open("copy");
  EXPECT_EQ(must(setting(copy, "late")), std::nullopt);
}

TEST_F(Backup, overwrites_nothing) {
  Store store = open();
  std::ofstream(file("copy")) << "mine";
  EXPECT_THAT(message_of(back_up(store, file("copy"))), HasSubstr("there already"));
  EXPECT_EQ(std::filesystem::file_size(file("copy")), 4U);
  EXPECT_FALSE(back_up(store, file("no/folder/copy")));
}

TEST_F(Backup, that_is_damaged_is_found) {
  Store store = open();
  fill(store);
  must(back_up(store, file("copy")));
  {
    std::fstream damaged(file("copy"), std::ios::in | std::ios::out | std::ios::binary);
    damaged.seekp(static_cast<std::streamoff>(std::filesystem::file_size(file("copy")) / 2));
    damaged << std::string(20'000, '\x5a');
  }
  const auto report = check_backup(file("copy"));
  EXPECT_TRUE(!report || !report->problems.empty());
}

TEST_F(Backup, check_finds_strays) {
  Store store = open();
  fill(store);
  must(
      store.database().script("PRAGMA foreign_keys = OFF; DELETE FROM subject WHERE name = 'h1';"
                              "DELETE FROM term WHERE text = 'shape'; DELETE FROM signal_day"));
  EXPECT_GE(must(check(store)).problems.size(), 3U);
}

}  // namespace
}  // namespace davy::store
