// Fills a store as a large site fills it in a year: signals, subjects with verdicts, flows, coverage, cases, a register, lists of authorities, an audit log.
//
// Units:   days since 1970, UTC.
// Shape:   signals come in the order of time, one in a hundred a day late; a few subjects have most of them. Of a hundred
//          subjects two are confirmed, three probable, fifteen suspected, sixty cleared; each that is confirmed or probable has
//          a case but one in five. The same seed fills the same store.
// Errors:  the store's.
// Bounds:  none: what is asked for is made.
// Threads: of the store.
#pragma once

#include <fmt/format.h>

#include <random>
#include <string>

#include "workbench/store/subjects.hpp"

namespace davy::bench {

inline constexpr std::int64_t first_day = 20'089;  // 2025-01-01
inline constexpr std::int64_t days = 365;

inline std::string host(std::size_t number) {
  return fmt::format("10.{}.{}.{}", number >> 16 & 255, number >> 8 & 255, number & 255);
}

class Site {
 public:
  Site(store::Store& store, std::size_t signals, std::size_t subjects)
      : store_(store), signals_(signals), subjects_(subjects) {}

  Result<void> add_signals();
  Result<void> add_judgements();
  Result<void> add_flows();
  Result<void> add_coverage();
  Result<void> add_cases();
  Result<void> add_register();
  Result<void> add_places();
  Result<void> add_exemptions();
  Result<void> add_notices();
  Result<void> add_audit();
  Result<void> keep_for_ever();

  // When the i-th of so many things of the year was.
  static Timestamp time_of(std::size_t i, std::size_t all);

 private:
  std::size_t some_subject();
  store::NewSignal signal(std::size_t i);
  store::Judgement judgement(std::size_t i);

  store::Store& store_;
  std::size_t signals_;
  std::size_t subjects_;
  std::mt19937_64 random_{1};
};

}  // namespace davy::bench
