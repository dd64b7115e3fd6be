#include "signal/power/peer_comparison.hpp"

#include <fmt/format.h>

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>

#include "base/parallel.hpp"
#include "signal/power/control_panel.hpp"
#include "signal/power/day_channels.hpp"
#include "signal/power/dedicated_load.hpp"
#include "signal/power/robust.hpp"

namespace davy::signal {
namespace {

constexpr int window_days = 28;
constexpr int windows_compared = 4;
constexpr std::size_t class_accounts_min = 8;
constexpr float vacant_kw = 0.1F;  // below it nobody is there: no measure of anybody
constexpr float load_kw_min = 0.5F;
constexpr int copy_days = 91;
// Even in itself.
constexpr float daily_variation_max = 0.12F;
constexpr float base_to_mean_min = 0.7F;
constexpr float night_to_day_min = 0.75F;
constexpr float night_to_day_max = 1.33F;
// What stands out from the class.
constexpr float stands_out = 1.75F;
constexpr float deviation_min = 0.25F;  // of logarithms: a quarter more even is nothing
constexpr float clip_low = -4;
constexpr float clip_high = 6;
// An earlier window with less than half the base is before the load, however even it is.
constexpr float same_load_share = 0.5F;
// Of buildings with a load as large as themselves one in five stands out; of those without, 5 in 434.
constexpr double nats = 2.8;

constexpr std::size_t figure_count = 4;
// What meters cannot tell from perfectly even, of each figure.
constexpr std::array<float, figure_count> indistinct{0.01F, 0.02F, 0.03F, 0.03F};

struct Evenness {
  float daily_variation = 0;
  float base_to_mean = 0;
  float night_to_day = 0;
  float drift = 0;  // largest less smallest mean of a window, over their mean
  float mean_kw = 0;
  float base_kw = 0;

  bool is_even() const {
    return daily_variation <= daily_variation_max && base_to_mean >= base_to_mean_min &&
           night_to_day >= night_to_day_min && night_to_day <= night_to_day_max;
  }
  // The larger the more even. Logarithms, because a constant load divides all unevenness by the same.
  std::array<float, figure_count> figures() const {
    const std::array<float, figure_count> uneven{daily_variation, 1 - base_to_mean,
                                                 std::abs(std::log(std::max(1e-3F, night_to_day))),
                                                 drift};
    std::array<float, figure_count> out;
    for (std::size_t i = 0; i < figure_count; ++i)
      out[i] = -std::log(std::max(0.0F, uneven[i]) + indistinct[i]);
    return out;
  }
};

Evenness evenness_of(const Flatness& window) {
  return {.daily_variation = window.daily_variation,
          .base_to_mean = window.base_to_mean,
          .night_to_day = window.night_to_day,
          .drift = 0,
          .mean_kw = window.mean_kw,
          .base_kw = window.base_kw};
}

float median_over(std::span<const Flatness> windows, float Flatness::* figure) {
  std::vector<float> values;
  for (const Flatness& window : windows) values.push_back(window.*figure);
  return median_of(values, 1);
}

// Over the last four windows, or what there is of them, but never without the last one.
std::optional<Evenness> evenness(const power::PowerRecord& record, power::Day end) {
  std::vector<Flatness> windows;
  for (int w = 0; w < windows_compared; ++w) {
    const power::Day first = end - (w + 1) * window_days;
    if (first < first_day(record)) break;
    if (const auto here = flatness(record, first, first + window_days)) windows.push_back(*here);
    if (windows.empty()) return std::nullopt;
  }
  if (windows.empty()) return std::nullopt;
  Evenness out{.daily_variation = median_over(windows, &Flatness::daily_variation),
               .base_to_mean = median_over(windows, &Flatness::base_to_mean),
               .night_to_day = median_over(windows, &Flatness::night_to_day),
               .drift = 0,
               .mean_kw = median_over(windows, &Flatness::mean_kw),
               .base_kw = median_over(windows, &Flatness::base_kw)};
  const auto [least, most] = std::ranges::minmax_element(windows, {}, &Flatness::mean_kw);
  out.drift = (most->mean_kw - least->mean_kw) / out.mean_kw;
  if (!(out.mean_kw > vacant_kw)) return std::nullopt;
  return out;
}

struct Account {
  std::size_t meter = 0;
  Evenness evenness = {};
  std::array<float, figure_count> figures = {};
};

struct TariffClass {
  std::string_view name;
  power::Day end = 0;  // the same for all, so that all are seen in the same season
  std::vector<Account> accounts = {};
};

// Half of the accounts have readings until then.
power::Day common_end(std::span<const power::PowerRecord> records,
                      const std::vector<std::size_t>& meters) {
  std::vector<power::Day> ends;
  for (const std::size_t m : meters) ends.push_back(end_day(records[m]));
  const auto half = ends.begin() + static_cast<std::ptrdiff_t>(ends.size() / 2);
  std::ranges::nth_element(ends, half);
  return *half;
}

TariffClass class_of(std::span<const power::PowerRecord> records, std::string_view name,
                     const std::vector<std::size_t>& meters, unsigned threads) {
  TariffClass out{.name = name, .end = common_end(records, meters)};
  std::vector<std::optional<Evenness>> found(meters.size());
  for_each_index(meters.size(), 8, threads,
                 [&](std::size_t i) { found[i] = evenness(records[meters[i]], out.end); });
  for (std::size_t i = 0; i < meters.size(); ++i)
    if (found[i]) out.accounts.push_back({meters[i], *found[i], found[i]->figures()});
  return out;
}

// The accounts that one is held against. Only what is even itself can be a copy of an even account.
std::vector<const Account*> others_of(std::span<const power::PowerRecord> records,
                                      const TariffClass& all, const Account& account) {
  std::vector<const Account*> others;
  for (const Account& other : all.accounts) {
    if (other.meter == account.meter) continue;
    if (other.evenness.is_even() && draw_alike(records[account.meter], records[other.meter],
                                               (all.end - copy_days) * 24, all.end * 24))
      continue;
    others.push_back(&other);
  }
  return others;
}

// Median, and a deviation that also reaches up to the upper quarter: where more than a quarter is even, that is one of two
// kinds of accounts in the class, and not odd.
Spread spread_among(std::vector<float> values) {
  Spread spread = spread_of(
      Eigen::Map<const Eigen::VectorXf>(values.data(), static_cast<Eigen::Index>(values.size())));
  const auto upper = values.begin() + static_cast<std::ptrdiff_t>(3 * (values.size() - 1) / 4);
  std::ranges::nth_element(values, upper);
  spread.deviation =
      std::max({deviation_min, spread.deviation, deviations_per_mad * (*upper - spread.median)});
  return spread;
}

float distance_from(const std::vector<const Account*>& others, const Account& account) {
  float sum = 0;
  for (std::size_t f = 0; f < figure_count; ++f) {
    std::vector<float> values;
    for (const Account* other : others) values.push_back(other->figures[f]);
    const Spread spread = spread_among(std::move(values));
    const float z = (account.figures[f] - spread.median) / spread.deviation;
    sum += std::clamp(z, clip_low, clip_high);
  }
  return sum / static_cast<float>(figure_count);
}

float median_over(const std::vector<const Account*>& accounts, float Evenness::* figure) {
  std::vector<float> values;
  for (const Account* account : accounts) values.push_back(account->evenness.*figure);
  return median_of(values, 1);
}

struct Since {
  power::Day day = 0;
  bool to_the_beginning = false;
};

// The even windows that reach to the end; one that is not even between others that are is a vacation.
Since even_since(const power::PowerRecord& record, power::Day end, float base_kw) {
  Since since{.day = end - window_days, .to_the_beginning = false};
  for (power::Day day = since.day; day >= first_day(record); day -= window_days) {
    const auto here = flatness(record, day, day + window_days);
    if (here && evenness_of(*here).is_even() && here->base_kw >= same_load_share * base_kw)
      since.day = day;
    else if (since.day - day > window_days)
      break;
  }
  since.to_the_beginning = since.day - window_days < first_day(record);
  return since;
}

void set_onset(AccountFinding& finding, const power::PowerRecord& record, const Since& since) {
  finding.onset_before_record = since.to_the_beginning;
  const power::Hour first = since.to_the_beginning ? record.first_hour : since.day * 24;
  const power::Hour unsure = since.to_the_beginning ? 0 : window_days * 24;
  finding.onset = {std::max(record.first_hour, first - unsure), first, first + unsure};
}

void set_size(AccountFinding& finding, const power::PowerRecord& record) {
  std::vector<float> bases;
  for (power::Day day = finding.onset.best / 24; day < end_day(record); ++day) {
    const float base = day_figures(record, day)[base_channel];
    if (!power::is_gap(base)) bases.push_back(base);
  }
  std::ranges::sort(bases);
  const auto at = [&](double share) {
    return bases[static_cast<std::size_t>(share * static_cast<double>(bases.size() - 1))];
  };
  finding.kw = {at(0.1), at(0.5), at(0.9)};
  const auto hours = static_cast<float>(finding.last_seen - finding.onset.best);
  finding.kwh = {finding.kw.lower * hours, finding.kw.best * hours, finding.kw.upper * hours};
}

Signal signal_of(const Evenness& own, std::string_view class_name,
                 const std::vector<const Account*>& others) {
  Signal signal{.detector = "peer_comparison", .independence_group = "load", .strength_nats = nats};
  signal.reasons.push_back(
      {"peer_comparison", nats,
       fmt::format(
           "draws far more evenly than {} other accounts of the class {}: its days vary by {:.1f} "
           "% "
           "(theirs by {:.1f} %), its base is {:.0f} % of its mean ({:.0f} %), night to day {:.2f} "
           "({:.2f}), its months drift by {:.0f} % ({:.0f} %); a server room, a cold store or a "
           "pump that never stops looks the same",
           others.size(), class_name, 100 * own.daily_variation,
           100 * median_over(others, &Evenness::daily_variation), 100 * own.base_to_mean,
           100 * median_over(others, &Evenness::base_to_mean), own.night_to_day,
           median_over(others, &Evenness::night_to_day), 100 * own.drift,
           100 * median_over(others, &Evenness::drift))});
  return signal;
}

std::optional<AccountFinding> judge(std::span<const power::PowerRecord> records,
                                    const TariffClass& all, const Account& account) {
  const Evenness& own = account.evenness;
  if (!own.is_even() || own.base_kw < load_kw_min) return std::nullopt;
  const std::vector<const Account*> others = others_of(records, all, account);
  if (others.size() + 1 < class_accounts_min || distance_from(others, account) < stands_out)
    return std::nullopt;
  const power::PowerRecord& record = records[account.meter];
  AccountFinding finding{.meter = account.meter, .pattern = "steady"};
  finding.last_seen = record.end_hour();
  set_onset(finding, record, even_since(record, all.end, own.base_kw));
  set_size(finding, record);
  finding.signal = signal_of(own, all.name, others);
  return finding;
}

}  // namespace

std::vector<AccountFinding> peer_comparison(std::span<const power::PowerRecord> records,
                                            std::span<const std::string_view> classes,
                                            unsigned threads) {
  std::map<std::string_view, std::vector<std::size_t>> members;
  for (std::size_t m = 0; m < records.size() && m < classes.size(); ++m)
    if (!classes[m].empty() && !records[m].kw.empty()) members[classes[m]].push_back(m);
  std::vector<std::optional<AccountFinding>> of(records.size());
  for (const auto& [name, meters] : members) {
    if (meters.size() < class_accounts_min) continue;
    const TariffClass all = class_of(records, name, meters, threads);
    if (all.accounts.size() < class_accounts_min) continue;
    for_each_index(all.accounts.size(), 1, threads, [&](std::size_t i) {
      of[all.accounts[i].meter] = judge(records, all, all.accounts[i]);
    });
  }
  std::vector<AccountFinding> found;
  for (std::optional<AccountFinding>& finding : of)
    if (finding) found.push_back(std::move(*finding));
  return found;
}

}  // namespace davy::signal
