#include "workbench/relay/sender.hpp"

#include <fstream>

#include "workbench/store/store_test_support.hpp"

namespace davy::relay {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using store::at;
using store::must;

// A sender to a file, in a folder that can be taken away: that is how sending fails.
class SenderTest : public store::StoreTest {
 protected:
  SenderTest() : there(folder / "out"), outlet_file(there / "eve.json") {
    std::filesystem::create_directory(there);
    outlet = {.name = "eve",
              .every = Duration{},
              .give_up_after = hours{72},
              .path = outlet_file.string()};
  }
  Sender sender(Timestamp when) {
    return must(Sender::open(open(), outlet, must(make_carrier(outlet, {})), "mark", when));
  }
  void judge(const std::string& host, verdict::Level level, Timestamp when) {
    store::Store store = open();
    must(
        put_judgement(store, store::judged(host, level, 0.99, when), when, store::Replace::always));
  }
  void fail() { std::filesystem::rename(there, folder / "away"); }
  void mend() { std::filesystem::rename(folder / "away", there); }
  std::size_t lines() const {
    std::ifstream file(outlet_file);
    std::string line;
    std::size_t count = 0;
    while (std::getline(file, line)) ++count;
    return count;
  }
  OutletState state() const {
    store::Store store = open();
    return must(outlet_states(store)).front();
  }

  std::filesystem::path there, outlet_file;
  Outlet outlet;
};

Step step_at(Sender& sender, Timestamp now, double share = 1) {
  return must(sender.step([now] { return now; }, share));
}

using verdict::Level;

TEST_F(SenderTest, waits_longer_after_each_failure_and_no_longer_than_a_quarter_of_an_hour) {
  Sender one = sender(at(0));
  judge("10.0.0.1", Level::confirmed, at(1));
  fail();
  Timestamp now = at(2);
  Duration before{};
  for (int tries = 1; tries <= 14; ++tries) {
    EXPECT_TRUE(step_at(one, now).failed);
    const Duration wait = state().next_try - now;
    EXPECT_EQ(wait, std::min<Duration>(before == Duration{} ? retry_first : before * 2, retry_max));
    EXPECT_FALSE(step_at(one, now + wait - seconds{1}).failed) << "tried too early";
    before = wait;
    now += wait;
  }
  EXPECT_EQ(before, retry_max);
  mend();
  const Step step = step_at(one, now);
  EXPECT_TRUE(step.recovered && step.is_done);
  EXPECT_EQ(step.sent, 1u);
  EXPECT_EQ(lines(), 1u);
  EXPECT_EQ(state().failed, 14);
}

TEST_F(SenderTest, chance_takes_up_to_half_of_the_wait) {
  Sender one = sender(at(0));
  judge("10.0.0.1", Level::confirmed, at(1));
  fail();
  step_at(one, at(2), 0);
  EXPECT_EQ(state().next_try - at(2), retry_first / 2);
}

TEST_F(SenderTest, gives_up_what_is_too_old_after_an_outage_as_long_and_counts_it) {
  Sender one = sender(at(0));
  judge("10.0.0.1", Level::confirmed, at(1));
  judge("10.0.0.2", Level::confirmed, at(2));
  fail();
  EXPECT_TRUE(step_at(one, at(3)).began_to_fail);
  const Step later = step_at(one, at(3) + hours{71});
  EXPECT_TRUE(later.failed && !later.began_to_fail);
  EXPECT_EQ(later.dropped, 0u);
  const Step too_late = step_at(one, at(3) + hours{73});
  EXPECT_EQ(too_late.dropped, 2u);
  EXPECT_TRUE(too_late.is_done);
  judge("10.0.0.3", Level::confirmed, at(4) + hours{73});
  mend();
  EXPECT_EQ(step_at(one, at(5) + hours{73}).sent, 1u);
  EXPECT_EQ(lines(), 1u);
  EXPECT_EQ(state().dropped, 2);
}

TEST_F(SenderTest, old_news_of_a_new_outlet_are_not_too_old) {
  judge("10.0.0.1", Level::confirmed, at(1));
  outlet.from_beginning = true;
  Sender one = sender(at(0) + hours{24 * 365});
  EXPECT_EQ(step_at(one, at(1) + hours{24 * 365}).sent, 1u);
}

TEST_F(SenderTest, gathers_news_and_tells_a_subject_once) {
  outlet.every = seconds{60};
  Sender one = sender(at(0));
  judge("10.0.0.1", Level::suspected, at(1));
  judge("10.0.0.1", Level::confirmed, at(2));
  EXPECT_EQ(step_at(one, at(3)).sent, 1u);
  judge("10.0.0.1", Level::cleared, at(4));
  judge("10.0.0.1", Level::confirmed, at(5));
  judge("10.0.0.2", Level::confirmed, at(6));
  EXPECT_EQ(step_at(one, at(62)).sent, 0u);
  EXPECT_EQ(step_at(one, at(63)).sent, 2u);
  EXPECT_EQ(lines(), 3u);
}

TEST_F(SenderTest, a_clock_that_is_set_back_neither_silences_nor_repeats) {
  outlet.every = seconds{60};
  Sender one = sender(at(7'200));
  judge("10.0.0.1", Level::confirmed, at(7'200));
  EXPECT_EQ(step_at(one, at(7'201)).sent, 1u);
  judge("10.0.0.2", Level::confirmed, at(3'600));
  EXPECT_EQ(step_at(one, at(3'601)).sent, 1u);
  EXPECT_EQ(step_at(one, at(9'000)).sent, 0u);
  EXPECT_EQ(lines(), 2u);
}

TEST_F(SenderTest, a_batch_that_was_under_way_is_the_same_after_a_restart) {
  {
    Sender one = sender(at(0));
    judge("10.0.0.1", Level::confirmed, at(1));
    fail();
    EXPECT_TRUE(step_at(one, at(2)).failed);
  }
  mend();
  judge("10.0.0.1", Level::cleared, at(3));
  Sender again = sender(at(4));
  EXPECT_EQ(step_at(again, at(60)).sent, 1u);
  const std::int64_t first_end = state().verdicts.told;
  EXPECT_EQ(step_at(again, at(61)).sent, 1u);
  EXPECT_EQ(state().verdicts.told, first_end + 1);
  EXPECT_EQ(lines(), 2u);
}

}  // namespace
}  // namespace davy::relay
