// In which minutes of an hour a meter was read: a small number for each pattern that occurs.
//
// Shape:   minutes as bits 0 to 59. 0 is the number of the empty pattern. Most estates show a few hundred patterns; beyond
//          limits::meter_patterns_max a pattern is taken for the even one with as many readings, and coarsened() says so.
// Threads: one owner.
#pragma once

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace davy::power {

using Minutes = std::uint64_t;

class MinutePatterns {
 public:
  MinutePatterns();

  std::uint16_t number(Minutes minutes) {
    const Recent& recent = recent_[slot(minutes)];
    return recent.minutes == minutes ? recent.number : find(minutes);
  }
  Minutes minutes(std::uint16_t number) const { return patterns_[number]; }
  std::uint64_t coarsened() const { return coarsened_; }

 private:
  struct Recent {
    Minutes minutes = 0;
    std::uint16_t number = 0;
  };
  static std::size_t slot(Minutes minutes) { return minutes * 0x9e3779b97f4a7c15u >> 58; }
  std::uint16_t find(Minutes minutes);

  std::array<Recent, 64> recent_{};
  std::vector<Minutes> patterns_;
  std::unordered_map<Minutes, std::uint16_t> numbers_;
  std::uint64_t coarsened_ = 0;
};

}  // namespace davy::power
