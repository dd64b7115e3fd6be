#include <fmt/format.h>

#include <string>

#include "app/meter_command.hpp"
#include "app/progress.hpp"
#include "workbench/trial/load_trial.hpp"

namespace davy::app {
namespace {

using trial::LoadOutcome;
using trial::RateOutcome;
using trial::TrialOutcome;

std::vector<trial::TrialLoad> loads_of(const CalibrateOptions& options) {
  std::vector<trial::TrialLoad> loads;
  for (const double share : options.shares)
    loads.push_back({trial::Pattern::constant, static_cast<float>(share), 0});
  for (const double kw : options.kilowatts)
    loads.push_back({trial::Pattern::constant, 0, static_cast<float>(kw)});
  if (!options.all_patterns) return loads;
  for (const trial::Pattern pattern : trial::all_patterns)
    if (pattern != trial::Pattern::constant)
      for (const float share : {0.3F, 0.5F}) loads.push_back({pattern, share, 0});
  return loads;
}

std::string size_of(const trial::TrialLoad& load) {
  return load.kw > 0 ? fmt::format("{:g} kW", load.kw) : fmt::format("+{:.0f} %", 100 * load.share);
}

double per_cent(const LoadOutcome& o) {
  return o.placed == 0 ? 0 : 100.0 * static_cast<double>(o.found) / static_cast<double>(o.placed);
}

void print_rate(const RateOutcome& rate) {
  fmt::print(
      "\nAt most {:g} false alarms of a meter in a year (reached: {:.3f}; threshold {:.2f})\n"
      "  {:<18} {:>9} {:>7} {:>6}  {:>22}  {:>22}\n",
      rate.wanted, rate.achieved, rate.threshold, "load", "size", "found", "after",
      "size off by (holds)", "onset off by (holds)");
  for (const LoadOutcome& o : rate.loads)
    fmt::print(
        "  {:<18} {:>9} {:>5.1f} % {:>4.0f} d  {:>4.1f} %, 90 %: {:>3.0f} % ({:>2.0f} %)  "
        "{:>4.1f} d, 90 %: {:>4.1f} d ({:>2.0f} %)\n",
        trial::name(o.load.pattern), size_of(o.load), per_cent(o), o.delay_days_median,
        100 * o.size.median, 100 * o.size.percentile_90, 100 * o.size.interval_holds,
        o.onset_days.median, o.onset_days.percentile_90, 100 * o.onset_days.interval_holds);
}

void print(const TrialOutcome& outcome) {
  fmt::print(
      "{} meters, {:.1f} meter-years judged ({} left out as copies of others, {} with too short a "
      "history)\n"
      "Found: within five weeks of the onset. Off by: median and 90 % of those found, and how "
      "often "
      "the stated 90 % interval held the truth.\n",
      outcome.meters, outcome.meter_years, outcome.copies_left_out, outcome.meters_too_short);
  for (const RateOutcome& rate : outcome.rates) print_rate(rate);
}

Result<MeterReadings> readings_of(const CalibrateOptions& options) {
  MeterInput meters(options.meters);
  for (const std::string& path : options.inputs) {
    auto input = capture::InputFile::open(path);
    if (!input) return std::unexpected(input.error());
    if (!is_meter_file(*input, options.meters.reading))
      return input_error(fmt::format("{}: holds no readings of meters that davy can read", path));
    const report::Coverage coverage = meters.read(*input, path, options.quiet);
    if (!coverage.error.empty()) return input_error(coverage.error);
  }
  return meters.finish();
}

}  // namespace

int calibrate(const CalibrateOptions& options) {
  const auto knowledge = MeterKnowledge::load(options.meters);
  const auto readings =
      knowledge ? readings_of(options) : Result<MeterReadings>{std::unexpected(knowledge.error())};
  if (!readings) {
    fmt::print(stderr, "davy: {}\n", readings.error().message);
    return 2;
  }
  ProgressBar bar("loads", 1000, options.quiet);
  trial::TrialOptions trial{.loads = loads_of(options),
                            .onsets = options.onsets,
                            .seed = options.seed,
                            .threads = options.threads,
                            .progress = {}};
  trial.progress = [&](double done) { bar.at(static_cast<std::uint64_t>(1000 * done)); };
  const TrialOutcome outcome = trial::run_trial(
      readings->records, {knowledge->calendar, readings->site_temperature(knowledge->contexts)},
      trial);
  if (outcome.meters == 0) {
    fmt::print(stderr, "davy: no meter has the half year of readings that this takes\n");
    return 2;
  }
  print(outcome);
  return 0;
}

}  // namespace davy::app
