#include "lab/rhythm/evaluate_carriers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <vector>

#include "lab/sessions/carriers.hpp"

namespace davy::lab {
namespace {

// OpenVPN in TCP holds small packets back, so that words of a burst are one packet or sent again by the inner connection.
constexpr double agree_share_min = .97;

struct Tally {
  std::size_t words = 0, agree = 0, acknowledged = 0;
  std::vector<double> delays_ms;
};

struct Word {
  std::string carrier, kind, side;
  std::uint32_t octets = 0;
  double own = 0, own_packets = 0, back = 0, back_packets = 0, delay_us = 0;
};

bool read(const std::string& line, Word& w) {
  std::istringstream in(line);
  return static_cast<bool>(in >> w.carrier >> w.kind >> w.side >> w.octets >> w.own >>
                           w.own_packets >> w.back >> w.back_packets >> w.delay_us);
}

double quantile(std::vector<double>& sorted, double share) {
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

void print(std::string_view name, Tally& t) {
  std::ranges::sort(t.delays_ms);
  const double percent = 100. / static_cast<double>(t.words);
  fmt::print(
      "  {:16} {:6} words, {:6.2f} % of the simulated size, {:5.1f} % acknowledged by the tunnel; "
      "on the wire after {:.2f} ms, 95 % by {:.2f}\n",
      name, t.words, percent * static_cast<double>(t.agree),
      percent * static_cast<double>(t.acknowledged), quantile(t.delays_ms, .5),
      quantile(t.delays_ms, .95));
}

}  // namespace

bool against_live_runs(const std::string& path) {
  std::map<std::string_view, Tally> tallies;
  std::ifstream file(path);
  Word w;
  for (std::string line; std::getline(file, line);) {
    if (!read(line, w)) continue;  // the columns
    const auto carrier = std::ranges::find(carriers(), w.carrier, &Carrier::name);
    if (carrier == carriers().end()) continue;
    Tally& t = tallies[carrier->name];
    ++t.words;
    t.agree += wrapped_octets(carrier->disguise, {0, w.side == "client", w.octets}) == w.own;
    t.acknowledged += w.back > 0;
    t.delays_ms.push_back(w.delay_us / 1000);
  }
  bool good = !tallies.empty();
  for (auto& [name, t] : tallies) {
    print(name, t);
    good &= static_cast<double>(t.agree) >= agree_share_min * static_cast<double>(t.words);
  }
  return good;
}

}  // namespace davy::lab
