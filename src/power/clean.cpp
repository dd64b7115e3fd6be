#include "power/clean.hpp"

#include <algorithm>

namespace davy::power {
namespace {

constexpr std::size_t stuck_hours = 24;
// Below it a meter's last digit is so coarse that an even load shows the same value all day.
constexpr float steps_min = 100;
constexpr float spike_times_q995 = 2.5F;
constexpr std::size_t hours_min = 200;  // fewer tell nothing of what is usual

std::vector<float> sorted_values(const PowerRecord& record) {
  std::vector<float> values;
  values.reserve(record.kw.size());
  for (const float kw : record.kw)
    if (!is_gap(kw)) values.push_back(kw);
  std::ranges::sort(values);
  return values;
}

float quantile(const std::vector<float>& sorted, double q) {
  return sorted[static_cast<std::size_t>(q * static_cast<double>(sorted.size() - 1))];
}

// The finest step between values: what the last digit is worth.
float resolution(const std::vector<float>& sorted) {
  float finest = std::numeric_limits<float>::max();
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    const float step = sorted[i] - sorted[i - 1];
    if (step > sorted[i] * 1e-5F && step > 0) finest = std::min(finest, step);
  }
  return finest;
}

void drop(PowerRecord& record, float& kw, Flaw flaw) {
  record.quality.add(flaw);
  kw = gap;
}

// Zero where a twentieth of the hours is above a tenth of the usual: off is then no state of this load.
void drop_zeros(PowerRecord& record, const std::vector<float>& sorted) {
  const auto above_zero = std::ranges::upper_bound(sorted, 0.0F);
  if (above_zero == sorted.end() || above_zero == sorted.begin()) return;
  const auto count = static_cast<std::size_t>(sorted.end() - above_zero);
  const float low = *(above_zero + static_cast<std::ptrdiff_t>(count / 100));
  const float median = *(above_zero + static_cast<std::ptrdiff_t>(count / 2));
  if (low < median * 0.05F) return;
  for (float& kw : record.kw)
    if (kw == 0) drop(record, kw, Flaw::zero);
}

void drop_stuck(PowerRecord& record, float finest) {
  std::size_t begin = 0;
  for (std::size_t i = 1; i <= record.kw.size(); ++i) {
    const bool same = i < record.kw.size() && record.kw[i] == record.kw[begin];
    if (same) continue;
    if (i - begin >= stuck_hours && record.kw[begin] > finest * steps_min)
      for (std::size_t k = begin; k < i; ++k) drop(record, record.kw[k], Flaw::stuck);
    begin = i;
  }
}

void drop_spikes(PowerRecord& record, float highest) {
  for (float& kw : record.kw)
    if (!is_gap(kw) && kw > highest) drop(record, kw, Flaw::spike);
}

}  // namespace

void clean(PowerRecord& record) {
  const std::vector<float> sorted = sorted_values(record);
  if (sorted.size() < hours_min) return;
  drop_zeros(record, sorted);
  drop_stuck(record, resolution(sorted));
  drop_spikes(record, spike_times_q995 * quantile(sorted, 0.995));
}

}  // namespace davy::power
