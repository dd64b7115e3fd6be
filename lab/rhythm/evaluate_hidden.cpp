// evaluate_hidden: how well hidden mining is found on simulated sessions, with the shipped model: under disguise, by its
// clock, and against hours of everything else.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <map>

#include "lab/rhythm/evaluate_cadence.hpp"
#include "lab/rhythm/evaluate_carriers.hpp"
#include "lab/rhythm/evaluate_proxies.hpp"
#include "lab/rhythm/play.hpp"
#include "lab/sessions/carriers.hpp"
#include "lab/sessions/session.hpp"
#include "signal/network/rhythm.hpp"
#include "signal/network/synchrony.hpp"
#include "verdict/verdict.hpp"

namespace {

using namespace davy;
using lab::record_of;

double percent(std::size_t part, std::size_t whole) {
  return 100. * static_cast<double>(part) / static_cast<double>(whole);
}

struct Named {
  const char* name;
  lab::Disguise disguise;
};
const Named disguises[] = {
    {"plain", {}},
    {"TLS 1.3 (22 octets a record)", {.record_octets = 22}},
    {"TLS, padded to 128", {.record_octets = 22, .pad_to_octets = 128}},
    {"jitter 50 ms", {.jitter_s = .05}},
    {"SSH (36 octets, to 8)", {.record_octets = 36, .pad_to_octets = 8}},
    {"5 % of messages lost", {.loss = .05}},
    {"random padding 0 to 255", {.record_octets = 22, .random_pad_octets = 255}},
    {"dummies 0.3/s", {.record_octets = 22, .dummies_per_s = .3}},
    {"delays 0 to 5 s", {.record_octets = 22, .server_delay_s = 5}},
};

void print_suspected(std::string_view name, const lab::Disguise& disguise, std::size_t sessions,
                     std::uint64_t seed) {
  lab::Random random(seed);
  std::size_t found = 0, busy = 0, busy_found = 0;
  for (std::size_t i = 0; i < sessions; ++i) {
    lab::Session session = lab::mining(random, 1800);
    const bool is_busy =
        std::ranges::count(session.messages, true, &lab::Message::from_client) >= 3;
    lab::put_on(disguise, random, session.messages);
    const bool suspected = signal::is_rhythm_suspect(record_of(session.messages));
    found += suspected, busy += is_busy, busy_found += suspected && is_busy;
  }
  fmt::print("  {:30} {:5.1f} %  {:5.1f} %\n", name, percent(found, sessions),
             percent(busy_found, busy));
}

void under_disguise(std::size_t sessions, std::uint64_t seed) {
  fmt::print(
      "mining under disguise, 30 minutes, {} sessions each: suspected; of those whose miner speaks "
      "three times and more\n",
      sessions);
  for (const Named& row : disguises) print_suspected(row.name, row.disguise, sessions, seed);
  fmt::print("the same in tunnels, sizes as measured on live ones\n");
  for (const lab::Carrier& carrier : lab::carriers())
    print_suspected(carrier.name, carrier.disguise, sessions, seed);
}

struct Linked {
  bool by_pushes = false, by_signal = false;
};
Linked two_miners(lab::Random& random, double job_interval_s) {
  std::vector<flow::FlowRecord> records;
  for (lab::Session& s : lab::miners_of_one_pool(random, 1800, 2, job_interval_s)) {
    lab::put_on({.record_octets = 22, .jitter_s = .01}, random, s.messages);
    records.push_back(record_of(s.messages));
    if (!records.back().rhythm) return {};
  }
  const auto pair = signal::linked(records[0].rhythm->pushes, records[1].rhythm->pushes);
  return {pair && pair->log_p < std::log(1e-9), signal::Synchrony(records).signal(0).has_value()};
}

void by_their_clock(std::size_t pairs, std::uint64_t seed) {
  fmt::print("two miners of one pool in TLS, 30 minutes, {} pairs each: linked at p < 1e-9\n",
             pairs);
  for (const double interval_s : {15., 30., 60., 90., 120., 300.}) {
    lab::Random random(seed);
    std::size_t pushes = 0, signals = 0;
    for (std::size_t i = 0; i < pairs; ++i) {
      const Linked found = two_miners(random, interval_s);
      pushes += found.by_pushes;
      signals += found.by_signal;
    }
    fmt::print("  a job every {:3.0f} s  {:5.1f} %, and made probable {:5.1f} %\n", interval_s,
               percent(pushes, pairs), percent(signals, pairs));
  }
}

// What has a common clock and is not mining: it must not be made probable.
void fan_out(std::size_t pairs, std::uint64_t seed) {
  fmt::print(
      "two listeners to one source, 30 minutes to 4 hours, {} pairs of each kind: suspected, made "
      "probable\n",
      pairs);
  for (const std::string_view kind : lab::benign_kinds()) {
    lab::Random random(seed);
    std::size_t suspected = 0, probable = 0;
    for (std::size_t i = 0; i < pairs; ++i) {
      std::vector<flow::FlowRecord> records;
      const double duration_s = lab::log_uniform(random, 1800, 4 * 3600);
      for (lab::Session& s : lab::listeners_of_one_source(random, duration_s, 2, kind)) {
        lab::put_on({.record_octets = 22, .jitter_s = .01}, random, s.messages);
        records.push_back(record_of(s.messages));
      }
      suspected += signal::is_rhythm_suspect(records[0]);
      probable += signal::Synchrony(records).signal(0).has_value();
    }
    if (suspected + probable > 0) fmt::print("  {:20} {:4} {:4}\n", kind, suspected, probable);
  }
}

// The push times of `count` miners that have nothing to do with each other.
std::vector<std::vector<Timestamp>> independent_miners(std::size_t count, lab::Random& random) {
  std::vector<std::vector<Timestamp>> series;
  while (series.size() < count) {
    auto record = record_of(lab::mining(random, 3600).messages);
    if (record.rhythm && record.rhythm->pushes.size() >= 5)
      series.push_back(std::move(record.rhythm->pushes));
  }
  return series;
}

// Largest distance of sorted numbers to the uniform distribution.
double kolmogorov_smirnov(const std::vector<double>& p) {
  double distance = 0;
  const auto n = static_cast<double>(p.size());
  for (std::size_t i = 0; i < p.size(); ++i) {
    const auto below = static_cast<double>(i);
    distance = std::max({distance, std::abs(p[i] - below / n), std::abs(p[i] - (below + 1) / n)});
  }
  return distance;
}

// p must be uniform where there is no common clock; critical at 5 %: 1.36 over the root of n.
void by_chance_alone(std::size_t miners, std::uint64_t seed) {
  lab::Random random(seed);
  const auto series = independent_miners(miners, random);
  std::vector<double> p;
  std::size_t linked = 0;
  for (std::size_t i = 0; i < series.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const auto pair = signal::compare(series[i], series[j]);
      if (!pair) continue;
      const double low = std::exp(pair->log_p_more), high = std::exp(pair->log_p);
      p.push_back(low + lab::uniform(random, 0, 1) * (high - low));
      linked += signal::linked(series[i], series[j]).has_value();
    }
  }
  std::ranges::sort(p);
  const double distance = kolmogorov_smirnov(p);
  const auto below = [&](double limit) {
    return percent(static_cast<std::size_t>(std::ranges::lower_bound(p, limit) - p.begin()),
                   p.size());
  };
  fmt::print(
      "independent miners, {} pairs: KS distance {:.4f} (times root n {:.2f}); p < 0.05 in {:.3f} "
      "%, < 1e-3 in "
      "{:.4f} %, < 1e-6 in {:.5f} %, least 10^{:.1f}; worth a look {}\n",
      p.size(), distance, distance * std::sqrt(static_cast<double>(p.size())), below(.05),
      below(1e-3), below(1e-6), std::log10(p.front()), linked);
}

void everything_else(double hours, std::uint64_t seed) {
  lab::Random random(seed);
  std::map<std::string_view, std::pair<std::size_t, std::size_t>> rows;  // flows, suspected
  std::size_t suspected = 0, probable = 0, flows = 0;
  double done_h = 0;
  for (; done_h < hours; ++flows) {
    const double duration_s = lab::log_uniform(random, 600, 6 * 3600);
    lab::Session session = lab::benign(random, duration_s);
    lab::put_on(lab::usual_disguise(random), random, session.messages);
    const auto signal = signal::rhythm(record_of(session.messages));
    const bool is_suspect = signal.has_value();
    probable += signal && verdict::judge({*signal}).level <= verdict::Level::probable;
    ++rows[session.kind].first;
    rows[session.kind].second += is_suspect;
    suspected += is_suspect;
    done_h += duration_s / 3600;
  }
  fmt::print(
      "everything else, {:.0f} flow-hours: {} of {} flows suspected ({:.2f} %, {:.0f} in 100,000 "
      "flow-hours), {} probable by themselves\n",
      done_h, suspected, flows, percent(suspected, flows),
      1e5 * static_cast<double>(suspected) / done_h, probable);
  for (const auto& [kind, row] : rows)
    if (row.second > 0) fmt::print("  {:20} {} of {}\n", kind, row.second, row.first);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Measures how hidden mining is found on simulated sessions."};
  std::size_t sessions = 2000, miners = 600;
  double hours = 20'000;
  std::uint64_t seed = 77;
  app.add_option("--sessions", sessions, "of each disguise")->capture_default_str();
  app.add_option("--miners", miners, "that are compared each with each")->capture_default_str();
  app.add_option("--hours", hours, "of what is not mining")->capture_default_str();
  std::string live_sizes;
  app.add_option("--seed", seed)->capture_default_str();
  app.add_option(
         "--live-sizes", live_sizes,
         "sizes.tsv of `lab/make_traffic hidden`: only hold the simulated tunnels against it")
      ->check(CLI::ExistingFile);
  CLI11_PARSE(app, argc, argv);
  if (!live_sizes.empty()) return lab::against_live_runs(live_sizes) ? 0 : 1;
  under_disguise(sessions, seed);
  by_their_clock(sessions / 4, seed);
  fan_out(sessions / 4, seed);
  lab::behind_a_proxy(sessions / 20, seed);
  lab::many_clients_of_one_service(sessions / 20, seed);
  lab::farming_cadence(sessions / 10, seed);
  by_chance_alone(miners, seed);
  everything_else(hours, seed);
  return 0;
}
