#include "workbench/trial/trial_scores.hpp"

#include <algorithm>
#include <atomic>

#include "base/parallel.hpp"
#include "signal/power/account_window.hpp"
#include "signal/power/robust.hpp"

namespace davy::trial {
namespace {

using signal::AccountWindow;
using signal::ControlPanel;
using signal::DayFigures;
using signal::PanelWindow;
using signal::ReferenceWindow;

constexpr int days_between_looks = 7;
// Below it no threshold that anyone would use lies.
constexpr float score_worth_a_look = 0.3F;

float mean_kw(const power::PowerRecord& record) {
  return signal::moments_of(Eigen::Map<const Eigen::VectorXf>(
                                record.kw.data(), static_cast<Eigen::Index>(record.kw.size())))
      .mean;
}

std::uint64_t case_seed(const TrialOptions& options, std::size_t meter, std::size_t onset) {
  return mixed(options.seed * 1'000'003 + meter * 1'009 + onset);
}

// The same onsets for all loads of a meter, so that loads can be compared.
std::vector<PlacedLoad> placed_loads(const TrialOptions& options, std::size_t meter, float mean,
                                     power::Day first, power::Day last) {
  std::vector<PlacedLoad> placed;
  const auto hours = static_cast<std::uint64_t>(std::max(1, (last - first) * 24));
  for (std::size_t o = 0; o < options.onsets; ++o) {
    const power::Hour onset =
        first * 24 + static_cast<power::Hour>(case_seed(options, meter, o) % hours);
    for (std::size_t l = 0; l < options.loads.size(); ++l) {
      const TrialLoad& load = options.loads[l];
      const float kw = load.kw > 0 ? load.kw : load.share * mean;
      placed.push_back(
          {.load = l, .onset = onset, .kw = kw * hourly_share(load.pattern), .weeks = {}});
    }
  }
  return placed;
}

// The account's days with the load put into them, from the onset to `end`.
std::vector<DayFigures> with_load(const std::vector<DayFigures>& days, power::Day first_day,
                                  const power::PowerRecord& record, const PlacedLoad& placed,
                                  Pattern pattern, std::uint64_t seed, power::Day end) {
  std::vector<DayFigures> changed = days;
  power::PowerRecord one{.meter = {}, .first_hour = 0, .kw = std::vector<float>(24), .quality = {}};
  for (power::Day day = placed.onset / 24; day < end; ++day) {
    one.first_hour = day * 24;
    for (int h = 0; h < 24; ++h) {
      const power::Hour hour = day * 24 + h;
      one.kw[static_cast<std::size_t>(h)] =
          record.at(hour) + placed.kw * load_share(pattern, hour, placed.onset, seed);
    }
    changed[static_cast<std::size_t>(day - first_day)] = signal::day_figures(one, day);
  }
  return changed;
}

WeekScore judged(const signal::Residuals& residuals, const signal::StepNoise& noise,
                 const ReferenceWindow& window, bool with_step) {
  WeekScore out{.end = window.end};
  const auto score = signal::step_score(residuals, noise);
  if (!score) return out;
  out.score = score->score;
  if (with_step && out.score > score_worth_a_look)
    out.step = signal::load_step(residuals, window, out.score);
  return out;
}

struct Week {
  WeekScore plain;
  std::vector<std::pair<std::size_t, WeekScore>> placed;  // index into MeterScores::placed
};

Week judge_week(const ControlPanel& panel, const PanelWindow& at, const power::PowerRecord& record,
                const MeterScores& meter, const TrialOptions& options) {
  const AccountWindow account(panel, at, meter.meter);
  const auto& days = panel.channels(meter.meter).days;
  const signal::Residuals plain = account.residuals(days);
  const signal::StepNoise noise = signal::step_noise(plain);
  const power::Day end = at.window().end;
  Week week{judged(plain, noise, at.window(), false), {}};
  for (std::size_t i = 0; i < meter.placed.size(); ++i) {
    const PlacedLoad& p = meter.placed[i];
    if (end * 24 <= p.onset || end * 24 > p.onset + signal::alarm_days * 24) continue;
    const std::uint64_t seed = case_seed(options, meter.meter, i / options.loads.size());
    const auto changed =
        with_load(days, panel.first_day(), record, p, options.loads[p.load].pattern, seed, end);
    week.placed.emplace_back(i, judged(account.residuals(changed), noise, at.window(), true));
  }
  return week;
}

std::vector<ReferenceWindow> weekly_windows(const ControlPanel& panel) {
  std::vector<ReferenceWindow> windows;
  for (power::Day end = panel.first_day(); end <= panel.end_day(); end += days_between_looks)
    if (const auto window = signal::window_ending(panel, end)) windows.push_back(*window);
  return windows;
}

}  // namespace

std::vector<MeterScores> score_meters(const ControlPanel& panel,
                                      std::span<const power::PowerRecord> records,
                                      std::span<const std::size_t> meters,
                                      const TrialOptions& options) {
  std::vector<MeterScores> scores;
  const std::vector<ReferenceWindow> windows = weekly_windows(panel);
  if (windows.empty()) return scores;
  for (const std::size_t m : meters)
    scores.push_back({.meter = m,
                      .weeks = {},
                      .placed = placed_loads(options, m, mean_kw(records[m]), windows.front().end,
                                             windows.back().end - signal::alarm_days)});
  std::vector<std::vector<Week>> weeks(windows.size());
  std::atomic<std::size_t> done = 0;
  for_each_index(windows.size(), 1, options.threads, [&](std::size_t w) {
    const PanelWindow at(panel, windows[w]);
    for (const MeterScores& meter : scores)
      weeks[w].push_back(judge_week(panel, at, records[meter.meter], meter, options));
    if (options.progress)
      options.progress(static_cast<double>(++done) / static_cast<double>(windows.size()));
  });
  for (std::vector<Week>& week : weeks) {
    for (std::size_t i = 0; i < scores.size(); ++i) {
      scores[i].weeks.push_back(week[i].plain);
      for (auto& [place, score] : week[i].placed) scores[i].placed[place].weeks.push_back(score);
    }
  }
  return scores;
}

}  // namespace davy::trial
