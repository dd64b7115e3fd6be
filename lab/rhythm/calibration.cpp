#include "lab/rhythm/calibration.hpp"

#include <algorithm>
#include <cmath>

namespace davy::lab {
namespace {

double logistic(double nats) { return 1 / (1 + std::exp(-nats)); }

struct Weighed {
  double probability, weight;
  bool mining;
};

// By probability.
std::vector<Weighed> weighed(std::span<const StatedFlow> flows, double prior_nats) {
  const auto mining = static_cast<double>(std::ranges::count_if(flows, &StatedFlow::mining));
  const double benign = static_cast<double>(flows.size()) - mining;
  const double prior = logistic(prior_nats);
  std::vector<Weighed> out;
  out.reserve(flows.size());
  for (const StatedFlow& f : flows) {
    const double weight = f.mining ? prior / mining : (1 - prior) / benign;
    out.push_back({logistic(f.strength_nats + prior_nats), weight, f.mining});
  }
  std::ranges::sort(out, {}, &Weighed::probability);
  return out;
}

void add(Bin& bin, const Weighed& flow) {
  bin.stated += flow.weight * flow.probability;
  bin.found += flow.mining ? flow.weight : 0;
  bin.weight += flow.weight;
  ++(flow.mining ? bin.mining : bin.benign);
}

// Sums become means.
std::vector<Bin> filled(std::vector<Bin> bins) {
  std::erase_if(bins, [](const Bin& bin) { return bin.weight <= 0; });
  for (Bin& bin : bins) bin.stated /= bin.weight, bin.found /= bin.weight;
  return bins;
}

std::size_t place(double share, std::size_t count) {
  return std::min(static_cast<std::size_t>(share * static_cast<double>(count)), count - 1);
}

}  // namespace

Bins bins_of(std::span<const StatedFlow> flows, double prior_nats, std::size_t count) {
  std::vector<Bin> by_width(count), by_mass(count);
  double before = 0;
  for (const Weighed& flow : weighed(flows, prior_nats)) {
    add(by_width[place(flow.probability, count)], flow);
    add(by_mass[place(before + flow.weight / 2, count)], flow);
    before += flow.weight;
  }
  return {filled(std::move(by_width)), filled(std::move(by_mass))};
}

Bin bin_from(std::span<const StatedFlow> flows, double prior_nats, double nats_min) {
  Bin bin;
  for (const Weighed& flow : weighed(flows, prior_nats))
    if (flow.probability >= logistic(nats_min + prior_nats)) add(bin, flow);
  const auto kept = filled({bin});
  return kept.empty() ? Bin{} : kept.front();
}

double expected_calibration_error(std::span<const Bin> bins) {
  double error = 0;
  for (const Bin& bin : bins) error += bin.weight * std::abs(bin.stated - bin.found);
  return error;
}

double brier_score(std::span<const StatedFlow> flows, double prior_nats) {
  double score = 0;
  for (const Weighed& f : weighed(flows, prior_nats)) {
    const double miss = f.probability - (f.mining ? 1 : 0);
    score += f.weight * miss * miss;
  }
  return score;
}

}  // namespace davy::lab
