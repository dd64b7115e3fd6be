#include "signal/power/closed_floor.hpp"

#include <algorithm>
#include <cmath>

namespace davy::signal {
namespace {

constexpr float fell_share_min = 1.0F / 3;
constexpr float low_share = 0.5F;  // a stretch below it is a floor, even if most days are above
constexpr float quarter = 0.25F;   // of what was closed: so much above the stretch is another level
constexpr float same_level = 0.125F;  // and so little is the stretch's own

// The lowest median of three known days that follow each other.
float lowest_stretch(const ClosedAccount& a) {
  float lowest = power::gap;
  for (int day = 1; day < std::min(a.end, floor_end); ++day) {
    const DayValues row = a.known_from(mean_channel, day, days_in_a_row, floor_end);
    lowest = std::fmin(lowest, median_of(row, days_in_a_row));
  }
  return lowest;
}

std::vector<int> days_between(const ClosedAccount& a, int first, float kw_max) {
  std::vector<int> days;
  for (int day = first; day < std::min(a.end, floor_end); ++day)
    if (a.at(mean_channel, day) <= kw_max) days.push_back(day);
  return days;
}

Spread spread_on(const ClosedAccount& a, std::size_t channel, const std::vector<int>& days) {
  DayValues values;
  for (const int day : days)
    if (!power::is_gap(a.at(channel, day))) values.push_back(a.at(channel, day));
  return values.empty() ? Spread{power::gap, 0} : spread_of(values);
}

}  // namespace

float ClosedAccount::at(std::size_t channel, int day) const {
  const int i = closed_on + day - channels.first_day;
  return i < 0 || i >= static_cast<int>(channels.days.size())
             ? power::gap
             : channels.days[static_cast<std::size_t>(i)][channel];
}

DayValues ClosedAccount::between(std::size_t channel, int first, int last) const {
  DayValues out;
  for (int day = first; day < last; ++day) out.push_back(at(channel, day));
  return out;
}

DayValues ClosedAccount::known_from(std::size_t channel, int day, std::size_t count,
                                    int last) const {
  DayValues out;
  for (; day < std::min(end, last) && out.size() < count; ++day)
    if (!power::is_gap(at(channel, day))) out.push_back(at(channel, day));
  return out;
}

std::size_t ClosedAccount::known(int first, int last) const {
  std::size_t count = 0;
  for (int day = first; day < last; ++day) count += power::is_gap(at(mean_channel, day)) ? 0 : 1;
  return count;
}

ClosedAccount account_of(const power::PowerRecord& record, power::Day closed_on) {
  ClosedAccount out{.closed_on = closed_on};
  out.channels.first_day = closed_on;
  if (record.kw.empty()) return out;
  const power::Day end = std::max(closed_on, end_day(record));
  out.channels = day_channels(record, closed_on - days_before_closing, end);
  out.end = end - closed_on;
  return out;
}

std::vector<int> floor_days(const ClosedAccount& a, float before, float told) {
  const float median =
      median_of(a.between(mean_channel, floor_first, std::min(a.end, floor_end)), 1);
  const float lowest = lowest_stretch(a);
  const bool fell = median <= told + (1 - fell_share_min) * (before - told);
  const bool stretch_is_low = lowest <= told + low_share * (before - told);
  if (!fell && !stretch_is_low) return {};
  // What came back within the two weeks must not pass as the floor.
  if (!fell || (stretch_is_low && median - lowest > quarter * (before - lowest)))
    return days_between(a, 1, lowest + same_level * (before - lowest));
  return days_between(a, floor_first, std::numeric_limits<float>::max());
}

LoadFloor floor_of(const ClosedAccount& a, const std::vector<int>& days,
                   std::optional<float> told) {
  LoadFloor floor;
  const Spread seen = spread_on(a, mean_channel, days);
  floor.kw = told.value_or(seen.median);
  for (std::size_t b = 0; b < blocks_per_day; ++b) {
    floor.blocks[b] = spread_on(a, b, days);
    float& kw = floor.blocks[b].median;
    kw = std::isnan(kw) ? floor.kw : std::max(0.0F, kw + floor.kw - seen.median);
  }
  if (!days.empty()) floor.first = days.front();
  return floor;
}

Spread spread_of(const DayValues& values) {
  return spread_of(
      Eigen::Map<const Eigen::VectorXf>(values.data(), static_cast<Eigen::Index>(values.size())));
}

}  // namespace davy::signal
