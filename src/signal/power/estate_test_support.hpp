// An estate made by formula: buildings with weeks, seasons and noise of their own, for tests.
#pragma once

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "power/power_record.hpp"

namespace davy::signal {

inline constexpr power::Day estate_first_day = 17'532;  // 2018-01-01, a Monday

inline power::PowerRecord made_building(unsigned seed, int days, float mean_kw = 20) {
  std::mt19937 random(seed);
  std::normal_distribution<float> noise(0, 0.03F);
  power::PowerRecord record{.meter = "m" + std::to_string(seed),
                            .first_hour = estate_first_day * 24,
                            .kw = {},
                            .quality = {}};
  const float evening = 14 + static_cast<float>(seed % 5);
  for (int h = 0; h < days * 24; ++h) {
    const auto hour = static_cast<float>(h % 24);
    const bool week_end = h / 24 % 7 >= 5;
    const float season = 1 + 0.2F * std::cos(2 * 3.14159F * static_cast<float>(h) / 8766);
    const float day =
        std::exp(-(hour - evening) * (hour - evening) / 18) * (week_end ? 0.3F : 1.0F);
    record.kw.push_back(mean_kw * season * (0.6F + day + noise(random)));
  }
  return record;
}

inline std::vector<power::PowerRecord> made_estate(unsigned buildings, int days) {
  std::vector<power::PowerRecord> estate;
  for (unsigned b = 0; b < buildings; ++b)
    estate.push_back(made_building(b, days, 10 + 7 * static_cast<float>(b)));
  return estate;
}

inline void add_load(power::PowerRecord& record, power::Hour from, float kw) {
  for (power::Hour h = std::max(from, record.first_hour); h < record.end_hour(); ++h)
    record.kw[static_cast<std::size_t>(h - record.first_hour)] += kw;
}

}  // namespace davy::signal
