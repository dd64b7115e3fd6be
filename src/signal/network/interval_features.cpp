#include "signal/network/interval_features.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <vector>

namespace davy::signal {
namespace {

using flow::Direction;
using flow::FlowInterval;
using flow::IntervalsRecord;
using flow::OctetsOf;

constexpr double step_s = 60;
constexpr std::size_t steps_min = 8;
constexpr double span_s_min = 600;
// Of longer intervals nothing is left that tells a miner from a download.
constexpr double step_s_max = 330;
constexpr double ethernet_octets = 14, tcp_ip_octets = 52;  // headers; TCP with time stamps

using Steps = std::vector<IntervalStep>;

double octets_of_ip(const FlowInterval& interval, std::size_t way, OctetsOf of) {
  const double octets = interval.octets[way], packets = interval.packets[way];
  switch (of) {
    case OctetsOf::link:
      return std::max(0.0, octets - ethernet_octets * packets);
    case OctetsOf::payload:
      return octets + tcp_ip_octets * packets;
    case OctetsOf::ip:
      break;
  }
  return octets;
}

double mean(std::span<const double> v) {
  return v.empty() ? 0 : std::accumulate(v.begin(), v.end(), 0.0) / static_cast<double>(v.size());
}
double variance(std::span<const double> v) {
  const double m = mean(v);
  double sum = 0;
  for (const double x : v) sum += (x - m) * (x - m);
  return v.size() < 2 ? 0 : sum / static_cast<double>(v.size() - 1);
}
double quantile(std::span<const double> sorted, double q) {
  return sorted.empty()
             ? 0
             : sorted[static_cast<std::size_t>(q * static_cast<double>(sorted.size() - 1))];
}
double log2_ratio(double a, double b) { return std::log2((a + 1e-3) / (b + 1e-3)); }
double variation(std::span<const double> v) { return std::sqrt(variance(v)) / (mean(v) + 1e-9); }

double correlation(std::span<const double> a, std::span<const double> b) {
  const double ma = mean(a), mb = mean(b);
  double ab = 0, aa = 1e-9, bb = 1e-9;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - ma) * (b[i] - mb);
    aa += (a[i] - ma) * (a[i] - ma);
    bb += (b[i] - mb) * (b[i] - mb);
  }
  return ab / std::sqrt(aa * bb);
}

// One direction's series; the first and the last step are cut by chance and say little.
struct Series {
  std::vector<double> packets, octets, per_packet;
  double span_s = 0;
  double silent_share = 0;
};

Series series_of(const Steps& steps) {
  Series s;
  double silent_s = 0;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    s.packets.push_back(steps[i].packets);
    s.octets.push_back(steps[i].octets);
    s.per_packet.push_back(steps[i].octets / std::max(1.0, steps[i].packets));
    if (i > 0) silent_s += std::max(0.0, steps[i].start_s - steps[i - 1].start_s - 1.5 * step_s);
  }
  s.span_s = steps.empty() ? 0 : steps.back().start_s - steps.front().start_s;
  s.silent_share = silent_s / std::max(1.0, s.span_s);
  return s;
}

// The octets that one packet more brings, by least squares.
double slope(const Series& s) {
  const double spread = variance(s.packets);
  if (spread <= 0) return 0;
  return correlation(s.packets, s.octets) * std::sqrt(variance(s.octets) / spread);
}

double share_near(std::span<const double> v, double middle, double tolerance) {
  const auto near = std::ranges::count_if(
      v, [&](double x) { return std::abs(x - middle) <= tolerance * middle; });
  return static_cast<double>(near) / static_cast<double>(v.size());
}

double next_to_each_other(std::span<const double> v) {
  return v.size() < 3 ? 0 : correlation(v.first(v.size() - 1), v.last(v.size() - 1));
}

void put(float*& out, double value) { *out++ = static_cast<float>(value); }

void each_way(float*& out, const Series& s) {
  std::vector<double> octets = s.octets, packets = s.packets, per_packet = s.per_packet;
  for (auto* v : {&octets, &packets, &per_packet}) std::ranges::sort(*v);
  const double packets_all = std::accumulate(packets.begin(), packets.end(), 0.0);
  const double octets_all = std::accumulate(octets.begin(), octets.end(), 0.0);
  put(out, log2_ratio(packets_all * 60, s.span_s));
  put(out, log2_ratio(octets_all, packets_all));
  put(out, variation(per_packet));
  put(out, log2_ratio(variance(packets), mean(packets)));
  put(out, variation(octets));
  put(out, share_near(octets, quantile(octets, .5), .05));
  put(out, log2_ratio(octets.back(), quantile(octets, .5)));
  put(out, log2_ratio(per_packet.front(), quantile(per_packet, .5)));
  put(out, next_to_each_other(s.octets));
  put(out, correlation(s.packets, s.octets));
  put(out, log2_ratio(std::max(0.0, slope(s)), octets_all / std::max(1.0, packets_all)));
  put(out, s.silent_share);
  put(out, log2_ratio(quantile(packets, .9), quantile(packets, .1)));
}

// Octets up and down in the same minutes: for each step up, what came down in the step that began nearest.
double together(const Steps& up, const Steps& down) {
  std::vector<double> a, b;
  std::size_t j = 0;
  for (const IntervalStep& step : up) {
    while (j + 1 < down.size() &&
           std::abs(down[j + 1].start_s - step.start_s) <= std::abs(down[j].start_s - step.start_s))
      ++j;
    if (std::abs(down[j].start_s - step.start_s) > step_s / 2) continue;
    a.push_back(step.octets);
    b.push_back(down[j].octets);
  }
  return a.size() < 3 ? 0 : correlation(a, b);
}

// Most flows are, and need no more than this look: no direction has more steps, or a longer way from first to last.
bool is_too_short(const std::vector<FlowInterval>& intervals) {
  return intervals.size() < steps_min ||
         seconds(intervals.back().first - intervals.front().first) < span_s_min;
}

double typical_length_s(const IntervalsRecord& record) {
  std::vector<double> lengths;
  for (const FlowInterval& i : record.intervals) lengths.push_back(seconds(i.last - i.first));
  std::ranges::sort(lengths);
  return quantile(lengths, .5);
}

}  // namespace

std::vector<IntervalStep> interval_steps(const IntervalsRecord& record, Direction direction) {
  const auto way = static_cast<std::size_t>(direction);
  Steps steps;
  for (const FlowInterval& interval : record.intervals) {
    if (interval.packets[way] == 0) continue;
    const double start_s = seconds(interval.first - record.intervals.front().first);
    if (steps.empty() || start_s >= steps.back().start_s + step_s)
      steps.push_back({.start_s = start_s});
    steps.back().packets += interval.packets[way];
    steps.back().octets += octets_of_ip(interval, way, record.octets_of);
  }
  return steps;
}

std::optional<IntervalFeatures> interval_features_of(const IntervalsRecord& record,
                                                     Direction client_sends) {
  if (record.sampled_one_in > 1 || !record.seen[0] || !record.seen[1]) return std::nullopt;
  if (is_too_short(record.intervals)) return std::nullopt;
  const double length_s = typical_length_s(record);
  const Steps up = interval_steps(record, client_sends);
  const Steps down = interval_steps(record, flow::opposite(client_sends));
  if (length_s > step_s_max || std::max(up.size(), down.size()) < steps_min || up.empty() ||
      down.empty())
    return std::nullopt;
  const Series s = series_of(up), r = series_of(down);
  if (std::max(s.span_s, r.span_s) < span_s_min) return std::nullopt;
  IntervalFeatures features{};
  float* out = features.data();
  each_way(out, s);
  each_way(out, r);
  put(out, log2_ratio(mean(r.octets) / std::max(1.0, mean(r.packets)),
                      mean(s.octets) / std::max(1.0, mean(s.packets))));
  put(out, log2_ratio(mean(r.packets), mean(s.packets)));
  put(out, log2_ratio(mean(r.octets), mean(s.octets)));
  put(out, together(up, down));
  put(out, log2_ratio(static_cast<double>(down.size()), static_cast<double>(up.size())));
  put(out, log2_ratio(length_s, step_s));
  return features;
}

}  // namespace davy::signal
