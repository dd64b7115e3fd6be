#include "signal/power/dedicated_load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "power/calendar.hpp"
#include "signal/power/day_channels.hpp"
#include "signal/power/robust.hpp"

namespace davy::signal {
namespace {

constexpr int window_days = 28;
constexpr int windows_asked =
    7;  // half a year, or what there is: some buildings are flat through a vacation
constexpr double flat_share_min = 0.7;
constexpr std::size_t hours_min = 14 * 24;
constexpr float off_share = 0.1F;
constexpr float night_to_day_min = 0.9F;
constexpr float night_to_day_max = 1.1F;
constexpr float base_to_mean_min = 0.85F;
constexpr float variation_max = 0.12F;
constexpr float deviations_q10_q90 = 2.563F;
// One building in 63 looks so and is a server room; every mine of its own does.
constexpr double nats = 3.7;

struct Hours {
  std::vector<float> all;
  double night = 0;
  double day = 0;
  std::size_t nights = 0;
  std::size_t days = 0;
  std::vector<float> base_shares;
  std::vector<float> day_means;
  std::vector<float> day_bases;
};

float quantile(std::vector<float>& values, double q) {
  const auto place =
      values.begin() + static_cast<std::ptrdiff_t>(q * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), place, values.end());
  return *place;
}

// A coefficient of variation that forgets extremes.
float variation_of(std::vector<float>& values) {
  const float q10 = quantile(values, 0.1);
  const float q90 = quantile(values, 0.9);
  return (q90 - q10) / (deviations_q10_q90 * quantile(values, 0.5));
}

// What the account usually draws, so that days on which it was off can be told.
float usual(const power::PowerRecord& record, power::Day first, power::Day end) {
  std::vector<float> means;
  for (power::Day day = first; day < end; ++day)
    means.push_back(day_figures(record, day)[mean_channel]);
  return median_of(means, 1);
}

void add_day(Hours& hours, const power::PowerRecord& record, power::Day day) {
  for (int h = 0; h < 24; ++h) {
    const float kw = record.at(day * 24 + h);
    if (power::is_gap(kw)) continue;
    hours.all.push_back(kw);
    if (h < 6) hours.night += kw, ++hours.nights;
    if (h >= 10 && h < 17) hours.day += kw, ++hours.days;
  }
}

}  // namespace

bool Flatness::is_flat() const {
  return night_to_day >= night_to_day_min && night_to_day <= night_to_day_max &&
         base_to_mean >= base_to_mean_min && variation <= variation_max;
}

std::optional<Flatness> flatness(const power::PowerRecord& record, power::Day first,
                                 power::Day end) {
  const float typical = usual(record, first, end);
  if (!(typical > 0)) return std::nullopt;
  Hours hours;
  for (power::Day day = first; day < end; ++day) {
    const DayFigures figures = day_figures(record, day);
    if (power::is_gap(figures[mean_channel]) || figures[mean_channel] < off_share * typical)
      continue;
    hours.base_shares.push_back(figures[base_channel] / figures[mean_channel]);
    hours.day_means.push_back(figures[mean_channel]);
    hours.day_bases.push_back(figures[base_channel]);
    add_day(hours, record, day);
  }
  if (hours.all.size() < hours_min || hours.nights == 0 || hours.days == 0 || hours.day <= 0)
    return std::nullopt;
  Flatness out;
  out.night_to_day = static_cast<float>(hours.night / static_cast<double>(hours.nights) /
                                        (hours.day / static_cast<double>(hours.days)));
  out.base_to_mean = median_of(hours.base_shares, 1);
  out.base_kw = median_of(hours.day_bases, 1);
  out.variation = variation_of(hours.all);
  out.daily_variation = variation_of(hours.day_means);
  double sum = 0;
  for (const float kw : hours.all) sum += kw;
  out.mean_kw = static_cast<float>(sum / static_cast<double>(hours.all.size()));
  return out;
}

namespace {

struct Run {
  power::Day since = 0;
  bool to_the_beginning = false;
  std::optional<Flatness> last;
};

bool flat_enough(int flat, int windows) { return windows > 0 && flat >= flat_share_min * windows; }

// The flat windows that reach to the end of the record; nothing where the last half year has too few.
std::optional<Run> flat_run(const power::PowerRecord& record) {
  Run run{.since = end_day(record), .to_the_beginning = false, .last = {}};
  int windows = 0;
  int flat = 0;
  power::Day end = end_day(record);
  for (; end - window_days >= first_day(record); end -= window_days) {
    const auto here = flatness(record, end - window_days, end);
    if (here && !run.last) run.last = here;
    const bool is_flat = here && here->is_flat();
    if (windows >= windows_asked && !is_flat) break;
    ++windows;
    flat += is_flat ? 1 : 0;
    if (is_flat) run.since = end - window_days;
    if (windows == windows_asked && !flat_enough(flat, windows)) return std::nullopt;
  }
  run.to_the_beginning = run.since - window_days < first_day(record);
  if (!flat_enough(flat, windows)) return std::nullopt;
  return run;
}

}  // namespace

std::optional<DedicatedLoad> dedicated_load(const power::PowerRecord& record) {
  const std::optional<Run> run = flat_run(record);
  if (!run || !run->last) return std::nullopt;
  DedicatedLoad load{.last = *run->last, .since = run->since, .until = end_day(record)};
  load.since_before_record = run->to_the_beginning;
  std::vector<float> hours;
  for (power::Hour h = load.since * 24; h < load.until * 24; ++h) {
    if (power::is_gap(record.at(h))) continue;
    load.kwh += record.at(h);
    hours.push_back(record.at(h));
  }
  if (hours.empty()) return std::nullopt;
  load.kw_lower = quantile(hours, 0.1);
  load.kw_upper = quantile(hours, 0.9);
  return load;
}

Signal dedicated_load_signal(const DedicatedLoad& load) {
  Signal signal{.detector = "dedicated_load", .independence_group = "load", .strength_nats = nats};
  signal.reasons.push_back(
      {"dedicated_load", nats,
       fmt::format("draws {:.3g} kW day and night alike: night to day {:.2f}, base to mean {:.2f}, "
                   "spread {:.1f} %; a mine does so, and so does a server room: the register of "
                   "filed systems tells them apart",
                   load.last.mean_kw, load.last.night_to_day, load.last.base_to_mean,
                   100 * load.last.variation)});
  return signal;
}

}  // namespace davy::signal
