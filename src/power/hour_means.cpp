#include "power/hour_means.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>

#include "power/cadence.hpp"

namespace davy::power {
namespace {

constexpr int hour_min = 60;
constexpr int coverage_min = 30;
constexpr int register_span_max_min = 90;  // a longer difference does not say which hour it is of

int readings(Minutes minutes) { return std::popcount(minutes); }

// Whether the readings of every hour are the same ones and fill it: then nothing is left to find out.
bool fills_each_hour(const PointHours& hours) {
  std::uint16_t mark = 0;
  for (Hour hour = hours.blocks.first(); hour < hours.blocks.end(); ++hour) {
    const std::uint16_t own = hours.blocks.mark(hour);
    if (own == 0) continue;
    if (mark != 0 && own != mark) return false;
    mark = own;
  }
  const Minutes minutes = hours.patterns.minutes(mark);
  const int count = readings(minutes);
  if (count < 2 || hour_min % count != 0) return false;
  const int step = hour_min / count;
  const int first = std::countr_zero(minutes);
  if (first >= step || (hours.told_min != 0 && hours.told_min < step)) return false;
  for (int i = 0; i < count; ++i)
    if ((minutes >> (first + i * step) & 1) == 0) return false;
  return true;
}

std::vector<LocalMinute> times_of(const PointHours& hours) {
  std::vector<LocalMinute> times;
  for (Hour hour = hours.blocks.first(); hour < hours.blocks.end(); ++hour)
    for (Minutes rest = hours.patterns.minutes(hours.blocks.mark(hour)); rest != 0;
         rest &= rest - 1)
      times.push_back(hour * hour_min + std::countr_zero(rest));
  return times;
}

struct Coverage {
  int minutes = 0;
  int coarse = 0;  // readings of which nobody knows how long they last
};

float mean_of(const PointHours& hours, Hour hour, int covered_min) {
  const Minutes minutes = hours.patterns.minutes(hours.blocks.mark(hour));
  double sum = static_cast<double>(hours.blocks.value(hour));
  int count = readings(minutes);
  const double each_min = static_cast<double>(covered_min) / count;
  const auto again = std::ranges::find(hours.second_passes, hour, &SecondPass::hour);
  if (again != hours.second_passes.end()) {
    sum += again->sum;
    count += readings(again->minutes);
  }
  return static_cast<float>(hours.is_energy ? sum * hour_min / (each_min * count) : sum / count);
}

float mean_or_gap(const PointHours& hours, Hour hour, const Coverage& coverage, Quality& quality) {
  if (hours.blocks.mark(hour) == 0) return gap;
  if (coverage.minutes >= coverage_min) return mean_of(hours, hour, coverage.minutes);
  if (coverage.coarse > 0)
    quality.add(Flaw::too_coarse, static_cast<std::uint64_t>(coverage.coarse));
  else
    quality.add(Flaw::incomplete_hour);
  return gap;
}

// Covered minutes of the hour, whose readings begin at `next` in the list of all.
Coverage coverage_of(Minutes minutes, const std::vector<std::uint8_t>& durations,
                     std::size_t& next) {
  Coverage coverage;
  for (int i = readings(minutes); i > 0; --i, ++next) {
    coverage.minutes += durations[next];
    coverage.coarse += durations[next] == 0;
  }
  return coverage;
}

}  // namespace

std::vector<float> hour_means(const PointHours& hours, Quality& quality) {
  std::vector<float> means;
  means.reserve(static_cast<std::size_t>(hours.blocks.end() - hours.blocks.first()));
  const bool full = fills_each_hour(hours);
  const auto durations =
      full ? std::vector<std::uint8_t>{} : durations_min(times_of(hours), hours.told_min);
  std::size_t next = 0;
  for (Hour hour = hours.blocks.first(); hour < hours.blocks.end(); ++hour) {
    const Minutes minutes = hours.patterns.minutes(hours.blocks.mark(hour));
    const Coverage coverage = full ? Coverage{hour_min, 0} : coverage_of(minutes, durations, next);
    means.push_back(mean_or_gap(hours, hour, coverage, quality));
  }
  return means;
}

namespace {

struct RegisterReading {
  Hour hour;
  int at_min;  // since 1970
  double kwh;
};

std::vector<RegisterReading> readings_of(const HourBlocks<double>& blocks) {
  std::vector<RegisterReading> found;
  for (Hour hour = blocks.first(); hour < blocks.end(); ++hour)
    if (blocks.mark(hour) != 0)
      found.push_back({hour, hour * hour_min + blocks.mark(hour) - 1, blocks.value(hour)});
  return found;
}

// A counter that has all its digits starts again at 0: from 99 990 to 10 are 20. A fall from elsewhere is a reset.
std::optional<double> difference(double from, double to) {
  if (to >= from) return to - from;
  const double size = std::pow(10, std::ceil(std::log10(from + 1e-9)));
  const double risen = to + size - from;
  if (size >= 1000 && risen < size / 100) return risen;
  return std::nullopt;
}

float register_mean(const RegisterReading& from, const RegisterReading& to, int twice_min,
                    Quality& quality) {
  const int span = to.at_min - from.at_min;
  if (span > register_span_max_min || span < coverage_min) {
    quality.add(span > register_span_max_min && to.hour - from.hour > 2 ? Flaw::too_coarse
                                                                        : Flaw::incomplete_hour);
    return gap;
  }
  const auto kwh = difference(from.kwh, to.kwh);
  if (!kwh) {
    quality.add(Flaw::register_reset);
    return gap;
  }
  return static_cast<float>(*kwh * hour_min / (span + twice_min));
}

}  // namespace

std::vector<float> hour_means(const RegisterHours& hours, Quality& quality) {
  std::vector<float> means(static_cast<std::size_t>(hours.blocks.end() - hours.blocks.first()),
                           gap);
  const std::vector<RegisterReading> readings = readings_of(hours.blocks);
  for (std::size_t i = 0; i < readings.size(); ++i) {
    const auto hour = static_cast<std::size_t>(readings[i].hour - hours.blocks.first());
    const bool twice = std::ranges::find(hours.second_passes, readings[i].hour,
                                         &SecondPass::hour) != hours.second_passes.end();
    if (i + 1 == readings.size())
      quality.add(Flaw::incomplete_hour);
    else
      means[hour] = register_mean(readings[i], readings[i + 1], twice ? hour_min : 0, quality);
  }
  return means;
}

}  // namespace davy::power
