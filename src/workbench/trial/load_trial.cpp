#include "workbench/trial/load_trial.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "signal/power/hidden_load.hpp"
#include "workbench/trial/trial_scores.hpp"

namespace davy::trial {
namespace {

constexpr std::size_t folds = 5;
constexpr double days_a_year = 365.25;
constexpr int days_between_looks = 7;

std::size_t false_episodes(const MeterScores& meter, float threshold) {
  std::size_t episodes = 0;
  power::Day last = 0;
  bool any = false;
  for (const WeekScore& week : meter.weeks) {
    if (week.score <= threshold) continue;
    if (!any || week.end - last > signal::alarm_days) ++episodes;
    any = true;
    last = week.end;
  }
  return episodes;
}

double years_of(const MeterScores& meter) {
  return static_cast<double>(meter.weeks.size()) * days_between_looks / days_a_year;
}

using Chosen = std::vector<const MeterScores*>;

double rate_at(const Chosen& meters, float threshold) {
  double years = 0;
  std::size_t episodes = 0;
  for (const MeterScores* meter : meters) {
    years += years_of(*meter);
    episodes += false_episodes(*meter, threshold);
  }
  return years > 0 ? static_cast<double>(episodes) / years : 0;
}

// The lowest threshold that keeps to the rate.
float threshold_for(const Chosen& meters, double rate) {
  std::vector<float> candidates;
  for (const MeterScores* meter : meters)
    for (const WeekScore& week : meter->weeks)
      if (week.score > 0) candidates.push_back(week.score);
  std::ranges::sort(candidates);
  std::size_t low = 0;
  std::size_t high = candidates.size();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (rate_at(meters, candidates[middle]) <= rate)
      high = middle;
    else
      low = middle + 1;
  }
  return low < candidates.size() ? candidates[low] : candidates.empty() ? 0 : candidates.back();
}

std::size_t fold_of(const MeterScores& meter, std::uint64_t seed) {
  return mixed(seed * 7'919 + meter.meter) % folds;
}

// The week of the first new alarm after the load came; an alarm that was on before is not new.
const WeekScore* first_alarm(const MeterScores& meter, const PlacedLoad& placed, float threshold) {
  bool was_on = false;
  for (const WeekScore& week : meter.weeks)
    if (week.end * 24 <= placed.onset) was_on = week.score > threshold;
  for (const WeekScore& week : placed.weeks) {
    if (week.score > threshold && !was_on) return &week;
    was_on = week.score > threshold;
  }
  return nullptr;
}

double percentile(std::vector<double>& values, double p) {
  if (values.empty()) return 0;
  const auto place =
      values.begin() + static_cast<std::ptrdiff_t>(p * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), place, values.end());
  return *place;
}

// What is gathered of one load at one rate before it is summed up.
struct Tally {
  std::vector<double> size_errors;
  std::vector<double> onset_errors;
  std::vector<double> delays;
  std::size_t size_held = 0;
  std::size_t onset_held = 0;
};

// Whether the stated size holds the truth; of a load that is told to be rising it is "at least".
bool holds(const signal::LoadStep& step, float kw) {
  return step.kw.lower <= kw && (kw <= step.kw.upper || step.still_rising);
}

void add_found(Tally& tally, const PlacedLoad& placed, const WeekScore& week) {
  tally.delays.push_back(week.end - placed.onset / 24.0);
  if (!week.step) return;
  const signal::LoadStep& step = *week.step;
  tally.size_errors.push_back(std::abs(step.kw.best / placed.kw - 1));
  tally.onset_errors.push_back(std::abs(step.onset.best - placed.onset) / 24.0);
  tally.size_held += holds(step, placed.kw);
  tally.onset_held += step.onset.lower <= placed.onset && placed.onset <= step.onset.upper;
}

Precision precision(std::vector<double>& errors, std::size_t held) {
  const double count = static_cast<double>(std::max<std::size_t>(1, errors.size()));
  return {percentile(errors, 0.5), percentile(errors, 0.9), static_cast<double>(held) / count};
}

RateOutcome at_rate(const std::vector<MeterScores>& scores, const TrialOptions& options,
                    double rate) {
  RateOutcome out{.wanted = rate, .achieved = 0, .threshold = 0, .loads = {}};
  std::vector<Tally> tallies(options.loads.size());
  for (const TrialLoad& load : options.loads) out.loads.push_back({.load = load});
  std::size_t episodes = 0;
  double years = 0;
  Chosen all;
  for (const MeterScores& meter : scores) all.push_back(&meter);
  for (std::size_t fold = 0; fold < folds; ++fold) {
    Chosen others;
    for (const MeterScores* m : all)
      if (fold_of(*m, options.seed) != fold) others.push_back(m);
    const float threshold = threshold_for(others, rate);
    for (const MeterScores* m : all) {
      if (fold_of(*m, options.seed) != fold) continue;
      episodes += false_episodes(*m, threshold);
      years += years_of(*m);
      for (const PlacedLoad& placed : m->placed) {
        ++out.loads[placed.load].placed;
        const WeekScore* alarm = first_alarm(*m, placed, threshold);
        if (alarm == nullptr) continue;
        ++out.loads[placed.load].found;
        add_found(tallies[placed.load], placed, *alarm);
      }
    }
  }
  out.achieved = years > 0 ? static_cast<double>(episodes) / years : 0;
  out.threshold = threshold_for(all, rate);
  for (std::size_t l = 0; l < tallies.size(); ++l) {
    out.loads[l].size = precision(tallies[l].size_errors, tallies[l].size_held);
    out.loads[l].onset_days = precision(tallies[l].onset_errors, tallies[l].onset_held);
    out.loads[l].delay_days_median = percentile(tallies[l].delays, 0.5);
  }
  return out;
}

}  // namespace

TrialOutcome run_trial(std::span<const power::PowerRecord> records,
                       const signal::Surroundings& surroundings, const TrialOptions& options) {
  TrialOutcome out;
  const signal::ControlPanel panel(records, surroundings);
  const signal::ReferenceWindow always{panel.first_day(), panel.end_day(), panel.end_day()};
  std::vector<std::size_t> meters;
  for (std::size_t m = 0; m < panel.meters(); ++m) {
    if (signal::weeks_looked_at(records.subspan(m, 1)) == 0) {
      ++out.meters_too_short;
      continue;
    }
    const bool copy = std::ranges::any_of(
        meters, [&](std::size_t known) { return panel.is_copy(known, m, always); });
    if (copy)
      ++out.copies_left_out;
    else
      meters.push_back(m);
  }
  const std::vector<MeterScores> scores = score_meters(panel, records, meters, options);
  out.meters = scores.size();
  for (const MeterScores& meter : scores) out.meter_years += years_of(meter);
  for (const double rate : options.rates) out.rates.push_back(at_rate(scores, options, rate));
  return out;
}

}  // namespace davy::trial
