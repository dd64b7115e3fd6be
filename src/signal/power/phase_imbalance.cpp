#include "signal/power/phase_imbalance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "signal/power/day_channels.hpp"
#include "signal/power/phase_days.hpp"
#include "signal/power/robust.hpp"
#include "signal/power/step_score.hpp"

namespace davy::signal {
namespace {

constexpr int now_days = 21;
constexpr int before_days = 42;
constexpr int step_days = now_days + before_days;
constexpr int days_between_looks = 7;
constexpr int frozen_days = 42;  // what is judged never teaches what is usual
constexpr int reference_days_max = 365;
constexpr int stride_days = 4;
constexpr std::size_t contrasts_min = 10;
// A very quiet account is not accused of a step that nobody could see in it: a share of its mean phase, and what meters resolve.
constexpr float noise_floor_share = 0.01F;
constexpr float noise_floor_ampere = 0.1F;
constexpr float alike_min = 0.5F;       // night to day, or day to night
constexpr float pair_apart_max = 0.5F;  // of the step: how unlike the other two phases may move
constexpr float own_rise_min =
    0.5F;  // of the step: the phase itself must rise, not the others fall
constexpr float rewired_left_max =
    0.3F;  // of the largest change: what a change of places leaves unexplained
constexpr int refined_days = 21;
constexpr int size_days_before = 28;
constexpr int gone_days = 14;
constexpr float gone_share = 0.5F;
constexpr int onset_days = alarm_days;
constexpr double split_loss_max = 15;
constexpr float phase_kw_per_ampere = 0.23F;
// Between two phases: 0.40 alone, 0.46 beside much else.
constexpr float pair_kw_per_ampere = 0.43F;
constexpr float pair_kw_share = 0.07F;
constexpr float supply_share = 0.08F;  // voltage and power factor
constexpr float size_noises = 2;
// Simulated only, and single-phase machines that never stop are common: never more than this.
constexpr double nats_step = 2.5;
constexpr double nats_gone = 0.7;

float floor_of(const PhaseDays& d) {
  return std::max(noise_floor_ampere, noise_floor_share * d.mean_of_all());
}

// Of every day: the step that ends there; NaN where days are missing.
PhaseSeries steps_of(const PhaseSeries& days) {
  PhaseSeries out;
  out.reserve(days.size() + 1);
  for (int end = 0; end <= static_cast<int>(days.size()); ++end)
    out.push_back(end < step_days
                      ? power::gap
                      : median_between(days, end - now_days, end, now_days / 2 + 1) -
                            median_between(days, end - step_days, end - now_days, before_days / 2));
  return out;
}

struct Steps {
  std::array<std::array<PhaseSeries, 3>, phases> amperes;
  std::array<std::array<PhaseSeries, 3>, phases> contrasts;
};

Steps steps_of(const PhaseDays& d) {
  Steps out;
  for (std::size_t p = 0; p < phases; ++p)
    for (std::size_t v = 0; v < 3; ++v) {
      out.amperes[p][v] = steps_of(d.amperes[p][v]);
      out.contrasts[p][v] = steps_of(d.contrasts[p][v]);
    }
  return out;
}

float noise_at(const PhaseSeries& steps, int end) {
  std::vector<float> sizes;
  for (int e = end - frozen_days; e >= std::max(step_days, end - frozen_days - reference_days_max);
       e -= stride_days)
    sizes.push_back(std::abs(steps[static_cast<std::size_t>(e)]));
  return deviations_per_mad * median_of(sizes, contrasts_min);
}

struct Candidate {
  std::size_t phase = 0;  // that rose; or that did not, where the other two did
  float sign = 1;         // -1: two phases rose against it
  float score = 0;
  float noise = 0;   // of the contrast of whole days, amperes
  float ampere = 0;  // its step at the alarm
};

// Levels of the phases before and now: would the same levels in other places fit better than a load?
bool is_rewired(const PhaseDays& d, int end, DayView view) {
  std::array<float, phases> before{};
  std::array<float, phases> now{};
  float change = 0;
  for (std::size_t p = 0; p < phases; ++p) {
    before[p] = median_between(d.amperes[p][view], end - step_days, end - now_days, 7);
    now[p] = median_between(d.amperes[p][view], end - now_days, end, 7);
    change = std::max(change, std::abs(now[p] - before[p]));
  }
  std::array<std::size_t, phases> place{0, 1, 2};
  while (std::ranges::next_permutation(place).found) {
    float left = 0;
    for (std::size_t p = 0; p < phases; ++p)
      left = std::max(left, std::abs(now[p] - before[place[p]]));
    if (left < rewired_left_max * change) return true;
  }
  return false;
}

// One phase rose and the other two moved alike, or two rose alike against the third.
bool is_load(const PhaseDays& d, const Steps& steps, const Candidate& c, int end, DayView view) {
  const auto rise = [&](std::size_t p) {
    return steps.amperes[p % phases][view][static_cast<std::size_t>(end)];
  };
  const float step = c.sign * steps.contrasts[c.phase][view][static_cast<std::size_t>(end)];
  const float one = rise(c.phase + 1);
  const float other = rise(c.phase + 2);
  const float own = c.sign > 0 ? rise(c.phase) : (one + other) / 2;
  return std::abs(one - other) <= pair_apart_max * step && own >= own_rise_min * step &&
         !is_rewired(d, end, view);
}

// By night and by day alike, else 0.
float score_of(const PhaseDays& d, const Steps& steps, const Candidate& c, int end) {
  std::array<float, 2> size{};
  std::array<float, 2> z{};
  for (std::size_t v = 0; v < 2; ++v) {
    const PhaseSeries& series = steps.contrasts[c.phase][v];
    size[v] = c.sign * series[static_cast<std::size_t>(end)];
    z[v] = size[v] / (noise_at(series, end) + floor_of(d));
  }
  if (std::isnan(z[0]) || std::isnan(z[1])) return 0;
  if (std::min(size[0], size[1]) < alike_min * std::max(size[0], size[1])) return 0;
  return std::min(z[0], z[1]);
}

Candidate clearest(const PhaseDays& d, const Steps& steps, int end, float threshold) {
  Candidate best;
  for (std::size_t p = 0; p < phases; ++p)
    for (const float sign : {1.0F, -1.0F}) {
      Candidate c{.phase = p, .sign = sign};
      c.score = score_of(d, steps, c, end);
      if (c.score <= std::max(threshold, best.score)) continue;
      if (!is_load(d, steps, c, end, by_night) || !is_load(d, steps, c, end, by_day)) continue;
      c.noise = noise_at(steps.contrasts[p][all_day], end);
      c.ampere = sign * steps.contrasts[p][all_day][static_cast<std::size_t>(end)];
      best = c;
    }
  return best;
}

// Three-hour blocks of the contrast less what each was before; in deviations of them.
std::vector<float> residuals_of(const PhaseDays& d, const Candidate& c, int first, int end) {
  const DayChannels days =
      day_channels(d.hourly_contrasts[c.phase], d.first + first, d.first + end);
  const auto reference = static_cast<std::size_t>(std::max(0, end - first - onset_days));
  std::array<Spread, blocks_per_day> usual;
  for (std::size_t b = 0; b < blocks_per_day; ++b) {
    Eigen::VectorXf values(static_cast<Eigen::Index>(reference));
    for (std::size_t i = 0; i < reference; ++i)
      values[static_cast<Eigen::Index>(i)] = days.days[i][b];
    usual[b] = spread_of(values);
  }
  std::vector<float> out;
  for (const DayFigures& day : days.days)
    for (std::size_t b = 0; b < blocks_per_day; ++b)
      out.push_back(c.sign * (day[b] - usual[b].median) / (usual[b].deviation + floor_of(d)));
  return out;
}

// How well a place splits the residuals, in deviations; the second half of them is where it may be.
std::vector<double> merits_of(const std::vector<float>& residuals, std::size_t first) {
  std::vector<double> sum{0};
  std::vector<double> count{0};
  for (const float r : residuals) {
    sum.push_back(sum.back() + (std::isnan(r) ? 0 : std::clamp(static_cast<double>(r), -9.0, 9.0)));
    count.push_back(count.back() + (std::isnan(r) ? 0 : 1));
  }
  std::vector<double> merits(residuals.size(), 0);
  for (std::size_t i = first; i + blocks_per_day < residuals.size(); ++i) {
    const double after = count.back() - count[i];
    if (count[i] <= 0 || after <= 0) continue;
    const double difference = (sum.back() - sum[i]) / after - sum[i] / count[i];
    merits[i] = std::max(0.0, std::sqrt(count[i] * after / (count[i] + after)) * difference);
  }
  return merits;
}

Estimate<power::Hour> onset_of(const PhaseDays& d, const Candidate& c, int alarm) {
  const int first = std::max(0, alarm - onset_days - size_days_before);
  const std::vector<float> residuals = residuals_of(d, c, first, alarm);
  const std::vector<double> merits =
      merits_of(residuals,
                static_cast<std::size_t>(std::max(1, alarm - onset_days - first)) * blocks_per_day);
  const auto best = std::ranges::max_element(merits);
  const auto hour = [&](auto place) {
    return (d.first + first) * 24 +
           static_cast<power::Hour>((place - merits.begin()) * static_cast<long>(hours_per_block));
  };
  Estimate<power::Hour> onset{hour(best), hour(best), hour(best)};
  for (auto m = merits.begin(); m != merits.end(); ++m) {
    if (*m <= 0 || *best * *best - *m * *m > split_loss_max) continue;
    onset.lower = std::min(onset.lower, hour(m) - static_cast<power::Hour>(hours_per_block));
    onset.upper = std::max(onset.upper, hour(m) + static_cast<power::Hour>(hours_per_block));
  }
  return onset;
}

Estimate<float> kw_of(const Candidate& c, float ampere) {
  const float scale = c.sign > 0 ? phase_kw_per_ampere : pair_kw_per_ampere;
  const float share = supply_share + (c.sign > 0 ? 0 : pair_kw_share);
  const float half = size_noises * (std::isnan(c.noise) ? 0 : c.noise) + share * ampere;
  return {scale * std::max(0.0F, ampere - half), scale * ampere, scale * (ampere + half)};
}

// Until when it was there, by the level before it.
void follow(AccountFinding& f, const PhaseDays& d, const Candidate& c, int alarm, float before,
            float ampere) {
  f.last_seen = (d.first + d.days) * 24;
  const PhaseSeries& whole = d.contrasts[c.phase][all_day];
  for (int day = alarm - gone_days / 2; day + gone_days <= d.days; ++day) {
    const float now = c.sign * (median_between(whole, day, day + gone_days, 7) - before);
    if (std::isnan(now) || now >= gone_share * ampere) continue;
    f.still_there = false;
    f.last_seen = (d.first + day) * 24;
    return;
  }
}

void count_energy(AccountFinding& f) {
  const auto hours = static_cast<float>(std::max(0, f.last_seen - f.onset.best));
  f.kwh = {f.kw.lower * hours, f.kw.best * hours, f.kw.upper * hours};
}

Signal step_signal(const AccountFinding& f, const Candidate& c, float ampere) {
  const double nats = f.still_there ? nats_step : nats_gone;
  Signal signal{.detector = "phase_imbalance", .independence_group = "load", .strength_nats = nats};
  const std::string_view stayed = f.still_there ? "stayed" : "went again";
  const std::size_t one = std::min((c.phase + 1) % phases, (c.phase + 2) % phases) + 1;
  const std::size_t other = std::max((c.phase + 1) % phases, (c.phase + 2) % phases) + 1;
  signal.reasons.push_back(
      {"phase_imbalance", nats,
       c.sign > 0
           ? fmt::format("a load of {:.3g} kW ({:.3g} to {:.3g}, at 230 V and power factor 1) came "
                         "to phase {} and {}: {:.3g} A more than the other two phases, by day and "
                         "night alike; racks on one phase do so, and so does any single-phase "
                         "machine that never stops",
                         f.kw.best, f.kw.lower, f.kw.upper, c.phase + 1, stayed, ampere)
           : fmt::format("a load of {:.3g} kW ({:.3g} to {:.3g}, at 400 V and power factor 1) came "
                         "between phases {} and {} and {}: {:.3g} A more than the third phase, by "
                         "day and night alike; power supplies between two phases do so, and so "
                         "does any such machine that never stops",
                         f.kw.best, f.kw.lower, f.kw.upper, one, other, stayed, ampere)});
  return signal;
}

AccountFinding finding_of(const PhaseDays& d, const Candidate& c, int alarm) {
  AccountFinding f{.pattern = c.sign > 0 ? "one_phase" : "two_phases"};
  f.onset = onset_of(d, c, alarm);
  const int onset = f.onset.best / 24 - d.first;
  const PhaseSeries& whole = d.contrasts[c.phase][all_day];
  float before = median_between(whole, onset - size_days_before, onset, 7);
  float ampere = c.sign * (median_between(whole, onset + 1, alarm + refined_days, 5) - before);
  if (std::isnan(ampere)) {  // gaps around the onset
    before = median_between(whole, alarm - step_days, alarm - now_days, 1);
    ampere = c.ampere;
  }
  f.kw = kw_of(c, ampere);
  follow(f, d, c, alarm, before, ampere);
  count_energy(f);
  f.signal = step_signal(f, c, ampere);
  return f;
}

constexpr int standing_days = 28;
constexpr std::size_t standing_known_min = 20;
constexpr float standing_share = 0.3F;  // (largest - mean) / mean
constexpr float standing_alike_min = 0.7F;
constexpr float standing_spread_max = 0.25F;
constexpr float used_share_min = 0.1F;  // of the mean: below it the account is nearly single-phase
constexpr double nats_standing = 0.4;

struct Standing {
  std::size_t phase = 0;
  float share = 0;
  float ampere = 0;  // above the mean of the other two
  float spread = 0;
};

// The weaker of night and day counts.
std::optional<Standing> standing_at(const PhaseDays& d, std::size_t phase, int first, int end) {
  Standing out{.phase = phase, .share = 1e9F};
  std::array<float, 2> excess{};
  for (std::size_t v = 0; v < 2; ++v) {
    std::array<float, phases> level{};
    for (std::size_t p = 0; p < phases; ++p)
      level[p] = median_between(d.amperes[p][v], first, end, standing_known_min);
    const float mean = (level[0] + level[1] + level[2]) / 3;
    if (!(mean > 0) || *std::ranges::min_element(level) < used_share_min * mean)
      return std::nullopt;
    excess[v] = median_between(d.contrasts[phase][v], first, end, standing_known_min);
    out.share = std::min(out.share, level[phase] / mean - 1);
  }
  const auto [least, most] = std::ranges::minmax(excess);
  const PhaseSeries& whole = d.contrasts[phase][all_day];
  out.ampere = median_between(whole, first, end, standing_known_min);
  out.spread =
      spread_of(Eigen::Map<const Eigen::VectorXf>(whole.data() + first, end - first)).deviation;
  if (!(out.share >= standing_share) || least < standing_alike_min * most ||
      out.spread > standing_spread_max * out.ampere)
    return std::nullopt;
  return out;
}

AccountFinding standing_finding(const PhaseDays& d, const Standing& now) {
  AccountFinding f{.pattern = "one_phase"};
  int since = d.days - standing_days;
  while (since >= standing_days && standing_at(d, now.phase, since - standing_days, since))
    since -= standing_days;
  f.onset_before_record = since < standing_days;
  const power::Hour hour = (d.first + since) * 24;
  // Without a change nobody knows the hour: somewhere in the window before.
  f.onset = {hour - (f.onset_before_record ? since : standing_days) * 24, hour, hour};
  f.last_seen = (d.first + d.days) * 24;
  const Candidate as_step{
      .phase = now.phase, .sign = 1, .score = 0, .noise = now.spread, .ampere = now.ampere};
  f.kw = kw_of(as_step, now.ampere);
  count_energy(f);
  f.signal = {
      .detector = "phase_imbalance", .independence_group = "load", .strength_nats = nats_standing};
  f.signal.reasons.push_back(
      {"phase_imbalance", nats_standing,
       fmt::format("phase {} carries {:.0f} % more than the mean of the three, by day and night "
                   "alike, over {} days: {:.3g} kW more than the other two, at 230 V and power "
                   "factor 1; racks on one phase do so, and so do houses and offices whose phases "
                   "are badly shared: by itself it says little",
                   now.phase + 1, 100 * now.share, d.days - since, f.kw.best)});
  return f;
}

}  // namespace

std::vector<PhaseEpisode> phase_episodes(const PhaseCurrents& currents, float threshold) {
  std::vector<PhaseEpisode> found;
  const auto d = phase_days(currents);
  if (!d) return found;
  const Steps steps = steps_of(*d);
  power::Day last_alarm = 0;
  int first = d->days;
  while (first - days_between_looks >= step_days + frozen_days) first -= days_between_looks;
  for (int end = first; end <= d->days; end += days_between_looks) {
    const Candidate c = clearest(*d, steps, end, threshold);
    if (c.score <= threshold) continue;
    const power::Day day = d->first + end;
    if (found.empty() || day - last_alarm > alarm_days)
      found.push_back({.alarm = day, .score = c.score, .finding = finding_of(*d, c, end)});
    last_alarm = day;
  }
  return found;
}

std::optional<AccountFinding> standing_imbalance(const PhaseCurrents& currents) {
  const auto d = phase_days(currents);
  if (!d || d->days < standing_days) return std::nullopt;
  for (std::size_t p = 0; p < phases; ++p)
    if (const auto standing = standing_at(*d, p, d->days - standing_days, d->days))
      return standing_finding(*d, *standing);
  return std::nullopt;
}

std::optional<AccountFinding> phase_imbalance(const PhaseCurrents& currents) {
  const std::vector<PhaseEpisode> episodes = phase_episodes(currents);
  std::optional<AccountFinding> best;
  for (const PhaseEpisode& e : episodes)
    if (e.finding.still_there && (!best || e.finding.kw.best > best->kw.best)) best = e.finding;
  if (best) return best;
  if (auto standing = standing_imbalance(currents)) return standing;
  if (!episodes.empty()) return episodes.back().finding;
  return std::nullopt;
}

}  // namespace davy::signal
