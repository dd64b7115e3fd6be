#include "signal/power/load_onset.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "signal/power/robust.hpp"
#include "signal/power/step_score.hpp"

namespace davy::signal {
namespace {

using Eigen::Index;

constexpr auto per_day = static_cast<Index>(blocks_per_day);
constexpr Index blocks_searched = (alarm_days + 7) * per_day;  // before the alarm
constexpr Index blocks_fitted = blocks_searched + 28 * per_day;
constexpr Index blocks_after_min = 3 * per_day;
constexpr float steadiness_floor = 0.01F;
// One wild block must not decide where the load came.
constexpr double share_max = 1.5;
// A rise has to explain so much more of all that varies; steps of noise would else be called rising. Within as much either
// way it may be both.
constexpr double rise_gain_min = 0.02;
// Places whose fit is worse by no more than this stay in the interval; measured, for 90 %. A rise begins unseen, so it is wide.
constexpr double step_loss_max = 100;
constexpr double rise_loss_max = 550;

// Weighted sums over the blocks from a place on, of one block of the day.
struct Sums {
  double w = 0, wt = 0, wtt = 0, wv = 0, wvt = 0, wvv = 0;

  void add(double weight, double time, double value) {
    w += weight;
    wt += weight * time;
    wtt += weight * time * time;
    wv += weight * value;
    wvt += weight * value * time;
    wvv += weight * value * value;
  }
};
using DaySums = std::array<Sums, blocks_per_day>;

// One form from one place.
struct Fit {
  double with_values = 0;  // sums of products about the means
  double with_itself = 0;

  void add(double part, double f, double ff, double fv, const Sums& all) {
    if (all.w <= 0) return;
    with_values += part * (fv - f * all.wv / all.w);
    with_itself += part * part * (ff - f * f / all.w);
  }
  bool is_up() const { return with_values > 0 && with_itself > 0; }
  double gain() const { return is_up() ? with_values * with_values / with_itself : 0; }
  double size() const { return is_up() ? with_values / with_itself : 0; }
};

struct Place {
  Index block = 0;
  Fit step;
  Fit rise;
};

class Search {
 public:
  Search(const Residuals& r, const BlockFigures& weight, const BlockFigures& profile)
      : r_(r), weight_(weight), profile_(profile), end_(r.shares.rows() * per_day) {
    const Index first = std::max<Index>(0, end_ - blocks_fitted);
    for (Index b = first; b < end_; ++b) add(all_, b);
    const Index from = std::max(first + per_day, end_ - blocks_searched);
    DaySums since;
    for (Index b = end_ - 1; b >= from; --b) {
      add(since, b);
      if (end_ - b >= blocks_after_min) places_.push_back(place(since, b));
    }
    std::ranges::reverse(places_);
  }

  const std::vector<Place>& places() const { return places_; }
  double variation() const {
    double sum = 0;
    for (const Sums& all : all_)
      if (all.w > 0) sum += all.wvv - all.wv * all.wv / all.w;
    return sum;
  }
  Index end() const { return end_; }

 private:
  void add(DaySums& sums, Index block) const {
    const auto of_day = static_cast<std::size_t>(block % per_day);
    const float share = r_.shares(block / per_day, static_cast<Index>(of_day));
    if (std::isnan(share)) return;
    sums[of_day].add(weight_[of_day], static_cast<double>(block - end_),
                     std::clamp(static_cast<double>(share), -share_max, share_max));
  }

  Place place(const DaySums& since, Index block) const {
    Place out{.block = block, .step = {}, .rise = {}};
    const double begin = static_cast<double>(block - end_) - 0.5;
    for (std::size_t c = 0; c < blocks_per_day; ++c) {
      const Sums& s = since[c];
      out.step.add(profile_[c], s.w, s.w, s.wv, all_[c]);
      out.rise.add(profile_[c], s.wt - begin * s.w, s.wtt - 2 * begin * s.wt + begin * begin * s.w,
                   s.wvt - begin * s.wv, all_[c]);
    }
    return out;
  }

  const Residuals& r_;
  const BlockFigures& weight_;
  const BlockFigures& profile_;
  Index end_;
  DaySums all_;
  std::vector<Place> places_;
};

// Of places between which the profile has nothing the last: there it was first seen.
const Place& best_of(const std::vector<Place>& places, Fit Place::* form) {
  const auto gain = [form](const Place& p) { return (p.*form).gain(); };
  return *std::ranges::max_element(places.rbegin(), places.rend(), {}, gain);
}

// Takes in the places from which the form fits nearly as well.
void widen(OnsetFit& fit, const std::vector<Place>& places, Fit Place::* form, double gain_min) {
  for (const Place& p : places) {
    if ((p.*form).gain() < gain_min) continue;
    fit.earliest = std::min(fit.earliest, p.block);
    fit.latest = std::max(fit.latest, p.block);
  }
}

}  // namespace

BlockFigures block_weights(const Residuals& r) {
  BlockFigures weight;
  for (std::size_t c = 0; c < blocks_per_day; ++c) {
    const Spread spread = spread_of(r.shares.col(static_cast<Index>(c)).head(r.reference_days));
    const float deviation = spread.deviation + steadiness_floor;
    weight[c] = 1 / (deviation * deviation);
  }
  return weight;
}

std::optional<OnsetFit> fit_onset(const Residuals& r, const BlockFigures& weight,
                                  const BlockFigures& profile) {
  const Search search(r, weight, profile);
  const std::vector<Place>& places = search.places();
  if (places.empty()) return std::nullopt;
  const Place& step = best_of(places, &Place::step);
  const Place& rise = best_of(places, &Place::rise);
  if (!step.step.is_up()) return std::nullopt;
  OnsetFit out{.step = step.block};
  const double more = rise.rise.gain() - step.step.gain();
  const double clear = rise_gain_min * search.variation();
  out.is_rising = more > clear;
  out.may_rise = more > -clear;
  out.onset = out.earliest = out.latest = out.is_rising ? rise.block : step.block;
  if (!out.is_rising) widen(out, places, &Place::step, step.step.gain() - step_loss_max);
  if (out.may_rise) widen(out, places, &Place::rise, rise.rise.gain() - rise_loss_max);
  out.risen = static_cast<float>(rise.rise.size() * static_cast<double>(search.end() - rise.block));
  return out;
}

}  // namespace davy::signal
