// How fast the store takes signals, how large it grows, and how long a console waits for an answer.
//
//   store_bench FILE [SIGNALS [SUBJECTS]]     10,000,000 and 100,000 of a year if nothing else is said; a FILE that is there
//                                             is asked only
//
// Signals come in the order of time, one in a hundred a day late; a few subjects have most of them. Queries are asked with what is
// in the system's memory; each is asked 100 times with different parameters.
#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "workbench/store/audit.hpp"
#include "workbench/store/coverage.hpp"
#include "workbench/store/subject_pages.hpp"
#include "workbench/store/trends.hpp"

namespace {

using namespace davy;
using namespace davy::store;
using Clock = std::chrono::steady_clock;

constexpr std::int64_t first_day = 20'089;  // 2025-01-01
constexpr std::int64_t days = 365;
constexpr std::size_t batch_rows = 5'000;
constexpr std::int64_t sensors_there = 20;

[[noreturn]] void give_up(const std::string& message) {
  fmt::print(stderr, "store_bench: {}\n", message);
  std::exit(2);
}

template <class T>
T must(Result<T> result) {
  if (!result) give_up(result.error().message);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

double processor_s() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::string host(std::size_t number) {
  return fmt::format("10.{}.{}.{}", number >> 16 & 255, number >> 8 & 255, number & 255);
}

class Bench {
 public:
  Bench(const std::string& path, std::size_t signals, std::size_t subjects)
      : path_(path), signals_(signals), subjects_(subjects), store_(must(Store::open(path))) {}

  void fill() {
    const auto start = Clock::now();
    const double processor_start_s = processor_s();
    std::vector<NewSignal> batch;
    for (std::size_t i = 0; i < signals_; ++i) {
      batch.push_back(signal(i));
      if (batch.size() < batch_rows && i + 1 < signals_) continue;
      must(add_signals(store_, batch));
      batch.clear();
    }
    const double took_s = seconds_since(start);
    fmt::print("{} signals in {:.1f} s ({:.1f} s of the processor): {:.0f} signals/s\n", signals_,
               took_s, processor_s() - processor_start_s, static_cast<double>(signals_) / took_s);
  }

  void judge() {
    const auto start = Clock::now();
    const double processor_start_s = processor_s();
    for (std::size_t i = 0; i < subjects_;) {
      auto transaction = must(Transaction::begin(store_.database()));
      for (const std::size_t end = std::min(subjects_, i + 2'000); i < end; ++i)
        must(put_judgement(store_, judgement(i), time_of(i, subjects_)));
      must(transaction.commit());
    }
    const double took_s = seconds_since(start);
    fmt::print("{} subjects judged in {:.1f} s ({:.1f} s of the processor): {:.0f} subjects/s\n",
               subjects_, took_s, processor_s() - processor_start_s,
               static_cast<double>(subjects_) / took_s);
  }

  void cover() {
    for (std::int64_t sensor = 0; sensor < sensors_there; ++sensor) {
      std::vector<CoverageCell> cells;
      for (std::int64_t hour = first_day * 24; hour < (first_day + days) * 24; ++hour)
        cells.push_back({.sensor = fmt::format("sensor-{}", sensor),
                         .hour = hour,
                         .alive_s = 3'600,
                         .packets = 1'000'000,
                         .first_seen = start_of_hour(hour),
                         .last_seen = start_of_hour(hour + 1)});
      must(add_coverage(store_, cells));
    }
    auto transaction = must(Transaction::begin(store_.database()));
    for (int i = 0; i < 100'000; ++i)
      must(append_audit(store_, {.at = start_of_day(first_day),
                                 .who = fmt::format("person-{}", i % 40),
                                 .what = "page.seen",
                                 .object = "host " + host(random_() % subjects_)}));
    must(transaction.commit());
  }

  void size() {
    must(store_.database().script("PRAGMA wal_checkpoint(TRUNCATE)"));
    const auto octets = static_cast<double>(std::filesystem::file_size(path_));
    fmt::print("{:.0f} MB in all\n", octets / 1e6);
    auto tables =
        must(store_.database().query("SELECT name, sum(pgsize) FROM dbstat WHERE aggregate = 1 "
                                     "GROUP BY name ORDER BY 2 DESC LIMIT 12"));
    while (must(tables.step()))
      fmt::print("  {:<32} {:9.1f} MB\n", tables.view(0),
                 static_cast<double>(tables.integer(1)) / 1e6);
  }

  void ask() {
    subject_queries();
    const auto any = [this] { return static_cast<std::int64_t>(random_() % subjects_) + 1; };
    time("signals of a subject, first page", [&] { must(signals_of(store_, any(), {}, 50)); });
    time("signals of a subject, oldest",
         [&] { must(signals_of(store_, any(), SignalCursor{first_day + 30, INT64_MAX}, 50)); });
    time("subject with its event", [&] { must(subject_detail(store_, any())); });
    time("verdict history", [&] { must(verdict_changes_of(store_, any())); });
    time("counts by level", [&] { must(level_counts(store_)); });
    time("counts by level of hosts", [&] { must(level_counts(store_, "host")); });
    time("trend of a year", [&] { must(trend(store_, first_day, first_day + days)); });
    time("heat map, 20 sensors x 30 days", [&] {
      const std::int64_t from = (first_day + static_cast<std::int64_t>(random_() % 300)) * 24;
      must(coverage_cells(store_, {.from_hour = from, .to_hour = from + 720}));
    });
    time("audit page", [&] { must(audit_page(store_, {})); });
    time("audit page of a person", [&] { must(audit_page(store_, {.who = "person-7"})); });
    time("audit page of a host",
         [&] { must(audit_page(store_, {.object = "host " + host(random_() % subjects_)})); });
  }

 private:
  void subject_queries() {
    const auto page = [this](const SubjectFilter& filter) {
      return must(subject_page(store_, filter));
    };
    time("subjects by last_seen", [&] { page({}); });
    time("subjects by probability", [&] { page({.order = SubjectOrder::probability}); });
    time("subjects, a page in the middle", [&] {
      page({.after = SubjectCursor{ns(time_of(random_() % subjects_, subjects_)), 0, 0}});
    });
    time("subjects of a level", [&] { page({.level = verdict::Level::confirmed}); });
    time("subjects of a level by probability",
         [&] { page({.level = verdict::Level::suspected, .order = SubjectOrder::probability}); });
    time("subjects of a kind", [&] { page({.kind = "meter"}); });
    time("subjects of a unit", [&] { page({.unit = "physics"}); });
    time("subjects by text, many", [&] { page({.text = "10.0."}); });
    time("subjects by text, none", [&] { page({.text = "no such"}); });
    time("subjects of level, kind, since, text", [&] {
      page({.level = verdict::Level::confirmed,
            .kind = "host",
            .text = "77",
            .seen_since = start_of_day(first_day + 200)});
    });
  }

  // Each three times as often as the one a thousand places on.
  std::size_t some_subject() {
    const double u = std::uniform_real_distribution<>(0, 1)(random_);
    return std::min(subjects_ - 1,
                    static_cast<std::size_t>(static_cast<double>(subjects_) * u * u));
  }

  Timestamp time_of(std::size_t i, std::size_t all) const {
    const double part = static_cast<double>(i) / static_cast<double>(all);
    return start_of_day(first_day) +
           Duration{static_cast<std::int64_t>(part * static_cast<double>(days) * 86'400e9)};
  }

  NewSignal signal(std::size_t i) {
    Timestamp when = time_of(i, signals_);
    if (i % 100 == 0) when -= std::chrono::hours{24};
    static constexpr std::array detectors{"mining_conversation", "rhythm", "contact", "synchrony"};
    return {
        .subject = {"host", host(some_subject())},
        .sensor = fmt::format("sensor-{}", random_() % sensors_there),
        .detector = detectors[random_() % detectors.size()],
        .independence_group = "shape",
        .observed_at = when,
        .window_first = when - std::chrono::minutes{30},
        .window_last = when,
        .strength_nats = static_cast<double>(random_() % 1'000) / 100,
        .evidence = fmt::format("shaped like a miner and its pool: in {} min, {} messages of {} "
                                "octets that the client had not asked for",
                                random_() % 600, random_() % 5'000, random_() % 900),
        .input = fmt::format("sensor-{}", random_() % sensors_there),
        .pack_version = "built-in"};
  }

  Judgement judgement(std::size_t i) {
    const Timestamp when = time_of(i, subjects_);
    return {.subject = {i % 100 == 0 ? "meter" : "host", host(i)},
            .level = static_cast<verdict::Level>(random_() % 5),
            .probability = static_cast<double>(random_() % 1'000'000) / 1e6,
            .first_seen = when - std::chrono::hours{2},
            .last_seen = when,
            .coin = "XMR",
            .dialect = "cryptonote",
            .event = std::string(2'000, '.')};
  }

  static void time(std::string_view what, const std::function<void()>& ask) {
    constexpr int times = 100;
    std::vector<double> took_ms;
    std::vector<double> processor_ms;
    for (int i = 0; i < times; ++i) {
      const auto start = Clock::now();
      const double processor_start_s = processor_s();
      ask();
      took_ms.push_back(seconds_since(start) * 1e3);
      processor_ms.push_back((processor_s() - processor_start_s) * 1e3);
    }
    std::ranges::sort(took_ms);
    std::ranges::sort(processor_ms);
    fmt::print("{:<40} p50 {:7.2f} ms  p95 {:7.2f} ms  processor p95 {:7.2f} ms\n", what,
               took_ms[times / 2], took_ms[times * 95 / 100], processor_ms[times * 95 / 100]);
  }

  std::string path_;
  std::size_t signals_;
  std::size_t subjects_;
  Store store_;
  std::mt19937_64 random_{1};
};

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) give_up("which FILE?");
  const bool is_filled = std::filesystem::exists(arguments[1]);
  const auto number = [&](int place, std::size_t otherwise) {
    return count > place ? std::strtoull(arguments[place], nullptr, 10) : otherwise;
  };
  Bench bench(arguments[1], number(2, 10'000'000), number(3, 100'000));
  if (!is_filled) {
    bench.fill();
    bench.judge();
    bench.cover();
  }
  bench.size();
  bench.ask();
  return 0;
}
