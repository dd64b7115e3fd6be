#include "signal/network/rhythm_features.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "signal/network/tunnel_empties.hpp"

namespace davy::signal {
namespace {

using Events = std::vector<RhythmEvent>;
using Numbers = std::vector<float>;

const auto reply_within_s = static_cast<float>(seconds(flow::reply_within));
constexpr std::size_t waiting_max = 4;  // requests that wait for their reply

constexpr std::array<std::string_view, rhythm_features> names{
    "push size repeats the one before",
    "pushes near their median size",
    "pushes are larger than replies",
    "client answers pushes",
    "server sizes in two clusters",
    "entropy of push sizes",
    "push over reply size",
    "size discipline",
    "request gaps unlike exponential",
    "push gaps unlike exponential",
    "reply over request size",
    "replies near their median size",
    "requests near their median size",
    "requests are periodic",
    "pushes are periodic",
    "requests that are answered",
    "unasked share of the server's messages",
    "spread of request gaps",
    "spread of push gaps",
    "requests a minute",
    "pushes a minute",
    "request size",
    "reply size",
    "push size",
    "reply latency",
    "spread of reply latency",
    "longest silence",
    "large messages",
    "entropy of request sizes",
    "entropy of reply sizes",
    "request size repeats the one before",
    "requests in all",
    "pushes in all",
    "spread of push sizes",
    "spread of request sizes",
    "smallest push over smallest reply",
    "pushes in bursts",
    "requests in bursts",
    "unasked share of all that the server ever sent",
    "unasked messages for each request ever",
    "strays among all that was ever sent",
    "sizes that both sides send",
};

float log2_of(double value) { return static_cast<float>(std::log2(value)); }

float median(Numbers numbers) {
  if (numbers.empty()) return 0;
  const auto middle = numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() / 2);
  std::nth_element(numbers.begin(), middle, numbers.end());
  return *middle;
}

Numbers sizes_of(const Events& events) {
  Numbers sizes;
  sizes.reserve(events.size());
  for (const RhythmEvent& e : events) sizes.push_back(e.octets);
  return sizes;
}

Numbers gaps_of(const Events& events) {
  Numbers gaps;
  for (std::size_t i = 1; i < events.size(); ++i)
    gaps.push_back(events[i].time_s - events[i - 1].time_s);
  return gaps;
}

float mean(const Numbers& numbers) {
  double sum = 0;
  for (const float number : numbers) sum += number;
  return numbers.empty() ? 0 : static_cast<float>(sum / static_cast<double>(numbers.size()));
}

// Standard deviation over mean; 1, as of chance, where there is too little to tell.
float spread(const Numbers& numbers) {
  const double m = mean(numbers);
  if (numbers.size() < 3 || m <= 0) return 1;
  double squares = 0;
  for (const float number : numbers) squares += (number - m) * (number - m);
  return static_cast<float>(
      std::min(5.0, std::sqrt(squares / static_cast<double>(numbers.size())) / m));
}

// Of n, those within a share of their median (and an absolute width); one is nobody's neighbour.
float concentration(const Numbers& numbers, float share, float width) {
  if (numbers.size() < 2) return 0;
  const float middle = median(numbers);
  const float within = std::max(share * middle, width);
  const auto near = std::ranges::count_if(
      numbers, [&](float number) { return std::abs(number - middle) <= within; });
  return static_cast<float>(near - 1) / static_cast<float>(numbers.size());
}

// Sizes fall into clusters where the sorted ones leave a gap.
std::vector<std::size_t> clusters(Numbers sizes) {
  std::vector<std::size_t> counts;
  std::ranges::sort(sizes);
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    if (i == 0 || sizes[i] - sizes[i - 1] > std::max(.08f * sizes[i - 1], 14.f))
      counts.push_back(0);
    ++counts.back();
  }
  std::ranges::sort(counts, std::greater{});
  return counts;
}

float entropy(const Numbers& sizes) {
  if (sizes.size() < 2) return 1;
  double bits = 0;
  for (const std::size_t count : clusters(sizes)) {
    const double p = static_cast<double>(count) / static_cast<double>(sizes.size());
    bits -= p * std::log2(p);
  }
  return static_cast<float>(bits / std::log2(static_cast<double>(sizes.size()) + 1));
}

std::size_t largest_cluster(const Numbers& sizes) {
  return sizes.empty() ? 0 : clusters(sizes).front();
}

float in_two_clusters(const Numbers& sizes) {
  if (sizes.size() < 3) return 0;
  const auto counts = clusters(sizes);
  const std::size_t both = counts[0] + (counts.size() > 1 ? counts[1] : 0);
  return static_cast<float>(both - 2) / static_cast<float>(sizes.size());
}

float repeats(const Numbers& sizes) {
  if (sizes.size() < 2) return 0;
  std::size_t same = 0;
  for (std::size_t i = 1; i < sizes.size(); ++i) same += std::abs(sizes[i] - sizes[i - 1]) <= 8;
  return static_cast<float>(same) / static_cast<float>(sizes.size());
}

// Kolmogorov-Smirnov distance of gaps to the exponential of their mean, drawn to 0.35 where there are few.
float unlike_exponential(Numbers gaps) {
  const double m = mean(gaps);
  const auto n = static_cast<double>(gaps.size());
  double distance = 0;
  std::ranges::sort(gaps);
  for (std::size_t i = 0; i < gaps.size() && m > 0; ++i) {
    const double expected = 1 - std::exp(-gaps[i] / m);
    distance = std::max({distance, std::abs(expected - static_cast<double>(i) / n),
                         std::abs(expected - static_cast<double>(i + 1) / n)});
  }
  return static_cast<float>((n * distance + 3 * .35) / (n + 3));
}

// How often a push is larger than a reply; even where there are few.
float larger(const Numbers& pushes, Numbers replies) {
  std::ranges::sort(replies);
  double wins = 0;
  for (const float push : pushes) {
    const auto below = std::ranges::lower_bound(replies, push) - replies.begin();
    const auto not_above = std::ranges::upper_bound(replies, push) - replies.begin();
    wins += static_cast<double>(below + not_above) / 2;
  }
  const auto pairs = static_cast<double>(pushes.size()) * static_cast<double>(replies.size());
  if (pairs == 0) return .5f;
  const double trust = std::min<double>(
      1, std::min<double>(static_cast<double>(pushes.size()), static_cast<double>(replies.size())) /
             4);
  return static_cast<float>(.5 + trust * (wins / pairs - .5));
}

float answered_pushes(const Events& pushes, const Events& requests) {
  if (pushes.empty()) return .3f;
  std::size_t answered = 0, next = 0;
  for (const RhythmEvent& push : pushes) {
    while (next < requests.size() && requests[next].time_s < push.time_s) ++next;
    answered += next < requests.size() && requests[next].time_s - push.time_s <= 1;
  }
  return (static_cast<float>(answered) + .6f) / (static_cast<float>(pushes.size()) + 2);
}

float ratio_bits(float a, float b) {
  return a <= 0 || b <= 0 ? 0 : std::clamp(log2_of(a / b), -8.f, 8.f);
}

float per_minute_bits(std::size_t count, float span_s) {
  return log2_of((static_cast<double>(count) + .5) / (static_cast<double>(span_s) / 60 + .25));
}

float size_bits(const Numbers& sizes) {
  return sizes.empty() ? 0 : log2_of(static_cast<double>(median(sizes)) + 1);
}

float smallest(const Numbers& sizes) {
  return sizes.empty() ? 0 : *std::ranges::min_element(sizes) + 1;
}

float longest_silence(const Events& requests, const Events& server, float span_s) {
  Numbers times;
  for (const RhythmEvent& e : requests) times.push_back(e.time_s);
  for (const RhythmEvent& e : server) times.push_back(e.time_s);
  std::ranges::sort(times);
  float longest = 0;
  for (std::size_t i = 1; i < times.size(); ++i)
    longest = std::max(longest, times[i] - times[i - 1]);
  return span_s <= 0 ? 0 : longest / span_s;
}

// Share of gaps far below the mean: many small ones and a few long.
float in_bursts(const Numbers& gaps) {
  if (gaps.size() < 3) return .1f;
  const float short_gap = .1f * mean(gaps);
  const auto shorter = std::ranges::count_if(gaps, [&](float gap) { return gap < short_gap; });
  return static_cast<float>(shorter) / static_cast<float>(gaps.size());
}

float large_share(const Numbers& sizes) {
  if (sizes.empty()) return 0;
  const auto large = std::ranges::count_if(sizes, [](float size) { return size > 1400; });
  return static_cast<float>(large) / static_cast<float>(sizes.size());
}

}  // namespace

std::string_view rhythm_feature_name(std::size_t feature) { return names[feature]; }

float periodic_share(const Events& events) { return concentration(gaps_of(events), .1f, 0); }

bool has_work(const RhythmRoles& roles) {
  constexpr std::size_t times_min = 2;
  constexpr float clearly = 1.2f;
  if (roles.pushes.size() >= times_min || roles.life_pushes >= times_min) return true;
  std::size_t handed_out = 0, handed_in = 0;
  for (std::size_t i = 0; i < roles.replies.size(); ++i) {
    handed_out += roles.replies[i].octets > clearly * roles.answered_octets[i];
    handed_in += roles.answered_octets[i] > clearly * roles.replies[i].octets;
  }
  return handed_out >= times_min && handed_in >= times_min;
}

RhythmRoles roles_of(const flow::RhythmWindow& window, flow::Direction client_sends) {
  RhythmRoles roles;
  const TunnelEmpties empties(window);
  std::array<RhythmEvent, waiting_max> waiting;
  std::size_t first = 0, last = 0;  // of those that wait, modulo waiting_max
  for (const flow::RhythmMessage& m : window.messages) {
    if (empties.hold(m.octets)) {
      ++roles.empties;
      continue;
    }
    const RhythmEvent event{m.time_s, static_cast<float>(m.octets)};
    while (first < last && m.time_s - waiting[first % waiting_max].time_s > reply_within_s) ++first;
    if (m.direction == client_sends) {
      roles.requests.push_back(event);
      if (last - first == waiting_max) ++first;
      waiting[last++ % waiting_max] = event;
      continue;
    }
    roles.server.push_back(event);
    if (first < last) {
      const RhythmEvent& request = waiting[first++ % waiting_max];
      roles.latencies_s.push_back(m.time_s - request.time_s);
      roles.answered_octets.push_back(request.octets);
      roles.replies.push_back(event);
    } else {
      roles.pushes.push_back(event);
    }
  }
  if (!window.messages.empty())
    roles.span_s = window.messages.back().time_s - window.messages.front().time_s;
  const auto server = static_cast<std::size_t>(flow::opposite(client_sends));
  roles.life_pushes = window.totals.unasked[server];
  roles.life_server = window.totals.messages[server];
  roles.life_requests = window.totals.messages[1 - server];
  roles.life_strays = window.totals.strays;
  return roles;
}

RhythmFeatures features_of(const RhythmRoles& roles) {
  const Numbers requests = sizes_of(roles.requests), replies = sizes_of(roles.replies),
                pushes = sizes_of(roles.pushes), server = sizes_of(roles.server);
  const Numbers request_gaps = gaps_of(roles.requests), push_gaps = gaps_of(roles.pushes);
  const auto n = static_cast<float>(requests.size() + server.size() + 1);
  const auto disciplined =
      static_cast<float>(std::max<std::size_t>(largest_cluster(requests), 1) +
                         std::max<std::size_t>(largest_cluster(replies), 1) +
                         std::max<std::size_t>(largest_cluster(pushes), 1) - 3);
  return {
      repeats(pushes),
      concentration(pushes, .12f, 24),
      larger(pushes, replies),
      answered_pushes(roles.pushes, roles.requests),
      in_two_clusters(server),
      entropy(pushes),
      ratio_bits(median(pushes), median(replies)),
      disciplined / n,
      unlike_exponential(request_gaps),
      unlike_exponential(push_gaps),
      ratio_bits(median(replies), median(requests)),
      concentration(replies, .06f, 10),
      concentration(requests, .06f, 10),
      periodic_share(roles.requests),
      periodic_share(roles.pushes),
      (static_cast<float>(replies.size()) + 1) / (static_cast<float>(requests.size()) + 2),
      (static_cast<float>(pushes.size()) + 1) / (static_cast<float>(server.size()) + 2),
      spread(request_gaps),
      spread(push_gaps),
      per_minute_bits(requests.size(), roles.span_s),
      per_minute_bits(pushes.size(), roles.span_s),
      size_bits(requests),
      size_bits(replies),
      size_bits(pushes),
      log2_of(static_cast<double>(median(roles.latencies_s)) + 1e-3),
      spread(roles.latencies_s),
      longest_silence(roles.requests, roles.server, roles.span_s),
      large_share(server),
      entropy(requests),
      entropy(replies),
      repeats(requests),
      log2_of(static_cast<double>(requests.size()) + 1),
      log2_of(static_cast<double>(pushes.size()) + 1),
      spread(pushes),
      spread(requests),
      ratio_bits(smallest(pushes), smallest(replies)),
      in_bursts(push_gaps),
      in_bursts(request_gaps),
      (static_cast<float>(roles.life_pushes) + 1) / (static_cast<float>(roles.life_server) + 2),
      log2_of((roles.life_pushes + .5) / (roles.life_requests + .5)),
      log2_of((roles.life_strays + .5) / (roles.life_server + roles.life_requests + .5)),
      static_cast<float>(roles.empties) / (n + static_cast<float>(roles.empties)),
  };
}

}  // namespace davy::signal
