#include "signal/power/day_channels.hpp"

#include <algorithm>

namespace davy::signal {
namespace {

constexpr std::size_t block_hours_min = 2;  // of three
constexpr std::size_t day_hours_min = 20;

float mean_of(const float* hours, std::size_t count, std::size_t needed) {
  float sum = 0;
  std::size_t there = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (power::is_gap(hours[i])) continue;
    sum += hours[i];
    ++there;
  }
  return there < needed ? power::gap : sum / static_cast<float>(there);
}

float second_lowest(std::array<float, 24> hours) {
  const auto end = std::remove_if(hours.begin(), hours.end(), power::is_gap);
  if (end - hours.begin() < static_cast<std::ptrdiff_t>(day_hours_min)) return power::gap;
  std::nth_element(hours.begin(), hours.begin() + 1, end);
  return hours[1];
}

}  // namespace

DayFigures day_figures(const power::PowerRecord& record, power::Day day) {
  std::array<float, 24> hours;
  for (int h = 0; h < 24; ++h) hours[static_cast<std::size_t>(h)] = record.at(day * 24 + h);
  DayFigures out;
  for (std::size_t b = 0; b < blocks_per_day; ++b)
    out[b] = mean_of(hours.data() + b * hours_per_block, hours_per_block, block_hours_min);
  out[base_channel] = second_lowest(hours);
  out[mean_channel] = mean_of(hours.data(), hours.size(), day_hours_min);
  return out;
}

DayChannels day_channels(const power::PowerRecord& record, power::Day first, power::Day end) {
  DayChannels out{.first_day = first, .days = {}};
  out.days.reserve(static_cast<std::size_t>(std::max(0, end - first)));
  for (power::Day day = first; day < end; ++day) out.days.push_back(day_figures(record, day));
  return out;
}

power::Day first_day(const power::PowerRecord& record) {
  return record.first_hour >= 0 ? record.first_hour / 24 : (record.first_hour - 23) / 24;
}
power::Day end_day(const power::PowerRecord& record) {
  const power::Hour last = record.end_hour() - 1;
  return (last >= 0 ? last / 24 : (last - 23) / 24) + 1;
}

}  // namespace davy::signal
