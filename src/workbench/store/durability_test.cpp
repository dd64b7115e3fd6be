// What has been acknowledged is there: after kill -9, a torn log, a full disk, another process in the way.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <random>
#include <thread>

#include "workbench/store/check.hpp"
#include "workbench/store/settings.hpp"
#include "workbench/store/store_test_support.hpp"
#include "workbench/store/subject_pages.hpp"

namespace davy::store {
namespace {

using testing::HasSubstr;
using Durability = StoreTest;

constexpr int rows_of_batch = 40;

std::vector<NewSignal> batch_of(int number) {
  std::vector<NewSignal> batch;
  for (int i = 0; i < rows_of_batch; ++i)
    batch.push_back(signal_about(fmt::format("h{}", i), fmt::format("batch {} row {}", number, i),
                                 at(number, test_day + number % 5)));
  return batch;
}

// The batches that are there; each must be whole.
std::vector<int> whole_batches(Store& store) {
  auto found = must(store.database().query(
      "SELECT CAST(substr(evidence, 7, instr(substr(evidence, 7), ' ') - 1) AS INTEGER) AS b,"
      " count(*) FROM signal GROUP BY b ORDER BY b"));
  std::vector<int> batches;
  while (must(found.step())) {
    EXPECT_EQ(found.integer(1), rows_of_batch) << "batch " << found.integer(0);
    batches.push_back(static_cast<int>(found.integer(0)));
  }
  return batches;
}

// Never returns: writes batches from `first` on, and tells each that was acknowledged.
[[noreturn]] void write_until_killed(const std::string& path, int first, int pipe) {
  auto store = Store::open(path);
  if (!store) ::_exit(1);
  for (int number = first;; ++number) {
    if (!add_signals(*store, batch_of(number))) ::_exit(2);
    if (::write(pipe, &number, sizeof number) != sizeof number) ::_exit(3);
  }
}

// Kills a writer after a while; the last batch that it told of.
int kill_writer(const std::string& path, int first, std::chrono::microseconds after) {
  int ends[2];
  EXPECT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    write_until_killed(path, first, ends[1]);
  }
  ::close(ends[1]);
  std::this_thread::sleep_for(after);
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << "exit " << WEXITSTATUS(status);
  int last = first - 1;
  for (int number = 0; ::read(ends[0], &number, sizeof number) == sizeof number;) last = number;
  ::close(ends[0]);
  return last;
}

// How many times longer a writer takes to get going than one that no sanitizer watches.
double slowness(const std::string& path) {
  constexpr std::chrono::duration<double> usual = std::chrono::milliseconds{50};
  const auto began = std::chrono::steady_clock::now();
  auto store = Store::open(path);
  EXPECT_TRUE(store.has_value());
  for (int number = 1; store && number <= 3; ++number)
    EXPECT_TRUE(add_signals(*store, batch_of(number)));
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  return std::max(1.0, took / usual);
}

TEST_F(Durability, every_acknowledged_batch_survives_kill_9) {
  std::mt19937 random(20'210'518);
  const double slower = slowness(file() + ".timed");
  std::uniform_int_distribution<int> microseconds(500, 120'000);
  open();
  int next = 1;
  int acknowledged = 0;
  for (int round = 0; round < 20; ++round) {
    const auto after = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::microseconds{microseconds(random)} * slower);
    const int last = kill_writer(file(), next, after);
    acknowledged = std::max(acknowledged, last);
    Store store = open();
    const auto batches = whole_batches(store);
    ASSERT_GE(static_cast<int>(batches.size()), acknowledged) << "round " << round;
    for (int i = 0; i < static_cast<int>(batches.size()); ++i)
      ASSERT_EQ(batches[static_cast<std::size_t>(i)], i + 1);
    EXPECT_LE(static_cast<int>(batches.size()), last + 1) << "one at most is there unasked";
    ASSERT_TRUE(must(check(store)).problems.empty());
    next = static_cast<int>(batches.size()) + 1;
  }
  EXPECT_GT(acknowledged, 20);
}

// As a power cut leaves it: the log ends anywhere, or in rubbish.
class TornLog : public StoreTest {
 protected:
  // A copy of a store in use, with its log.
  void copy_in_use() {
    Store store = open();
    must(store.database().script("PRAGMA wal_autocheckpoint = 0"));
    for (int number = 1; number <= batches; ++number) must(add_signals(store, batch_of(number)));
    std::filesystem::copy_file(file(), file("kept"));
    std::filesystem::copy_file(file("davy.store-wal"), file("kept-wal"));
    put_back();
  }
  void put_back() const {
    const auto over = std::filesystem::copy_options::overwrite_existing;
    std::filesystem::copy_file(file("kept"), file("torn"), over);
    std::filesystem::copy_file(file("kept-wal"), file("torn-wal"), over);
  }
  void expect_a_beginning() {
    Store store = open("torn");
    EXPECT_TRUE(must(check(store)).problems.empty());
    const auto there = whole_batches(store);
    EXPECT_LT(there.size(), std::size_t{batches});
    for (std::size_t i = 0; i < there.size(); ++i) EXPECT_EQ(there[i], static_cast<int>(i) + 1);
    must(add_signals(store, batch_of(77)));
  }
  static constexpr int batches = 25;
};

TEST_F(TornLog, that_was_cut_loses_its_end_only) {
  copy_in_use();
  const auto size = std::filesystem::file_size(file("torn-wal"));
  std::mt19937 random(7);
  for (int i = 0; i < 8; ++i) {
    put_back();
    std::filesystem::resize_file(file("torn-wal"), 1 + random() % (size - 1));
    expect_a_beginning();
  }
}

TEST_F(TornLog, whose_end_is_rubbish_loses_its_end_only) {
  copy_in_use();
  const auto size = static_cast<std::streamoff>(std::filesystem::file_size(file("torn-wal")));
  {
    std::fstream log(file("torn-wal"), std::ios::in | std::ios::out | std::ios::binary);
    log.seekp(size - 9'000);
    log << std::string(9'000, '\xa5');
  }
  expect_a_beginning();
}

TEST_F(Durability, a_full_disk_keeps_what_was_there_and_says_what_to_do) {
  Store store = open();
  must(add_signals(store, batch_of(1)));
  must(store.database().script(
      fmt::format("PRAGMA max_page_count = {}", number_of(store, "PRAGMA page_count") + 3)));
  std::vector<NewSignal> large;
  for (int number = 2; number < 20; ++number)
    for (NewSignal& signal : batch_of(number)) large.push_back(std::move(signal));
  const auto full = add_signals(store, large);
  EXPECT_THAT(message_of(full), HasSubstr("the disk is full"));
  EXPECT_EQ(whole_batches(store), std::vector{1});
  EXPECT_TRUE(must(check(store)).problems.empty());
  must(store.database().script("PRAGMA max_page_count = 1000000"));
  EXPECT_EQ(must(add_signals(store, large)).added, large.size());
}

// A process that holds the store for a while.
pid_t hold(const std::string& path, std::chrono::milliseconds how_long, int pipe) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  {
    auto store = Store::open(path);
    if (!store) ::_exit(1);
    auto transaction = Transaction::begin(store->database());
    const bool told = transaction && ::write(pipe, "x", 1) == 1;
    std::this_thread::sleep_for(how_long);
    if (!told || !transaction->commit()) ::_exit(2);
  }
  ::_exit(0);
}

TEST_F(Durability, another_process_is_waited_for_and_then_named) {
  open();
  for (const auto how_long : {std::chrono::milliseconds{100}, std::chrono::milliseconds{1'500}}) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = hold(file(), how_long, ends[1]);
    char ready = 0;
    ASSERT_EQ(::read(ends[0], &ready, 1), 1);
    Store store = open();  // waits for 300 ms
    EXPECT_TRUE(must(subject_page(store, {})).rows.empty()) << "readers do not wait";
    const auto written = set_setting(store, "a", "b");
    if (how_long < std::chrono::seconds{1})
      EXPECT_TRUE(written) << message_of(written);
    else
      EXPECT_THAT(message_of(written), HasSubstr("another process"));
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
    for (const int end : ends) ::close(end);
  }
}

}  // namespace
}  // namespace davy::store
