// How well loads on one phase and loads that come back after a closing are found: printed from real meters, with SIMULATED phases
// and loads; and what real machines draw when they idle and when they are full.
//   evaluate_phases ESTATE.csv[.gz] [NODES.csv[.gz]…]
// No real meter with three currents is among our data. A building is split by shares that differ, wander (a month) and flicker (hours);
// or, the hardest that can be thought of, three unlike buildings are the three phases of one account.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "lab/power/estate.hpp"
#include "signal/power/closed_load.hpp"
#include "signal/power/day_channels.hpp"
#include "signal/power/load_range.hpp"
#include "signal/power/phase_imbalance.hpp"
#include "workbench/trial/load_pattern.hpp"

namespace {

using namespace davy;
using power::PowerRecord;
using Phases = std::array<PowerRecord, 3>;

constexpr int found_within_days = 35;
constexpr float kw_per_ampere = 0.23F;
constexpr int onsets = 3;

// How phases share a building: logarithms of weights.
struct Sharing {
  std::string_view name;
  double wander = 0;   // deviation, forgotten within a month
  double flicker = 0;  // deviation, forgotten within three hours
};
constexpr std::array sharings{Sharing{"calm", 0.05, 0.05}, Sharing{"usual", 0.1, 0.1},
                              Sharing{"restless", 0.2, 0.2}};
constexpr double unlike = 0.2;  // deviation of the lasting shares

Phases split(const PowerRecord& building, const Sharing& sharing, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  const double slow = std::exp(-1.0 / (30 * 24));
  const double fast = std::exp(-1.0 / 3);
  std::array<double, 3> lasting{};
  std::array<double, 3> wander{};
  std::array<double, 3> flicker{};
  for (std::size_t p = 0; p < 3; ++p) {
    lasting[p] = unlike * normal(random);
    wander[p] = sharing.wander * normal(random);
  }
  Phases out{building, building, building};
  for (std::size_t h = 0; h < building.kw.size(); ++h) {
    std::array<double, 3> weight{};
    for (std::size_t p = 0; p < 3; ++p) {
      wander[p] = slow * wander[p] + std::sqrt(1 - slow * slow) * sharing.wander * normal(random);
      flicker[p] =
          fast * flicker[p] + std::sqrt(1 - fast * fast) * sharing.flicker * normal(random);
      weight[p] = std::exp(lasting[p] + wander[p] + flicker[p]);
    }
    const double sum = weight[0] + weight[1] + weight[2];
    for (std::size_t p = 0; p < 3; ++p)
      out[p].kw[h] = static_cast<float>(building.kw[h] * weight[p] / sum) / kw_per_ampere;
  }
  return out;
}

// Three buildings of other sizes as the phases of one account, each scaled to the first one's mean.
Phases unlike_buildings(const std::vector<PowerRecord>& estate, std::size_t b) {
  Phases out{estate[b], estate[(b + 17) % estate.size()], estate[(b + 41) % estate.size()]};
  const float mean = lab::mean_of(out[0]);
  for (PowerRecord& phase : out) {
    const float scale = mean / std::max(1e-3F, lab::mean_of(phase)) / kw_per_ampere / 3;
    for (float& ampere : phase.kw) ampere *= scale;
  }
  return out;
}

signal::PhaseCurrents pointers(const Phases& phases) {
  return {&phases[0], &phases[1], &phases[2]};
}

// The current of a load between two phases is 30 degrees off that of the phase it adds to.
float beside(float ampere, float load, bool between_two) {
  return between_two ? std::sqrt(ampere * ampere + load * load + 1.732F * ampere * load)
                     : ampere + load;
}

void put(Phases& phases, std::size_t phase, float kw, power::Hour onset, bool between_two,
         std::uint64_t seed) {
  const power::Hour end = onset + found_within_days * 24;
  for (std::size_t p = 0; p < 3; ++p) {
    PowerRecord& record = phases[p];
    record.kw.resize(static_cast<std::size_t>(std::max(0, end - record.first_hour)), power::gap);
    if (between_two ? p == phase : p != phase) continue;
    const float load = between_two ? kw / 0.4F : kw / kw_per_ampere;
    for (power::Hour h = onset; h < end; ++h) {
      float& ampere = record.kw[static_cast<std::size_t>(h - record.first_hour)];
      ampere = beside(ampere, load * trial::load_share(trial::Pattern::constant, h, onset, seed),
                      between_two);
    }
  }
}

struct Load {
  std::string_view name;
  float kw = 0;
  float share = 0;  // of the account's mean
  bool between_two = false;
};
constexpr std::array loads{Load{"3.25 kW", 3.25F, 0, false}, Load{"10 kW", 10, 0, false},
                           Load{"20 %", 0, 0.2F, false}, Load{"50 %", 0, 0.5F, false},
                           Load{"50 % between two", 0, 0.5F, true}};

struct Tally {
  int placed = 0;
  int found = 0;
  int size_held = 0;
  int onset_held = 0;
  std::vector<float> size_errors = {};
};

const signal::PhaseEpisode* episode_in(const std::vector<signal::PhaseEpisode>& all,
                                       power::Day from, power::Day to) {
  for (const signal::PhaseEpisode& e : all)
    if (e.alarm > from && e.alarm <= to) return &e;
  return nullptr;
}

void place(Tally& tally, const Phases& quiet, const std::vector<signal::PhaseEpisode>& before,
           const Load& load, std::uint64_t seed) {
  const float kw =
      load.kw + load.share * kw_per_ampere *
                    (lab::mean_of(quiet[0]) + lab::mean_of(quiet[1]) + lab::mean_of(quiet[2]));
  const power::Hour onset =
      quiet[0].first_hour + static_cast<power::Hour>(150 * 24 + trial::mixed(seed) % (500 * 24));
  Phases phases = quiet;
  put(phases, seed % 3, kw, onset, load.between_two, seed);
  ++tally.placed;
  const power::Day day = onset / 24;
  if (episode_in(before, day - found_within_days, day + found_within_days)) return;
  const auto after = signal::phase_episodes(pointers(phases));
  const auto* hit = episode_in(after, day, day + found_within_days);
  if (!hit) return;
  const signal::AccountFinding& f = hit->finding;
  ++tally.found;
  tally.size_errors.push_back(std::abs(f.kw.best / kw - 1));
  tally.size_held += f.kw.lower <= kw && kw <= f.kw.upper ? 1 : 0;
  tally.onset_held += f.onset.lower <= onset && onset <= f.onset.upper ? 1 : 0;
}

void print(const Load& load, Tally& tally) {
  std::ranges::sort(tally.size_errors);
  const auto at = [&](double q) {
    return tally.size_errors.empty() ? 0.0F
                                     : tally.size_errors[static_cast<std::size_t>(
                                           q * static_cast<double>(tally.size_errors.size() - 1))];
  };
  const double found = std::max(1, tally.found);
  fmt::print(
      "    {:<17} found {:>3} of {:>3} ({:>3.0f} %); size off by {:>2.0f} % ({:.0f} %), interval "
      "holds {:.0f} %; onset's {:.0f} %\n",
      load.name, tally.found, tally.placed, 100.0 * tally.found / std::max(1, tally.placed),
      100 * at(0.5), 100 * at(0.9), 100 * tally.size_held / found, 100 * tally.onset_held / found);
}

void phase_account(const std::string& name, const std::vector<Phases>& accounts) {
  fmt::print("  {}\n", name);
  double years = 0;
  int standing = 0;
  for (const Phases& a : accounts) {
    years += std::max(0, signal::end_day(a[0]) - signal::first_day(a[0]) - 141) / 365.25;
    standing += signal::standing_imbalance(pointers(a)) ? 1 : 0;
  }
  fmt::print("    false episodes a meter-year by threshold:");
  std::vector<std::vector<signal::PhaseEpisode>> quiet;
  for (const float threshold : {2.0F, 3.0F, 4.0F, 6.0F}) {
    std::size_t episodes = 0;
    for (const Phases& a : accounts) {
      auto found = signal::phase_episodes(pointers(a), threshold);
      episodes += found.size();
      if (threshold == signal::phase_threshold) quiet.push_back(std::move(found));
    }
    fmt::print(" {:g}: {:.2f} ({})", threshold, static_cast<double>(episodes) / years, episodes);
  }
  fmt::print(" in {:.0f} years; standing at the end: {} of {}\n", years, standing, accounts.size());
  for (std::size_t l = 0; l < loads.size(); ++l) {
    Tally tally;
    for (std::size_t a = 0; a < accounts.size(); ++a)
      for (std::size_t o = 0; o < onsets; ++o)
        place(tally, accounts[a], quiet[a], loads[l], a * 1000 + o * 10 + l);
    print(loads[l], tally);
  }
}

void phases(const std::vector<PowerRecord>& estate) {
  fmt::print("loads on one phase of {} accounts, simulated phases, found within {} days\n",
             estate.size(), found_within_days);
  for (const Sharing& sharing : sharings) {
    std::vector<Phases> accounts;
    accounts.reserve(estate.size());
    for (std::size_t b = 0; b < estate.size(); ++b)
      accounts.push_back(split(estate[b], sharing, b + 1));
    phase_account(fmt::format("{}: shares wander by {:g}, flicker by {:g}", sharing.name,
                              sharing.wander, sharing.flicker),
                  accounts);
  }
  std::vector<Phases> accounts;
  accounts.reserve(estate.size());
  for (std::size_t b = 0; b < estate.size(); ++b) accounts.push_back(unlike_buildings(estate, b));
  phase_account("three unlike buildings as phases", accounts);
}

struct Return {
  std::string_view name;
  int after_days = 0;  // 0: never
  trial::Pattern pattern = trial::Pattern::constant;
};
constexpr std::array returns{Return{"stays closed", 0, trial::Pattern::constant},
                             Return{"back after 8 days", 8, trial::Pattern::constant},
                             Return{"back after 60 days", 60, trial::Pattern::constant},
                             Return{"back after 60, at night", 60, trial::Pattern::night_only},
                             Return{"back after 60, ramp", 60, trial::Pattern::ramp}};

// A mine in a building, closed, and back.
PowerRecord closed_mine(const PowerRecord& building, float share, power::Day closed,
                        const Return& r, std::uint64_t seed) {
  PowerRecord record = building;
  const float kw = share * lab::mean_of(building);
  for (power::Hour h = record.first_hour; h < record.end_hour(); ++h) {
    const power::Hour back = (closed + r.after_days) * 24;
    float& here = record.kw[static_cast<std::size_t>(h - record.first_hour)];
    if (h < closed * 24 + 10)
      here += kw * trial::load_share(trial::Pattern::constant, h, h, seed);
    else if (r.after_days > 0)
      here += kw * trial::load_share(r.pattern, h, back, seed);
  }
  return record;
}

constexpr int seasons = 4;
constexpr int followed_days = 180;

struct States {
  std::array<int, 5> of = {};
  int still_back = 0;
};

States states_of(const std::vector<PowerRecord>& estate, float share, bool told, const Return& r) {
  States out;
  for (std::size_t b = 0; b < estate.size(); ++b) {
    for (int season = 0; season < seasons; ++season) {
      const power::Day closed = signal::first_day(estate[b]) + 60 + 91 * season;
      PowerRecord record =
          closed_mine(estate[b], share, closed, r, b * 4 + static_cast<std::size_t>(season));
      record.kw.resize(static_cast<std::size_t>((closed + followed_days) * 24 - record.first_hour));
      const auto floor = told ? std::optional(lab::mean_of(estate[b])) : std::nullopt;
      const signal::Closure c = signal::after_closure(record, closed, floor);
      ++out.of[static_cast<std::size_t>(c.state)];
      out.still_back +=
          c.state == signal::Closure::State::came_back && c.finding->still_there ? 1 : 0;
    }
  }
  return out;
}

void closings(const std::vector<PowerRecord>& estate) {
  fmt::print("mines in {} buildings, closed on four days each; {} days later they are\n",
             estate.size(), followed_days);
  for (const float share : {0.5F, 1.0F, 3.0F}) {
    for (const bool told : {false, true}) {
      for (const Return& r : returns) {
        const States states = states_of(estate, share, told, r);
        fmt::print("  {:>3.0f} % of the building, floor {:<9}{:<24}", 100 * share,
                   told ? "told" : "not told", r.name);
        for (std::size_t s = 0; s < states.of.size(); ++s)
          if (states.of[s] > 0)
            fmt::print(" {} {},", signal::name(static_cast<signal::Closure::State>(s)),
                       states.of[s]);
        fmt::print(" back and still there {}\n", states.still_back);
      }
    }
  }
}

void ranges(const std::string& path) {
  const std::vector<PowerRecord> nodes = lab::read_estate(path);
  std::vector<const PowerRecord*> peers;
  std::size_t saturated = 0;
  for (const PowerRecord& node : nodes) {
    peers.push_back(&node);
    saturated += signal::saturated_share(node) > 0 ? 1 : 0;
  }
  const auto range = signal::load_range(peers);
  fmt::print("  {}: {} meters, {} at a ceiling", path.substr(path.rfind('/') + 1), nodes.size(),
             saturated);
  if (!range) return fmt::print(", no range\n");
  std::size_t idle = 0;
  for (const PowerRecord& node : nodes) idle += signal::is_idle(lab::mean_of(node), *range) ? 1 : 0;
  fmt::print(", {} with hours; idle {:.0f} W, full {:.0f} W; {} idle on the day\n", range->peers,
             1000 * range->idle_kw, 1000 * range->full_kw, idle);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: evaluate_phases ESTATE.csv[.gz] [NODES.csv[.gz]...]\n");
    return 2;
  }
  const std::vector<PowerRecord> estate = lab::read_estate(argv[1]);
  if (argc > 2) fmt::print("what nodes draw when they idle and when they are full\n");
  for (int i = 2; i < argc; ++i) ranges(argv[i]);
  closings(estate);
  phases(estate);
}
