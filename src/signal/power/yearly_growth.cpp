#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>

#include "base/parallel.hpp"
#include "signal/power/day_channels.hpp"
#include "signal/power/growth.hpp"
#include "signal/power/growth_size.hpp"
#include "signal/power/robust.hpp"

namespace davy::signal {
namespace {

constexpr int window_days = 28;
constexpr int year_days = 364;
constexpr int walked_windows_max = 12;  // further back the year before has the growth too
constexpr std::size_t year_days_known_min = 182;
// Of the year's mean: where the month before shows it too, and where it cannot be compared.
constexpr float grown_share = 0.37F;
constexpr float grown_share_unconfirmed = 0.5F;
constexpr float half = 0.5F;
constexpr float still_rising_share = 0.95F;
// Of loads that come to half of the mean two in three are found; one account in eleven is by itself, in a year.
constexpr double yearly_nats = 2;

// Four weeks against the same four weeks a year before.
struct YearGrowth {
  std::array<float, 3> share = {};  // night, base, whole day: of the mean of the year before
  float mean_kw = 0;                // of that year
  float kw = 0;                     // whole day
  float variance = 0;               // of kw, from how the days vary
};
constexpr std::size_t whole_day = 2;

std::array<float, 3> measures(const DayFigures& day) {
  return {(day[0] + day[1]) / 2, day[base_channel], day[mean_channel]};
}

using WindowDays = std::array<float, window_days>;

WindowDays window_of(const DayChannels& channels, power::Day first, std::size_t measure) {
  WindowDays out;
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] =
        measures(channels.days[static_cast<std::size_t>(first - channels.first_day) + i])[measure];
  return out;
}

// A gap where too many days are missing.
float year_mean(const DayChannels& channels, power::Day first, power::Day end) {
  double sum = 0;
  std::size_t count = 0;
  for (power::Day day = first; day < end; ++day) {
    const float kw =
        channels.days[static_cast<std::size_t>(day - channels.first_day)][mean_channel];
    if (power::is_gap(kw)) continue;
    sum += kw;
    ++count;
  }
  return count < year_days_known_min ? power::gap
                                     : static_cast<float>(sum / static_cast<double>(count));
}

std::optional<YearGrowth> year_growth(const DayChannels& channels, power::Day end) {
  const power::Day first = end - year_days - window_days;
  if (first < channels.first_day || end > channels.end_day()) return std::nullopt;
  YearGrowth out{.mean_kw = year_mean(channels, first, end - window_days)};
  if (!(out.mean_kw > 0)) return std::nullopt;
  for (std::size_t m = 0; m < out.share.size(); ++m) {
    const WindowDays now = window_of(channels, end - window_days, m);
    const WindowDays then = window_of(channels, first, m);
    const float kw = median_of_most(now) - median_of_most(then);
    if (power::is_gap(kw)) return std::nullopt;
    out.share[m] = kw / out.mean_kw;
    if (m != whole_day) continue;
    out.kw = kw;
    out.variance = variance_of_median(now) + variance_of_median(then);
  }
  return out;
}

// What the other accounts did in the same year.
struct EstateGrowth {
  std::size_t others = 0;
  std::array<float, 3> share = {};
  float deviation = 0;  // of the whole day's
};

class Estate {
 public:
  explicit Estate(std::span<const power::PowerRecord> records)
      : meters_(growth_witnesses(records.size())) {
    for (const std::size_t m : meters_)
      channels_.push_back(day_channels(records[m], first_day(records[m]), end_day(records[m])));
  }

  EstateGrowth without(std::size_t meter, power::Day end) {
    const std::vector<std::optional<YearGrowth>>& all = at(end);
    std::array<std::vector<float>, 3> shares;
    for (std::size_t i = 0; i < all.size(); ++i)
      for (std::size_t m = 0; all[i] && meters_[i] != meter && m < shares.size(); ++m)
        shares[m].push_back(all[i]->share[m]);
    if (shares[0].size() < growth_others_min) return {};
    EstateGrowth out{.others = shares[0].size()};
    for (std::size_t m = 0; m < shares.size(); ++m) out.share[m] = median_of(shares[m], 1);
    out.deviation = deviation_of(shares[whole_day]);
    return out;
  }

 private:
  const std::vector<std::optional<YearGrowth>>& at(power::Day end) {
    const auto [place, is_new] = ends_.try_emplace(end);
    if (is_new)
      for (const DayChannels& channels : channels_)
        place->second.push_back(year_growth(channels, end));
    return place->second;
  }

  std::vector<std::size_t> meters_;
  std::vector<DayChannels> channels_;
  std::map<power::Day, std::vector<std::optional<YearGrowth>>> ends_;
};

// What grew by night, at the base and over the day alike, beyond what others did: of the mean.
float grown_by(const YearGrowth& own, const EstateGrowth& estate) {
  float least = own.share[0] - estate.share[0];
  for (std::size_t m = 1; m < own.share.size(); ++m)
    least = std::min(least, own.share[m] - estate.share[m]);
  return least;
}

struct Walk {
  power::Day half_since = 0;            // the first window that had half of it begins here
  bool was_below = false;               // and the one before it had not
  std::optional<float> a_month_before;  // the growth then
};

Walk walk_back(Estate& estate, const DayChannels& channels, std::size_t meter, float grown) {
  const power::Day end = channels.end_day();
  Walk walk{.half_since = end - window_days, .was_below = false, .a_month_before = {}};
  for (int back = 1; back <= walked_windows_max; ++back) {
    const power::Day then = end - back * window_days;
    const auto own = year_growth(channels, then);
    if (!own) break;
    const float by = grown_by(*own, estate.without(meter, then));
    if (back == 1) walk.a_month_before = by;
    walk.was_below = by < half * grown;
    if (walk.was_below) break;
    walk.half_since = then - window_days;
  }
  return walk;
}

// Where the walk ends for want of readings, half was there some time between a year ago and then.
void set_onset(AccountFinding& finding, const Walk& walk, power::Day end) {
  const power::Day year_ago = end - year_days;
  const power::Day half_day =
      walk.was_below ? walk.half_since : std::midpoint(year_ago, walk.half_since);
  const power::Day linear = end - 2 * (end - half_day) - window_days;
  finding.onset = {std::max(year_ago, linear) * 24, half_day * 24,
                   std::min(end - 1, walk.half_since + window_days) * 24};
}

Signal yearly_signal(const AccountFinding& finding, float grown, const EstateGrowth& estate) {
  Signal signal{
      .detector = "yearly_growth", .independence_group = "load", .strength_nats = yearly_nats};
  signal.reasons.push_back(
      {"yearly_growth", yearly_nats,
       fmt::format("draws {:.3g} kW ({:.3g} to {:.3g}) more than in the same four weeks a year "
                   "before: by night, at its base and over the whole day at least {:.0f} % of its "
                   "mean beyond what {} other accounts did ({:+.0f} %); a rise too slow for a step",
                   finding.kw.best, finding.kw.lower, finding.kw.upper, 100 * grown, estate.others,
                   100 * estate.share[whole_day])});
  return signal;
}

// The days of the last ones, or what there is of them.
DayChannels last_days(const power::PowerRecord& record, int days) {
  const power::Day end = end_day(record);
  return day_channels(record, std::max(first_day(record), end - days), end);
}

std::optional<AccountFinding> judge(const power::PowerRecord& record, std::size_t meter,
                                    const YearGrowth& own, Estate& estate) {
  const EstateGrowth others = estate.without(meter, end_day(record));
  const float grown = grown_by(own, others);
  const float kw = own.kw - others.share[whole_day] * own.mean_kw;
  if (grown < grown_share || kw < growth_kw_min) return std::nullopt;
  const DayChannels channels = last_days(record, 2 * (year_days + window_days));
  const Walk walk = walk_back(estate, channels, meter, grown);
  if (!walk.a_month_before && grown < grown_share_unconfirmed) return std::nullopt;
  if (walk.a_month_before && *walk.a_month_before < half * grown) return std::nullopt;
  AccountFinding finding{.meter = meter, .pattern = "grown_over_a_year"};
  finding.at_least = walk.a_month_before && *walk.a_month_before < still_rising_share * grown;
  finding.last_seen = record.end_hour();
  set_onset(finding, walk, channels.end_day());
  const float estate_kw = others.deviation * own.mean_kw;
  set_size(finding, kw, std::sqrt(own.variance + estate_kw * estate_kw), finding.onset.best);
  finding.signal = yearly_signal(finding, grown, others);
  return finding;
}

}  // namespace

std::vector<AccountFinding> yearly_growth(std::span<const power::PowerRecord> records,
                                          unsigned threads) {
  std::vector<std::optional<YearGrowth>> of(records.size());
  for_each_index(records.size(), 8, threads, [&](std::size_t m) {
    of[m] = year_growth(last_days(records[m], year_days + window_days), end_day(records[m]));
  });
  Estate estate(records);
  std::vector<AccountFinding> found;
  for (std::size_t m = 0; m < records.size(); ++m) {
    if (!of[m]) continue;
    if (auto finding = judge(records[m], m, *of[m], estate)) found.push_back(std::move(*finding));
  }
  return found;
}

}  // namespace davy::signal
