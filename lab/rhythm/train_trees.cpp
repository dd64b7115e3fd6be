// train_trees: makes data/rhythm.trees or data/intervals.trees from simulated sessions, and measures them.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <map>
#include <numeric>

#include "lab/rhythm/samples.hpp"
#include "lab/rhythm/trainer.hpp"
#include "signal/network/boosted_trees.hpp"

namespace {

using namespace davy;
using lab::Samples;

// A flow's strength over its checkpoints, as signal::rhythm_strength_nats() has it.
std::map<std::uint32_t, double> strengths(const signal::BoostedTrees& model,
                                          const Samples& samples) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, double> at;  // the better way round
  for (const lab::Sample& s : samples.samples) {
    const double strength = s.has_work ? model.strength_nats(s.features) : 0;
    const auto [known, is_new] = at.try_emplace({s.flow, s.messages}, strength);
    if (!is_new) known->second = std::max(known->second, strength);
  }
  std::map<std::uint32_t, std::vector<double>> of_flow;
  for (const auto& [key, strength] : at) of_flow[key.first].push_back(strength);
  std::map<std::uint32_t, double> out;
  for (const auto& [flow, all] : of_flow)
    out[flow] = std::reduce(all.begin(), all.end()) / static_cast<double>(all.size());
  return out;
}

// For each what: flows, and how many of them at 0, 2, 4, 6 nats.
void table(const char* title, const signal::BoostedTrees& model, const Samples& samples,
           float duration_s_min) {
  std::map<std::string, std::array<int, 6>> rows;
  for (const auto& [flow, strength] : strengths(model, samples)) {
    const lab::SampledFlow& f = samples.flows[flow];
    if (f.duration_s < duration_s_min) continue;
    const bool simulated_benign = !f.mining && !f.source.contains('/');
    auto& row = rows[f.mining ? "+" + f.what : simulated_benign ? f.source : f.what];
    ++row[0];
    for (int i = 0; i < 5; ++i) row[static_cast<std::size_t>(i) + 1] += strength >= 2.0 * i;
  }
  fmt::print("{} (flows of {} s and more): flows, at >= 0, 2, 4, 6, 8 nats\n", title,
             duration_s_min);
  for (const auto& [what, row] : rows) fmt::print("  {:32} {}\n", what, fmt::join(row, " "));
}

void worst(const signal::BoostedTrees& model, const Samples& samples, bool mining,
           float duration_s_min) {
  std::vector<std::pair<double, std::uint32_t>> order;
  for (const auto& [flow, strength] : strengths(model, samples)) {
    if (samples.flows[flow].mining == mining && samples.flows[flow].duration_s >= duration_s_min)
      order.emplace_back(mining ? strength : -strength, flow);
  }
  std::ranges::sort(order);
  fmt::print("{}\n", mining ? "weakest mining" : "strongest benign");
  for (std::size_t i = 0; i < std::min<std::size_t>(order.size(), 5); ++i) {
    const lab::SampledFlow& f = samples.flows[order[i].second];
    fmt::print("  {:6.2f} {:8.0f} s {} {}\n", mining ? order[i].first : -order[i].first,
               f.duration_s, f.what, f.source);
  }
}

struct Options {
  const lab::Subject* subject = &lab::rhythm_subject();
  std::size_t sessions = 40'000;
  std::uint64_t seed = 1;
  std::string corpus, out, model;
  lab::TrainingOptions training;
};

// Where a model is trained, it is calibrated on sessions that it was not trained on.
Result<std::string> model_text(const Options& o) {
  constexpr std::uint64_t calibration_seeds = 1'000'000;
  if (o.model.empty()) {
    const Samples training = o.subject->simulate(o.sessions, o.seed);
    fmt::print("trained on {} windows of {} simulated sessions, seed {}\n", training.samples.size(),
               training.flows.size(), o.seed);
    return lab::train(training, o.subject->simulate(o.sessions / 2, o.seed + calibration_seeds),
                      o.subject->features, o.training);
  }
  std::ifstream in(o.model);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

Result<bool> train_and_measure(const Options& o) {
  constexpr std::uint64_t evaluation_seeds = 2'000'000;
  const auto text = model_text(o);
  if (!text) return std::unexpected(text.error());
  const auto model = signal::BoostedTrees::read(*text, o.subject->features);
  if (!model) return std::unexpected(model.error());
  fmt::print("{} trees, {} nodes\n", model->trees(), model->nodes());
  table("simulated, of other seeds", *model,
        o.subject->simulate(o.sessions / 2, o.seed + evaluation_seeds), 60);
  if (!o.corpus.empty()) {
    const auto real = o.subject->corpus(o.corpus);
    if (!real) return std::unexpected(real.error());
    for (const float duration_s_min : {60.f, 600.f}) table("corpus", *model, *real, duration_s_min);
    worst(*model, *real, true, 60);
    worst(*model, *real, false, 60);
  }
  if (!o.out.empty()) {
    std::ofstream(o.out) << fmt::format(
        "# Boosted trees of the {} detector: {} trees of depth {}, {} simulated sessions of "
        "each class, seed {}.\n"
        "# Made by ./dev train; docs/detectors.md has what they are trained on and how well they "
        "do.\n{}",
        o.subject->name, o.training.trees, o.training.depth, o.sessions, o.seed, *text);
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Trains a model on simulated sessions, and says how it does."};
  Options o;
  bool of_intervals = false;
  app.add_flag("--intervals", of_intervals, "the model of exported intervals, not of messages");
  app.add_option("--sessions", o.sessions, "simulated sessions of each class")
      ->capture_default_str();
  app.add_option("--seed", o.seed, "of the simulation")->capture_default_str();
  app.add_option("--corpus", o.corpus, "measure on this labelled corpus too; it is not trained on");
  app.add_option("--out", o.out, "write the model here");
  app.add_option("--model", o.model, "measure this one, train none");
  app.add_option("--trees", o.training.trees)->capture_default_str();
  app.add_option("--depth", o.training.depth)->capture_default_str();
  app.add_option("--learning-rate", o.training.learning_rate)->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  if (of_intervals) o.subject = &lab::intervals_subject();
  const auto done = train_and_measure(o);
  if (done) return 0;
  fmt::print(stderr, "train_trees: {}\n", done.error().message);
  return 2;
}
