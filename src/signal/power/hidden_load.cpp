#include "signal/power/hidden_load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>

#include "base/limits.hpp"
#include "base/parallel.hpp"
#include "signal/power/account_window.hpp"
#include "signal/power/robust.hpp"

namespace davy::signal {
namespace {

using Eigen::Index;

constexpr int days_between_looks = 7;
constexpr int refined_within_days = 21;  // an alarm's size is told by what the next weeks show
constexpr int followed_days_max = 400;   // a frozen model grows old
constexpr int faded_days = 14;
constexpr float faded_share = 0.5F;
constexpr int picture_days_before = 56;

struct Look {
  float score = 0;
  std::string_view clearest;
  std::optional<LoadStep> step;  // where the score is above the threshold
};

// All weeks of all accounts of one panel.
struct Looks {
  std::vector<ReferenceWindow> windows;  // earliest first
  std::vector<std::vector<Look>> of;     // window, account
};

std::vector<ReferenceWindow> windows_of(const ControlPanel& panel) {
  std::vector<ReferenceWindow> windows;
  for (power::Day end = panel.end_day();; end -= days_between_looks) {
    const auto window = window_ending(panel, end);
    if (!window) break;
    windows.push_back(*window);
  }
  std::ranges::reverse(windows);
  return windows;
}

Look look_at(const ControlPanel& panel, const PanelWindow& at, std::size_t meter, float threshold) {
  const AccountWindow account(panel, at, meter);
  const Residuals residuals = account.residuals(panel.channels(meter).days);
  const auto score = step_score(residuals, step_noise(residuals));
  if (!score) return {};
  Look look{score->score, score->clearest, std::nullopt};
  if (look.score > threshold) look.step = load_step(residuals, at.window(), look.score);
  return look;
}

Looks look_at_all(const ControlPanel& panel, const HiddenLoadOptions& options,
                  const std::function<void()>& one_done) {
  Looks looks{.windows = windows_of(panel), .of = {}};
  looks.of.resize(looks.windows.size(), std::vector<Look>(panel.meters()));
  for_each_index(looks.windows.size(), 1, options.threads, [&](std::size_t w) {
    const PanelWindow at(panel, looks.windows[w]);
    for (std::size_t m = 0; m < panel.meters(); ++m)
      looks.of[w][m] = look_at(panel, at, m, options.rate.threshold);
    one_done();
  });
  return looks;
}

// What came after the alarm, by the model that was frozen then.
void follow(HiddenLoad& load, const ControlPanel& panel, const ReferenceWindow& alarm,
            std::size_t meter) {
  ReferenceWindow longer = alarm;
  longer.end = std::min(panel.end_day(), alarm.end + followed_days_max);
  const PanelWindow at(panel, longer);
  const Residuals r = AccountWindow(panel, at, meter).residuals(panel.channels(meter).days);
  const auto mean = r.shares.col(static_cast<Index>(mean_channel));
  const float share = load.step.mean_kw / std::max(1e-6F, r.reference_mean_kw);
  load.last_seen = longer.end * 24;
  for (Index day = alarm.days(); day + faded_days <= r.shares.rows(); ++day) {
    const float now = median_of(
        std::span<const float>{mean.data() + day, static_cast<std::size_t>(faded_days)}, 7);
    if (std::isnan(now) || now >= faded_share * share) continue;
    load.still_there = false;
    // It rose when it was noticed; what is gone rises no more.
    load.step.still_rising = false;
    if (load.step.pattern == LoadPattern::rising) load.step.pattern = LoadPattern::constant;
    load.last_seen = (longer.first + static_cast<power::Day>(day)) * 24;
    break;
  }
  load.picture_first = std::max(longer.first, load.step.onset.best / 24 - picture_days_before);
  for (power::Day day = load.picture_first; day < longer.end; ++day) {
    const auto i = static_cast<std::size_t>(day - panel.first_day());
    const float drawn = panel.channels(meter).days[i][mean_channel];
    load.drawn_kw.push_back(drawn);
    load.expected_kw.push_back(drawn - mean[day - longer.first] * r.reference_mean_kw);
  }
}

void count_energy(HiddenLoad& load) {
  const LoadStep& step = load.step;
  const float hours = static_cast<float>(std::max(0, load.last_seen - step.onset.best));
  const float best = step.mean_kw * hours;
  const float size = std::max(1e-6F, step.kw.best);
  load.kwh = {best * step.kw.lower / size, best, best * step.kw.upper / size};
}

// The episodes of one account: alarms within five weeks of each other are one.
std::vector<HiddenLoad> episodes(const Looks& looks, std::size_t meter, float threshold) {
  std::vector<HiddenLoad> found;
  power::Day last_alarm = 0;
  for (std::size_t w = 0; w < looks.windows.size(); ++w) {
    const Look& look = looks.of[w][meter];
    const power::Day day = looks.windows[w].end;
    if (look.score <= threshold || !look.step) continue;
    const bool anew = found.empty() || day - last_alarm > alarm_days;
    last_alarm = day;
    if (anew) {
      found.push_back({.meter = meter,
                       .alarm = day,
                       .score = look.score,
                       .clearest = look.clearest,
                       .step = *look.step});
    } else if (day - found.back().alarm <= refined_within_days) {
      found.back().step = *look.step;
      found.back().score = std::max(found.back().score, look.score);
    }
  }
  return found;
}

void add_panel(std::vector<HiddenLoad>& found, std::span<const power::PowerRecord> records,
               std::size_t first, const Surroundings& surroundings,
               const HiddenLoadOptions& options, const std::function<void()>& one_done) {
  const ControlPanel panel(records, surroundings);
  const Looks looks = look_at_all(panel, options, one_done);
  for (std::size_t m = 0; m < panel.meters(); ++m) {
    for (HiddenLoad& load : episodes(looks, m, options.rate.threshold)) {
      const auto alarm = window_ending(panel, load.alarm);
      if (alarm) follow(load, panel, *alarm, m);
      count_energy(load);
      load.meter += first;
      load.witnesses = panel.meters() - 1;
      found.push_back(std::move(load));
    }
  }
}

// Panels of about the same size, none above the bound.
std::size_t panel_size(std::size_t meters) {
  const std::size_t panels = (meters + limits::panel_meters_max - 1) / limits::panel_meters_max;
  return panels == 0 ? 1 : (meters + panels - 1) / panels;
}

std::size_t weeks_of(const power::PowerRecord& record) {
  const int days = end_day(record) - first_day(record) - frozen_days - reference_days_min;
  return days < 0 ? 0 : static_cast<std::size_t>(days / days_between_looks + 1);
}

std::string_view pattern_words(LoadPattern pattern) {
  switch (pattern) {
    case LoadPattern::constant:
      return "day and night alike";
    case LoadPattern::night_only:
      return "at night only";
    case LoadPattern::with_pauses:
      return "with pauses through the day";
    case LoadPattern::rising:
      return "still rising";
    case LoadPattern::daytime:
      return "by day only";
  }
  return "";
}

}  // namespace

std::size_t weeks_looked_at(std::span<const power::PowerRecord> records) {
  std::size_t weeks = 0;
  for (const power::PowerRecord& record : records) weeks += weeks_of(record);
  return weeks;
}

std::vector<HiddenLoad> hidden_loads(std::span<const power::PowerRecord> records,
                                     const Surroundings& surroundings,
                                     const HiddenLoadOptions& options) {
  std::vector<HiddenLoad> found;
  const std::size_t size = panel_size(records.size());
  std::atomic<std::size_t> done = 0;
  std::size_t all = 1;
  for (std::size_t i = 0; i < records.size(); i += size) all += weeks_of(records[i]);
  const auto one_done = [&] {
    if (options.progress) options.progress(static_cast<double>(++done) / static_cast<double>(all));
  };
  for (std::size_t i = 0; i < records.size(); i += size)
    add_panel(found, records.subspan(i, std::min(size, records.size() - i)), i, surroundings,
              options, one_done);
  return found;
}

// Of a load of 30 % of the mean four in five are found within five weeks; by accident as many weeks have an alarm as the
// threshold's rate says.
Signal hidden_load_signal(const HiddenLoad& load, const AlarmRate& rate) {
  constexpr double found_share = 0.8;
  constexpr double nats_max = 5;
  const double by_accident = rate.false_episodes_a_year * alarm_days / 365.25;
  const double excess = std::max(0.0, std::log(static_cast<double>(load.score) / rate.threshold));
  double nats = std::min(nats_max, std::log(found_share / by_accident) + excess);
  if (!load.still_there) nats = std::min(nats, 1.0);
  const LoadStep& step = load.step;
  Signal signal{.detector = "hidden_load", .independence_group = "load", .strength_nats = nats};
  signal.reasons.push_back(
      {"hidden_load", nats,
       fmt::format(
           "an unexplained load of {:.3g} kW ({:.3g} to {:.3g}) came and {}, {}; neither "
           "calendar nor {} other accounts explain it; such an alarm comes by accident {:g} "
           "times a year",
           step.kw.best, step.kw.lower, step.kw.upper, load.still_there ? "stayed" : "went again",
           pattern_words(step.pattern), load.witnesses, rate.false_episodes_a_year)});
  return signal;
}

}  // namespace davy::signal
