// evaluate_clock: how well miners are found by their chain's clock, on simulated sessions: with a series of blocks, and what
// chance alone does.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>

#include "flow/push_log.hpp"
#include "lab/sessions/session.hpp"
#include "signal/network/chain_clock.hpp"
#include "signal/network/rhythm.hpp"

namespace {

using namespace davy;
using flow::Direction;

constexpr Timestamp start{std::chrono::hours{480'000}};
Timestamp at(double s) {
  return start + std::chrono::duration_cast<Duration>(std::chrono::duration<double>(s));
}

// When the server spoke unasked, as the flow table would keep it.
std::vector<Timestamp> pushes_of(const lab::Messages& messages) {
  flow::PushLog log(Direction::forward, start);
  for (const lab::Message& m : messages)
    log.message(m.from_client ? Direction::forward : Direction::reverse, at(m.time_s), m.octets);
  return log.times();
}

std::vector<Timestamp> times(const std::vector<double>& seconds) {
  std::vector<Timestamp> out;
  for (const double s : seconds) out.push_back(at(s));
  return out;
}

void found_by_blocks(std::size_t sessions, std::uint64_t seed) {
  fmt::print("miners by the blocks of their chain, in TLS, {} sessions each: p < 1e-6\n", sessions);
  for (const auto& [block_s, hours] :
       {std::pair{120., 1.}, {120., .5}, {600., 1.}, {600., 2.}, {600., 4.}}) {
    for (const double others : {0., .05, .2}) {
      lab::Random random(seed);
      std::size_t found = 0;
      for (std::size_t i = 0; i < sessions; ++i) {
        auto miner = lab::miner_of_chain(random, hours * 3600, block_s, others);
        lab::put_on({.record_octets = 22, .jitter_s = .01}, random, miner.session.messages);
        const auto agreement =
            signal::best_test(pushes_of(miner.session.messages), times(miner.blocks_s));
        found += agreement && agreement->log_p < std::log(1e-6);
      }
      fmt::print("  a block every {:3.0f} s, {:.1f} h, {:.2f} other pushes a second  {:5.1f} %\n",
                 block_s, hours, others,
                 100. * static_cast<double>(found) / static_cast<double>(sessions));
    }
  }
}

// Miners of one chain against the blocks of another.
void by_chance_alone(std::size_t pairs, std::uint64_t seed) {
  lab::Random random(seed);
  std::vector<double> p;
  std::size_t best_below = 0;  // 1e-3, of the best of all windows
  while (p.size() < pairs) {
    const auto miner = lab::miner_of_chain(random, 3600, 120, lab::uniform(random, 0, .2));
    const auto pushes = pushes_of(miner.session.messages);
    for (int i = 0; i < 50; ++i) {
      std::vector<double> blocks;
      for (double t = lab::exponential(random, 120); t < 3600; t += lab::exponential(random, 120))
        blocks.push_back(t);
      const auto agreement = signal::test(pushes, times(blocks));
      if (!agreement) continue;
      const double low = std::exp(agreement->log_p_more), high = std::exp(agreement->log_p);
      p.push_back(low + lab::uniform(random, 0, 1) * (high - low));
      best_below += signal::best_test(pushes, times(blocks))->log_p < std::log(1e-3);
    }
  }
  std::ranges::sort(p);
  double distance = 0;
  const auto n = static_cast<double>(p.size());
  for (std::size_t i = 0; i < p.size(); ++i)
    distance = std::max(distance, std::abs(p[i] - static_cast<double>(i) / n));
  const auto below = [&](double limit) {
    return 100. * static_cast<double>(std::ranges::lower_bound(p, limit) - p.begin()) / n;
  };
  fmt::print(
      "blocks of another chain, {} tests: KS distance {:.4f} (times root n {:.2f}, at 5 % 1.36); p "
      "< "
      "0.05 in {:.3f} %, < 1e-3 in {:.4f} %, least 10^{:.1f}; best of all windows < 1e-3 in {:.4f} "
      "%\n",
      p.size(), distance, distance * std::sqrt(n), below(.05), below(1e-3), std::log10(p.front()),
      100. * static_cast<double>(best_below) / n);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Measures how miners are found by their chain's clock, on simulated sessions."};
  std::size_t sessions = 1000, pairs = 200'000;
  std::uint64_t seed = 78;
  app.add_option("--sessions", sessions, "of each kind")->capture_default_str();
  app.add_option("--pairs", pairs, "of flows and blocks that have nothing in common")
      ->capture_default_str();
  app.add_option("--seed", seed)->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  found_by_blocks(sessions, seed);
  by_chance_alone(pairs, seed);
  return 0;
}
