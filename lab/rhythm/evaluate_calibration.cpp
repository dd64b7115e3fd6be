// evaluate_calibration: whether the strengths that the shape detectors state are true, on simulated flows that nothing was
// trained on; writes the reliability diagram.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <map>

#include "lab/rhythm/calibration.hpp"
#include "lab/rhythm/corpus.hpp"
#include "lab/rhythm/reliability_diagram.hpp"
#include "lab/rhythm/stated_flows.hpp"
#include "signal/network/interval_shape.hpp"
#include "signal/network/rhythm.hpp"

namespace {

using namespace davy;

constexpr std::size_t bins = 15;
constexpr double verdict_prior_nats = -6.9;  // as in verdict.cpp: one flow in a thousand

using Stated = std::vector<lab::StatedFlow>;

// A signal says no more than its cap.
Stated capped(Stated flows, double nats_max) {
  for (lab::StatedFlow& f : flows) f.strength_nats = std::min(f.strength_nats, nats_max);
  return flows;
}

void figures(const char* prior_name, const Stated& flows, double prior_nats) {
  const lab::Bins found = lab::bins_of(flows, prior_nats, bins);
  fmt::print(
      "  {:14} expected calibration error {:.5f} (equal width), {:.5f} (equal mass); "
      "Brier {:.5f}\n",
      prior_name, lab::expected_calibration_error(found.equal_width),
      lab::expected_calibration_error(found.equal_mass), lab::brier_score(flows, prior_nats));
}

void table(const char* title, const std::vector<lab::Bin>& rows) {
  fmt::print("  {}: stated, found, weight, mining flows, benign flows\n", title);
  for (const lab::Bin& bin : rows)
    fmt::print("    {:.4f} {:.4f} {:.4f} {:6} {:6}\n", bin.stated, bin.found, bin.weight,
               bin.mining, bin.benign);
}

struct Model {
  const char* name;
  double suspect_nats, nats_max;
};

Stated with_opening(Stated flows, bool seen) {
  std::erase_if(flows, [=](const lab::StatedFlow& f) { return f.opening_seen != seen; });
  return flows;
}

// Only these flows are told to anybody.
void suspects(const Model& model, const Stated& flows) {
  for (const double prior_nats : {0., verdict_prior_nats}) {
    const lab::Bin bin = lab::bin_from(flows, prior_nats, model.suspect_nats);
    fmt::print("  suspects (>= {} nats), prior {:4} nats: stated {:.4f}, found {:.4f}\n",
               model.suspect_nats, prior_nats, bin.stated, bin.found);
  }
}

lab::Reliability measure(const Model& model, const Stated& all) {
  const Stated flows = capped(all, model.nats_max);
  const auto mining = std::ranges::count_if(flows, &lab::StatedFlow::mining);
  fmt::print("{}: {} flows judged, {} of them mining; no strength above {} nats\n", model.name,
             flows.size(), mining, model.nats_max);
  figures("even odds", flows, 0);
  figures("opening seen", with_opening(flows, true), 0);
  figures("not seen", with_opening(flows, false), 0);
  figures("1 in 1000", flows, verdict_prior_nats);
  suspects(model, flows);
  const lab::Bins found = lab::bins_of(flows, 0, bins);
  table("equal width, even odds", found.equal_width);
  table("equal mass, even odds", found.equal_mass);
  return {model.name, found.equal_width, lab::expected_calibration_error(found.equal_width)};
}

struct Row {
  int flows = 0, by_rhythm = 0, by_intervals = 0;
};
void add(Row& row, const lab::LabelledFlow& flow) {
  ++row.flows;
  row.by_rhythm += flow.by_rhythm;
  row.by_intervals += flow.by_intervals;
}

// No flow of the corpus is trained on, so each source and each dialect is one that was left out.
void by_source_and_dialect(const std::vector<lab::LabelledFlow>& flows, double duration_s_min) {
  std::map<std::string, Row> sources, dialects, others;
  Row all;
  for (const lab::LabelledFlow& flow : flows) {
    if (flow.duration_s < duration_s_min) continue;
    if (!flow.mining) add(others[flow.source + " " + flow.what], flow);
    if (!flow.mining) continue;
    add(all, flow), add(sources[flow.source], flow), add(dialects[flow.what], flow);
  }
  fmt::print("real flows of {} s and more: flows, suspected by rhythm, by exported intervals\n",
             duration_s_min);
  const auto print = [](const std::string& name, const Row& row) {
    fmt::print("    {:24} {:4} {:4} {:4}\n", name, row.flows, row.by_rhythm, row.by_intervals);
  };
  print("all mining", all);
  fmt::print("  mining by source\n");
  for (const auto& [name, row] : sources) print(name, row);
  fmt::print("  mining by dialect\n");
  for (const auto& [name, row] : dialects) print(name, row);
  fmt::print("  not mining by source\n");
  for (const auto& [name, row] : others) print(name, row);
}

struct Options {
  std::size_t sessions = 20'000;
  std::uint64_t seed = 3'000'001;
  std::string diagram, corpus;
};

void simulated(const Options& o) {
  const lab::Reliability models[] = {
      measure({"rhythm", signal::rhythm_suspect_nats, signal::rhythm_nats_max},
              lab::stated_by_rhythm(signal::RhythmJudge::shipped(), o.sessions, o.seed)),
      measure({"interval_shape", signal::interval_suspect_nats, signal::interval_nats_max},
              lab::stated_by_intervals(o.sessions, o.seed))};
  if (!o.diagram.empty()) std::ofstream(o.diagram) << lab::reliability_svg(models);
}

int run(const Options& o) {
  simulated(o);
  if (o.corpus.empty()) return 0;
  const auto flows = lab::corpus_suspects(o.corpus);
  if (!flows) {
    fmt::print(stderr, "evaluate_calibration: {}\n", flows.error().message);
    return 2;
  }
  for (const double duration_s_min : {600., 60.}) by_source_and_dialect(*flows, duration_s_min);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Measures whether stated strengths are true, on simulated flows."};
  Options o;
  app.add_option("--sessions", o.sessions, "of each class and model")->capture_default_str();
  app.add_option("--seed", o.seed, "none that training uses")->capture_default_str();
  app.add_option("--diagram", o.diagram, "write the reliability diagram (SVG) here");
  app.add_option("--corpus", o.corpus, "recall by source and dialect of this labelled corpus");
  CLI11_PARSE(app, argc, argv);
  return run(o);
}
