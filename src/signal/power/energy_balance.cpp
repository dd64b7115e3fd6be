#include "signal/power/energy_balance.hpp"

#include <fmt/format.h>

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>

#include "signal/power/day_channels.hpp"
#include "signal/power/robust.hpp"

namespace davy::signal {
namespace {

constexpr int reference_days_min = 120;
constexpr int reference_days_max = 365;
constexpr int now_days = 7;
constexpr int before_days_from = 21;
constexpr int before_days_to = 63;
constexpr int episode_days = 35;
constexpr int size_days = 14;
constexpr std::size_t day_hours_min = 6;
constexpr int huber_rounds = 6;
constexpr double configuration_share = 0.5;
constexpr float interval_deviations = 2.2F;

// The hours in which everything reported.
struct Complete {
  std::vector<power::Hour> hour;
  std::vector<float> feeder;
  std::vector<float> metered;
};

Complete complete_hours(const power::PowerRecord& feeder,
                        std::span<const power::PowerRecord* const> meters) {
  Complete out;
  for (power::Hour h = feeder.first_hour; h < feeder.end_hour(); ++h) {
    double sum = 0;
    for (const power::PowerRecord* meter : meters) sum += meter->at(h);
    if (std::isnan(sum) || power::is_gap(feeder.at(h))) continue;
    out.hour.push_back(h);
    out.feeder.push_back(feeder.at(h));
    out.metered.push_back(static_cast<float>(sum));
  }
  return out;
}

// Losses by the metered sum, with weights that forget wild hours (Huber).
Eigen::Vector3d fit_losses(const Complete& hours, std::size_t count, double scale) {
  Eigen::Vector3d fit = Eigen::Vector3d::Zero();
  std::vector<float> left(count);
  double width = std::numeric_limits<double>::max();
  for (int round = 0; round < huber_rounds; ++round) {
    Eigen::Matrix3d normal = Eigen::Matrix3d::Identity() * 1e-9;
    Eigen::Vector3d right = Eigen::Vector3d::Zero();
    for (std::size_t i = 0; i < count; ++i) {
      const double m = hours.metered[i] / scale;
      const Eigen::Vector3d x(1, m, m * m);
      const double y = hours.feeder[i] - hours.metered[i];
      const double size = std::abs(y - fit.dot(x));
      const double weight = round == 0 || size <= width ? 1 : width / size;
      normal += weight * x * x.transpose();
      right += weight * y * x;
    }
    fit = normal.ldlt().solve(right);
    for (std::size_t i = 0; i < count; ++i) {
      const double m = hours.metered[i] / scale;
      left[i] = static_cast<float>(hours.feeder[i] - hours.metered[i] -
                                   fit.dot(Eigen::Vector3d(1, m, m * m)));
    }
    width = 1.345 * std::max(1e-9, static_cast<double>(
                                       spread_of(Eigen::Map<Eigen::VectorXf>(
                                                     left.data(), static_cast<Eigen::Index>(count)))
                                           .deviation));
  }
  return fit;
}

std::vector<float> daily_residuals(const Complete& hours, const Eigen::Vector3d& fit, double scale,
                                   power::Day first, power::Day end) {
  std::vector<std::vector<float>> days(static_cast<std::size_t>(end - first));
  for (std::size_t i = 0; i < hours.hour.size(); ++i) {
    const double m = hours.metered[i] / scale;
    const double left = hours.feeder[i] - hours.metered[i] - fit.dot(Eigen::Vector3d(1, m, m * m));
    days[static_cast<std::size_t>(hours.hour[i] / 24 - first)].push_back(static_cast<float>(left));
  }
  std::vector<float> out;
  out.reserve(days.size());
  for (const auto& day : days) out.push_back(median_of(day, day_hours_min));
  return out;
}

float median_between(const std::vector<float>& days, int first, int end) {
  first = std::max(0, first);
  if (end <= first) return power::gap;
  const auto count = static_cast<std::size_t>(end - first);
  return median_of(std::span{days}.subspan(static_cast<std::size_t>(first), count), count / 3);
}

// Where the days of the last weeks split best.
int onset_before(const std::vector<float>& days, int end) {
  int best = end - now_days;
  float merit = 0;
  for (int day = end - before_days_from; day < end - 2; ++day) {
    const float after = median_between(days, day, end);
    const float before = median_between(days, day - before_days_from, day);
    const float here = (after - before) * std::sqrt(static_cast<float>(end - day));
    if (std::isnan(here) || here <= merit) continue;
    merit = here;
    best = day;
  }
  return best;
}

void follow(BalanceStep& step, const std::vector<float>& days, power::Day first, float before) {
  const int from = step.alarm - first;
  step.last_seen = first + static_cast<power::Day>(days.size());
  for (int day = from; day + now_days <= static_cast<int>(days.size()); ++day) {
    const float now = median_between(days, day, day + now_days);
    if (std::isnan(now) || now - before >= step.kw.best / 2) continue;
    step.still_there = false;
    step.last_seen = first + day;
    break;
  }
  step.kwh = static_cast<double>(step.kw.best) * 24 * (step.last_seen - step.onset);
}

// The alarm's own week may hold days from before: two weeks from the onset on, against six before it.
void size_up(BalanceStep& step, const std::vector<float>& days, int onset) {
  const int end = std::min(static_cast<int>(days.size()), onset + size_days + 1);
  const float size = median_between(days, onset + 1, end) -
                     median_between(days, onset - (before_days_to - before_days_from), onset);
  if (!std::isnan(size) && size > 0) step.kw = {size, size, size};
}

void find_steps(Balance& balance, int from, const BalanceOptions& options) {
  const std::vector<float>& days = balance.residual_kw;
  const float mean = balance.feeder_mean_kw;
  int last_alarm = -1000;
  for (int end = from; end <= static_cast<int>(days.size()); ++end) {
    const float before = median_between(days, end - before_days_to, end - before_days_from);
    const float step = median_between(days, end - now_days, end) - before;
    if (std::isnan(step)) continue;
    balance.noise_shares.push_back(step / mean);
    if (std::abs(step) > configuration_share * mean) {
      if (end - last_alarm > episode_days)
        balance.configuration_changes.push_back(balance.first_day + end);
      last_alarm = end;
      continue;
    }
    if (step <= options.threshold_share * mean) continue;
    if (end - last_alarm > episode_days) {
      BalanceStep found{.alarm = balance.first_day + end, .kw = {step, step, step}};
      found.onset = balance.first_day + onset_before(days, end);
      size_up(found, days, found.onset - balance.first_day);
      found.share = found.kw.best / mean;
      follow(found, days, balance.first_day, before);
      balance.steps.push_back(found);
    }
    last_alarm = end;
  }
}

void add_intervals(Balance& balance) {
  std::vector<float> sizes;
  for (const float share : balance.noise_shares) sizes.push_back(std::abs(share));
  const float noise = deviations_per_mad * median_of(sizes, 1) * balance.feeder_mean_kw;
  for (BalanceStep& step : balance.steps) {
    step.kw.lower = std::max(0.0F, step.kw.best - interval_deviations * noise);
    step.kw.upper = step.kw.best + interval_deviations * noise;
  }
}

}  // namespace

std::optional<Balance> energy_balance(const power::PowerRecord& feeder,
                                      std::span<const power::PowerRecord* const> meters,
                                      const BalanceOptions& options) {
  const Complete hours = complete_hours(feeder, meters);
  if (hours.hour.empty()) return std::nullopt;
  const power::Day first = hours.hour.front() / 24;
  const power::Day end = hours.hour.back() / 24 + 1;
  const int reference = std::min(reference_days_max, (end - first) / 2);
  if (reference < reference_days_min) return std::nullopt;
  const auto in_reference = static_cast<std::size_t>(
      std::ranges::lower_bound(hours.hour, (first + reference) * 24) - hours.hour.begin());
  Balance balance;
  balance.meters = meters.size();
  balance.first_day = first;
  double sum = 0;
  for (std::size_t i = 0; i < in_reference; ++i) sum += hours.feeder[i];
  const double mean = sum / static_cast<double>(std::max<std::size_t>(1, in_reference));
  if (!(mean > 0)) return std::nullopt;
  balance.feeder_mean_kw = static_cast<float>(mean);
  balance.hours_complete =
      static_cast<double>(hours.hour.size()) / static_cast<double>(feeder.kw.size());
  const Eigen::Vector3d fit = fit_losses(hours, in_reference, mean);
  balance.residual_kw = daily_residuals(hours, fit, mean, first, end);
  find_steps(balance, before_days_to + now_days, options);
  add_intervals(balance);
  return balance;
}

Signal balance_signal(const BalanceStep& step, const Balance& balance,
                      const BalanceOptions& options) {
  constexpr double nats = 3;
  Signal signal{
      .detector = "energy_balance", .independence_group = "balance", .strength_nats = nats};
  signal.reasons.push_back(
      {"energy_balance", nats,
       fmt::format(
           "{:.3g} kW ({:.3g} to {:.3g}, {:.2f} % of the feeder) are delivered and measured by "
           "none of its {} meters, more than before; alarms from {:g} % on",
           step.kw.best, step.kw.lower, step.kw.upper, 100 * step.share, balance.meters,
           100 * options.threshold_share)});
  return signal;
}

}  // namespace davy::signal
