#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "base/parallel.hpp"
#include "signal/power/account_window.hpp"
#include "signal/power/day_channels.hpp"
#include "signal/power/growth.hpp"
#include "signal/power/growth_size.hpp"
#include "signal/power/robust.hpp"

namespace davy::signal {
namespace {

constexpr int history_days_min = 42;
constexpr int history_days_end = reference_days_min + frozen_days;  // hidden_loads takes over
constexpr std::ptrdiff_t days_before_min = 21;
constexpr std::array<std::ptrdiff_t, 2> days_looked_at{14, 21};
constexpr std::size_t week = 7;
constexpr float doubled = 2;
constexpr double usual_until = 0.95;
constexpr std::size_t days_before_size = 28;  // older ones belong to another season
// By itself one account in fifty does so, nearly every one with a load of one and a half times its mean; but that is a
// university's, and tenants come and go.
constexpr double sudden_nats = 2;

struct DayMeans {
  power::Day first = 0;
  std::vector<float> kw = {};

  Days all() const { return kw; }
};

// From the first day on that is known.
DayMeans day_means(const power::PowerRecord& record) {
  DayMeans out{.first = first_day(record)};
  for (power::Day day = out.first; day < end_day(record); ++day) {
    const float mean = day_figures(record, day)[mean_channel];
    if (out.kw.empty() && power::is_gap(mean)) {
      ++out.first;
      continue;
    }
    out.kw.push_back(mean);
  }
  return out;
}

float sum_of_distances(Days days) {
  const float middle = median_of(days, 1);
  float sum = 0;
  for (const float day : days)
    if (!power::is_gap(day)) sum += std::abs(day - middle);
  return sum;
}

// Where the days fall best into before and after; nothing where too many are missing.
std::optional<std::size_t> best_split(Days days) {
  std::optional<std::size_t> best;
  float least = 0;
  const std::size_t last = days.size() - static_cast<std::size_t>(days_looked_at[0]);
  for (auto split = static_cast<std::size_t>(days_before_min); split <= last; ++split) {
    if (2 * known_days(days.first(split)) < split ||
        2 * known_days(days.subspan(split)) < days.size() - split)
      continue;
    const float sum = sum_of_distances(days.first(split)) + sum_of_distances(days.subspan(split));
    if (!best || sum < least) best = split, least = sum;
  }
  return best;
}

float usual_limit(Days before) {
  std::vector<float> values;
  std::ranges::copy_if(before, std::back_inserter(values),
                       [](float day) { return !power::is_gap(day); });
  const auto place = values.begin() + static_cast<std::ptrdiff_t>(
                                          usual_until * static_cast<double>(values.size() - 1));
  std::ranges::nth_element(values, place);
  return *place;
}

bool every_week_above(Days after, float limit) {
  for (std::size_t end = after.size(); end >= week; end -= week) {
    const float middle = median_of(after.subspan(end - week, week), 1);
    if (!power::is_gap(middle) && middle <= limit) return false;
  }
  return true;
}

// How the other accounts changed at the same time.
struct EstateRatio {
  std::size_t others = 0;
  float ratio = 1;
  float deviation = 0;
};
EstateRatio estate_ratio(std::span<const power::PowerRecord> records, std::size_t meter,
                         power::Day first, power::Day split, power::Day end) {
  std::vector<float> ratios;
  for (const std::size_t other : growth_witnesses(records.size())) {
    if (other == meter) continue;
    std::vector<float> days;
    for (power::Day day = first; day < end; ++day)
      days.push_back(day_figures(records[other], day)[mean_channel]);
    const auto before = static_cast<std::size_t>(split - first);
    const float ratio =
        median_of_most(Days{days}.subspan(before)) / median_of_most(Days{days}.first(before));
    if (std::isfinite(ratio)) ratios.push_back(ratio);
  }
  if (ratios.size() < growth_others_min) return {};
  return {ratios.size(), median_of(ratios, 1), deviation_of(ratios)};
}

struct Grown {
  float before_kw = 0;
  float after_kw = 0;
  std::size_t days = 0;
  EstateRatio estate = {};
};

// An estate that shrank is no reason to call others grown.
bool is_doubled(Days days, std::size_t split, float before_kw, float estate) {
  for (const std::ptrdiff_t span : days_looked_at) {
    const auto last = static_cast<std::size_t>(span);
    if (last > days.size() - split) continue;
    const float now = median_of_most(days.last(last));
    if (!(now >= doubled * std::max(1.0F, estate) * before_kw && now - before_kw >= growth_kw_min))
      return false;
  }
  return true;
}

// How accounts change by themselves is the larger part of what is not known of the size.
void set_size_of(AccountFinding& finding, Days before, Days after, const EstateRatio& estate) {
  const Days last = before.last(std::min(before.size(), days_before_size));
  const float before_kw = median_of(last, 1);
  const float estate_kw = estate.deviation * before_kw;
  const float variance =
      variance_of_median(last) + variance_of_median(after) + estate_kw * estate_kw;
  set_size(finding, median_of(after, 1) - estate.ratio * before_kw, std::sqrt(variance),
           finding.onset.best);
}

Signal sudden_signal(const Grown& grown) {
  Signal signal{
      .detector = "sudden_growth", .independence_group = "load", .strength_nats = sudden_nats};
  signal.reasons.push_back(
      {"sudden_growth", sudden_nats,
       grown.estate.others == 0
           ? fmt::format("its days went from {:.3g} kW to {:.3g} kW and stayed so for {} days; the "
                         "readings are too few to tell a season, and no other accounts tell it",
                         grown.before_kw, grown.after_kw, grown.days)
           : fmt::format("its days went from {:.3g} kW to {:.3g} kW and stayed so for {} days; the "
                         "readings are too few to tell a season; {} other accounts went to {:.2f} "
                         "times theirs meanwhile",
                         grown.before_kw, grown.after_kw, grown.days, grown.estate.others,
                         grown.estate.ratio)});
  return signal;
}

std::optional<AccountFinding> judge_sudden(std::span<const power::PowerRecord> records,
                                           std::size_t meter) {
  const power::PowerRecord& record = records[meter];
  if (end_day(record) - first_day(record) >= history_days_end) return std::nullopt;
  const DayMeans means = day_means(record);
  const Days days = means.all();
  if (days.size() < static_cast<std::size_t>(history_days_min)) return std::nullopt;
  const auto split = best_split(days);
  if (!split) return std::nullopt;
  const Days before = days.first(*split);
  const Days after = days.subspan(*split);
  Grown grown{.before_kw = median_of(before, 1), .after_kw = median_of(after, 1)};
  grown.days = after.size();
  if (grown.before_kw < 0 || !is_doubled(days, *split, grown.before_kw, 1) ||
      !every_week_above(after, usual_limit(before)))
    return std::nullopt;
  const power::Day onset = means.first + static_cast<power::Day>(*split);
  grown.estate = estate_ratio(records, meter, means.first, onset,
                              means.first + static_cast<power::Day>(days.size()));
  if (!is_doubled(days, *split, grown.before_kw, grown.estate.ratio)) return std::nullopt;
  AccountFinding finding{.meter = meter, .pattern = "grown"};
  finding.onset = {(onset - 1) * 24, onset * 24, (onset + 1) * 24};
  finding.last_seen = record.end_hour();
  set_size_of(finding, before, after, grown.estate);
  finding.signal = sudden_signal(grown);
  return finding;
}

}  // namespace

std::vector<AccountFinding> sudden_growth(std::span<const power::PowerRecord> records,
                                          unsigned threads) {
  std::vector<std::optional<AccountFinding>> of(records.size());
  for_each_index(records.size(), 8, threads,
                 [&](std::size_t m) { of[m] = judge_sudden(records, m); });
  std::vector<AccountFinding> found;
  for (std::optional<AccountFinding>& finding : of)
    if (finding) found.push_back(std::move(*finding));
  return found;
}

}  // namespace davy::signal
