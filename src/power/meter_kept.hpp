// The part of a MeterBook's meter that few readings touch. For power/meter_*.cpp only.
//
// Threads: as the book.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "power/hour_means.hpp"
#include "power/meter_book.hpp"

namespace davy::power {

// Readings several times a minute become one.
struct InMinute {
  std::int64_t minute = -1;
  int count = 0;
  double mean = 0;
};

// A time far ahead waits until others agree.
struct Waiting {
  Moment at;
  double value;
};

struct MeterExtra {
  InMinute in_minute;
  SecondPass again{.hour = std::numeric_limits<Hour>::min()};  // an hour whose readings come again
  std::vector<SecondPass> second_passes;
  std::vector<Waiting> waiting;
};

struct MeterBook::Kept {
  std::string name;
  HourBlocks<float> points;
  HourBlocks<double> registers;
  Quality quality;
  std::int64_t told_s = 0;

  bool has_extra() const { return extra_ != nullptr; }
  MeterExtra& extra() {
    if (!extra_) extra_ = std::make_unique<MeterExtra>();
    return *extra_;
  }

 private:
  std::unique_ptr<MeterExtra> extra_;
};

}  // namespace davy::power
