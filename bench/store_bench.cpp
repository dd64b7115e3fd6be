// How fast the store takes signals, how large it grows, and how long a console waits for an answer.
//
//   store_bench FILE [SIGNALS [SUBJECTS]]     10,000,000 and 100,000 of a year if nothing else is said; a FILE that is there
//                                             is asked only
//
// What is in it: store_site.hpp. Queries are asked with what is in the system's memory; each is asked 100 times with different
// parameters.
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

#include "store_site.hpp"
#include "workbench/store/audit.hpp"
#include "workbench/store/coverage.hpp"
#include "workbench/store/subject_pages.hpp"
#include "workbench/store/trends.hpp"

namespace {

using namespace davy;
using namespace davy::store;
using namespace davy::bench;
using Clock = std::chrono::steady_clock;

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

class Bench {
 public:
  Bench(const std::string& path, std::size_t signals, std::size_t subjects)
      : path_(path),
        signals_(signals),
        subjects_(subjects),
        store_(must(Store::open(path))),
        site_(store_, signals, subjects) {}

  void fill() {
    must(site_.keep_for_ever());
    put("signals", signals_, [this] { return site_.add_signals(); });
    put("subjects judged", subjects_, [this] { return site_.add_judgements(); });
    must(site_.add_flows());
    must(site_.add_coverage());
    must(site_.add_cases());
    must(site_.add_register());
    must(site_.add_places());
    must(site_.add_exemptions());
    must(site_.add_notices());
    must(site_.add_audit());
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
      page({.after = SubjectCursor{ns(Site::time_of(random_() % subjects_, subjects_)), 0, 0}});
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

  void put(std::string_view what, std::size_t count, const std::function<Result<void>()>& add) {
    const auto start = Clock::now();
    const double processor_start_s = processor_s();
    must(add());
    const double took_s = seconds_since(start);
    fmt::print("{} {} in {:.1f} s ({:.1f} s of the processor): {:.0f} a second\n", count, what,
               took_s, processor_s() - processor_start_s, static_cast<double>(count) / took_s);
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
  Site site_;
  std::mt19937_64 random_{2};
};

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) give_up("which FILE?");
  const bool is_filled = std::filesystem::exists(arguments[1]);
  const auto number = [&](int place, std::size_t otherwise) {
    return count > place ? std::strtoull(arguments[place], nullptr, 10) : otherwise;
  };
  Bench bench(arguments[1], number(2, 10'000'000), number(3, 100'000));
  if (!is_filled) bench.fill();
  bench.size();
  bench.ask();
  return 0;
}
