// How well dedicated accounts, even and growing ones, and unmetered loads are found: printed from real meters and transformers, with simulated loads.
//   evaluate_power ESTATE.csv[.gz] [TRANSFORMER.csv[.gz]…]
#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "lab/power/estate.hpp"
#include "lab/power/evaluate_accounts.hpp"
#include "signal/power/day_channels.hpp"
#include "signal/power/dedicated_load.hpp"
#include "signal/power/energy_balance.hpp"
#include "workbench/trial/load_pattern.hpp"

namespace {

using namespace davy;
using power::PowerRecord;

constexpr int window_days = 28;
constexpr float mine_kw = 65;  // twenty machines

void flat_buildings(const std::vector<PowerRecord>& estate) {
  fmt::print(
      "accounts that are even by day and night, of {}: windows of {} days, and as a dedicated "
      "load\n",
      estate.size(), window_days);
  for (const PowerRecord& record : estate) {
    int windows = 0;
    int flat = 0;
    for (power::Day day = signal::first_day(record); day + window_days <= signal::end_day(record);
         day += window_days) {
      const auto here = signal::flatness(record, day, day + window_days);
      windows += here ? 1 : 0;
      flat += here && here->is_flat() ? 1 : 0;
    }
    if (flat > 0)
      fmt::print("  {:<8} {:>2} of {:>2}  {}\n", record.meter, flat, windows,
                 signal::dedicated_load(record) ? "dedicated" : "");
  }
}

// A mine's account of 28 days, with a share of an office's load mixed in.
PowerRecord mine(const PowerRecord& office, float office_share, int start_day, std::uint64_t seed) {
  PowerRecord record{.meter = "mine", .first_hour = start_day * 24, .kw = {}, .quality = {}};
  const float scale = office_share * mine_kw / std::max(1e-3F, lab::mean_of(office));
  for (int h = 0; h < window_days * 24; ++h) {
    const power::Hour hour = record.first_hour + h;
    const float other = office_share > 0 ? office.at(hour) * scale : 0;
    record.kw.push_back(
        mine_kw * trial::load_share(trial::Pattern::constant, hour, record.first_hour, seed) +
        other);
  }
  return record;
}

void dedicated_accounts(const std::vector<PowerRecord>& estate) {
  fmt::print("dedicated accounts of 28 days found, {:g} kW with an office's load mixed in\n",
             mine_kw);
  for (const float office : {0.0F, 0.05F, 0.1F, 0.2F}) {
    int placed = 0;
    int found = 0;
    for (std::size_t b = 0; b < estate.size(); ++b) {
      for (int season = 0; season < 4; ++season) {
        const int day = signal::first_day(estate[b]) + season * 150;
        const PowerRecord record =
            mine(estate[b], office, day, b * 7 + static_cast<std::size_t>(season));
        if (!signal::flatness(record, day, day + window_days)) continue;
        ++placed;
        found += signal::dedicated_load(record) ? 1 : 0;
      }
    }
    fmt::print("  {:>3.0f} % office: {} of {} ({:.1f} %)\n", 100 * office, found, placed,
               100.0 * found / std::max(1, placed));
  }
}

// A feeder over its meters, as our feasibility study models it: gains of meters, losses by the square, noise.
struct SimulatedFeeder {
  PowerRecord feeder;
  std::vector<PowerRecord> meters;
  power::Hour onset = 0;
};

SimulatedFeeder simulate(const std::vector<PowerRecord>& estate, double loss, double share,
                         std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  SimulatedFeeder out{.feeder = estate.front(), .meters = estate, .onset = 0};
  const std::size_t hours = estate.front().kw.size();
  std::vector<double> sum(hours, 0);
  for (PowerRecord& meter : out.meters) {
    const double gain = 1 + 0.005 * normal(random);
    for (std::size_t h = 0; h < hours; ++h) {
      sum[h] += meter.kw[h];
      const double season =
          1 + 0.001 * std::sin(2 * std::numbers::pi * static_cast<double>(h) / 8766);
      meter.kw[h] = static_cast<float>(std::round(meter.kw[h] * gain * season * 10) / 10);
    }
  }
  double total = 0;
  std::size_t known = 0;
  for (const double s : sum)
    if (!std::isnan(s)) total += s, ++known;
  const double mean = total / static_cast<double>(std::max<std::size_t>(1, known));
  out.feeder.meter = "feeder";
  out.onset = out.feeder.first_hour + static_cast<power::Hour>((420 + random() % 250) * 24);
  for (std::size_t h = 0; h < hours; ++h) {
    const double hidden =
        out.feeder.first_hour + static_cast<power::Hour>(h) >= out.onset ? share * mean : 0;
    const double load = sum[h] + hidden;
    const double season = 1 + 0.06 * std::sin(2 * std::numbers::pi * static_cast<double>(h) / 8766);
    const double delivered = load + 0.3 * loss * mean + 0.7 * loss / mean * season * load * load;
    out.feeder.kw[h] = static_cast<float>(delivered * (1 + 0.002 * normal(random)));
  }
  return out;
}

void simulated_balances(const std::vector<PowerRecord>& estate) {
  constexpr int feeders = 20;
  constexpr double threshold = 0.003;
  fmt::print("balance of {} simulated feeders over {} real meters, alarms from {:g} % on\n",
             feeders, estate.size(), 100 * threshold);
  for (const double loss : {0.02, 0.05}) {
    for (const double share : {0.0, 0.002, 0.005, 0.01}) {
      int found = 0;
      int false_alarms = 0;
      double years = 0;
      for (int f = 0; f < feeders; ++f) {
        const SimulatedFeeder s =
            simulate(estate, loss, share, static_cast<std::uint64_t>(f) * 100 + 7);
        std::vector<const PowerRecord*> meters;
        for (const PowerRecord& meter : s.meters) meters.push_back(&meter);
        const auto balance = signal::energy_balance(s.feeder, meters, {threshold});
        if (!balance) continue;
        years += static_cast<double>(balance->residual_kw.size()) / 365.25;
        bool hit = false;
        for (const signal::BalanceStep& step : balance->steps) {
          const bool in_time =
              share > 0 && step.alarm * 24 > s.onset && step.alarm * 24 <= s.onset + 35 * 24;
          hit = hit || in_time;
          false_alarms += in_time ? 0 : 1;
        }
        found += hit ? 1 : 0;
      }
      fmt::print(
          "  losses {:.0f} %, hidden {:.1f} % of the feeder: found {} of {} within five weeks; "
          "{:.2f} false alarms a year\n",
          100 * loss, 100 * share, found, feeders, false_alarms / std::max(0.1, years));
    }
  }
}

// The windings of a transformer: high against middle and low, columns 1, 3 and 5 of the file.
void real_balance(const std::string& path) {
  const std::vector<PowerRecord> windings = lab::read_estate(path);
  if (windings.size() < 5) return;
  const std::vector<const PowerRecord*> below{&windings[2], &windings[4]};
  for (const double threshold : {0.005, 0.01, 0.02}) {
    const auto balance = signal::energy_balance(windings[0], below, {threshold});
    if (!balance) continue;
    const double years = static_cast<double>(balance->residual_kw.size()) / 365.25;
    fmt::print(
        "  {}: from {:.1f} % on {} alarms in {:.2f} years ({:.1f} a year), {} changes of wiring or "
        "meter\n",
        path.substr(path.rfind('/') + 1), 100 * threshold, balance->steps.size(), years,
        static_cast<double>(balance->steps.size()) / years, balance->configuration_changes.size());
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: evaluate_power ESTATE.csv[.gz] [TRANSFORMER.csv[.gz]...]\n");
    return 2;
  }
  const std::vector<PowerRecord> estate = lab::read_estate(argv[1]);
  flat_buildings(estate);
  dedicated_accounts(estate);
  evaluate_peers(estate);
  evaluate_sudden_growth(estate);
  evaluate_yearly_growth(estate);
  simulated_balances(estate);
  if (argc > 2)
    fmt::print("balance of real transformers' windings, where nothing is known to be hidden\n");
  for (int i = 2; i < argc; ++i) real_balance(argv[i]);
}
