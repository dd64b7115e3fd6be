#include "signal/power/phase_days.hpp"

#include <algorithm>

#include "signal/power/day_channels.hpp"
#include "signal/power/robust.hpp"

namespace davy::signal {
namespace {

// Less is what a meter shows of an unused phase.
constexpr float unused_ampere = 0.05F;

struct Hours {
  int first;
  int count;
  std::size_t needed;
};
constexpr std::array<Hours, 3> view_hours{{{0, 6, 3}, {9, 9, 5}, {0, 24, 12}}};

std::array<PhaseSeries, 3> views_of(const power::PowerRecord& record, power::Day first, int days) {
  std::array<PhaseSeries, 3> out;
  for (int day = 0; day < days; ++day) {
    std::array<float, 24> hours;
    for (int h = 0; h < 24; ++h)
      hours[static_cast<std::size_t>(h)] = record.at((first + day) * 24 + h);
    for (std::size_t v = 0; v < view_hours.size(); ++v)
      out[v].push_back(
          median_of(std::span<const float>{hours.data() + view_hours[v].first,
                                           static_cast<std::size_t>(view_hours[v].count)},
                    view_hours[v].needed));
  }
  return out;
}

struct Common {
  std::array<power::PowerRecord, phases> amperes;
  std::array<std::size_t, phases> in_use{};
  std::array<double, phases> sums{};
  std::size_t hours = 0;
};

void add_hour(Common& common, const std::array<float, phases>& ampere) {
  const bool known = std::ranges::all_of(ampere, [](float a) { return std::isfinite(a); });
  common.hours += known ? 1 : 0;
  for (std::size_t p = 0; p < phases; ++p) {
    common.amperes[p].kw.push_back(known ? ampere[p] : power::gap);
    if (!known) continue;
    common.in_use[p] += ampere[p] > unused_ampere ? 1 : 0;
    common.sums[p] += static_cast<double>(ampere[p]);
  }
}

Common common_hours(const std::array<const power::PowerRecord*, phases>& currents) {
  power::Hour first = currents[0]->first_hour;
  power::Hour end = currents[0]->end_hour();
  for (const power::PowerRecord* current : currents) {
    first = std::max(first, current->first_hour);
    end = std::min(end, current->end_hour());
  }
  Common common;
  for (power::PowerRecord& record : common.amperes) record.first_hour = first;
  for (power::Hour h = first; h < end; ++h)
    add_hour(common, {currents[0]->at(h), currents[1]->at(h), currents[2]->at(h)});
  return common;
}

power::PowerRecord contrast_of(const Common& common, std::size_t phase) {
  power::PowerRecord out = common.amperes[phase];
  const std::vector<float>& one = common.amperes[(phase + 1) % phases].kw;
  const std::vector<float>& other = common.amperes[(phase + 2) % phases].kw;
  for (std::size_t h = 0; h < out.kw.size(); ++h) out.kw[h] -= (one[h] + other[h]) / 2;
  return out;
}

}  // namespace

std::optional<PhaseDays> phase_days(const std::array<const power::PowerRecord*, phases>& currents) {
  if (std::ranges::any_of(currents, [](const auto* c) { return c == nullptr || c->kw.empty(); }))
    return std::nullopt;
  const Common common = common_hours(currents);
  if (common.hours == 0 || std::ranges::any_of(common.in_use, [](auto n) { return n == 0; }))
    return std::nullopt;
  PhaseDays out{.first = first_day(common.amperes[0])};
  out.days = end_day(common.amperes[0]) - out.first;
  for (std::size_t p = 0; p < phases; ++p) {
    out.amperes[p] = views_of(common.amperes[p], out.first, out.days);
    out.hourly_contrasts[p] = contrast_of(common, p);
    out.contrasts[p] = views_of(out.hourly_contrasts[p], out.first, out.days);
    out.mean_ampere[p] = static_cast<float>(common.sums[p] / static_cast<double>(common.hours));
  }
  return out;
}

float median_between(const PhaseSeries& days, int first, int end, std::size_t needed) {
  first = std::max(0, first);
  end = std::min(end, static_cast<int>(days.size()));
  if (end <= first) return power::gap;
  return median_of(std::span{days}.subspan(static_cast<std::size_t>(first),
                                           static_cast<std::size_t>(end - first)),
                   needed);
}

}  // namespace davy::signal
