#include "lab/sessions/session.hpp"

#include <algorithm>
#include <cmath>

namespace davy::lab {

double uniform(Random& random, double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(random);
}
double log_uniform(Random& random, double low, double high) {
  return std::exp(uniform(random, std::log(low), std::log(high)));
}
double exponential(Random& random, double mean) {
  return std::exponential_distribution<double>(1 / mean)(random);
}
// The library's own mean and deviation would not take a deviation of 0, which some sessions have.
double normal(Random& random, double mean, double deviation) {
  return std::normal_distribution<double>()(random) * deviation + mean;
}
double log_normal(Random& random, double median, double log_deviation) {
  return median * std::exp(normal(random, 0, log_deviation));
}
int whole(Random& random, int low, int high) {
  return std::uniform_int_distribution<int>(low, high)(random);
}
bool chance(Random& random, double probability) { return uniform(random, 0, 1) < probability; }

std::uint32_t Size::draw(Random& random) const {
  const double drawn = jitter > 0 ? uniform(random, octets - jitter, octets + jitter) : octets;
  return static_cast<std::uint32_t>(std::max(1.0, std::round(drawn)));
}

void sort_by_time(Messages& messages) { std::ranges::stable_sort(messages, {}, &Message::time_s); }

// TCP and IP headers of 40 octets, 52 with time stamps, 60 and 72 in IPv6. WireGuard: 32 more, padded to 16, an empty packet
// of 32 to keep alive, for those who want it every 25 s. OpenVPN: 24 to 29 more, a ping of 40 every 10 s as most set it.
// IKE's NAT traversal: ESP of some 36 more, padded to 4.
Disguise usual_vpn(Random& random) {
  Disguise d;
  static constexpr double headers[] = {40, 52, 52, 52, 72};
  d.record_octets = one_of(random, headers);
  d.acknowledged_within_s = chance(random, .3) ? .001 : .04;
  d.is_datagrams = true;
  switch (whole(random, 0, 3)) {
    case 0:
    case 1:
      d.record_octets += 32;
      d.pad_to_octets = 16;
      d.tunnel_keep_alive_s = chance(random, .5) ? 25 : 0;
      d.tunnel_keep_alive_octets = 32;
      break;
    case 2:
      d.record_octets += uniform(random, 24, 29);
      d.tunnel_keep_alive_s = chance(random, .8) ? 10 : 60;
      d.tunnel_keep_alive_octets = 40;
      d.is_datagrams = chance(random, .6);
      break;
    default:
      d.record_octets += 36;
      d.pad_to_octets = 4;
      d.tunnel_keep_alive_s = 20;
      d.tunnel_keep_alive_octets = 1;
  }
  return d;
}

Disguise usual_disguise(Random& random) {
  Disguise d;
  static constexpr double records[] = {0, 0, 22, 22, 29, 29, 26, 36, 6, 60};
  d.record_octets = one_of(random, records);
  static constexpr double pads[] = {1, 1, 1, 1, 1, 8, 16, 64, 128};
  d.pad_to_octets = one_of(random, pads);
  if (chance(random, .3)) d.jitter_s = log_uniform(random, .002, .1);
  if (chance(random, .3)) d.loss = uniform(random, 0, .05);
  if (chance(random, .1)) d.random_pad_octets = log_uniform(random, 16, 400);
  if (chance(random, .1)) d.dummies_per_s = log_uniform(random, .02, .6);
  if (chance(random, .08)) d.server_delay_s = log_uniform(random, .3, 8);
  if (chance(random, .1)) {
    const Disguise vpn = usual_vpn(random);
    d.record_octets += vpn.record_octets;
    d.pad_to_octets = vpn.pad_to_octets;
    d.acknowledged_within_s = vpn.acknowledged_within_s;
    d.tunnel_keep_alive_s = vpn.tunnel_keep_alive_s;
    d.tunnel_keep_alive_octets = vpn.tunnel_keep_alive_octets;
    d.is_datagrams = vpn.is_datagrams;
  }
  return d;
}

namespace {

constexpr std::uint32_t keep_alive_mark = UINT32_MAX;  // octets of a tunnel's own keep-alive, until put_on() is done

void add_dummies(const Disguise& d, Random& random, Messages& messages) {
  if (d.dummies_per_s <= 0 || messages.empty()) return;
  const double end_s = messages.back().time_s;
  for (double t = exponential(random, 1 / d.dummies_per_s); t < end_s;
       t += exponential(random, 1 / d.dummies_per_s)) {
    messages.push_back(
        {t, chance(random, .5), static_cast<std::uint32_t>(uniform(random, 40, 600))});
  }
}

// What no word of the other side answers in time is acknowledged by an empty packet.
void add_acknowledgements(const Disguise& d, Random& random, Messages& messages) {
  Messages more;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const Message& m = messages[i];
    const double by_s = m.time_s + d.acknowledged_within_s;
    bool answered = false;
    for (std::size_t j = i + 1; j < messages.size() && messages[j].time_s <= by_s; ++j)
      answered = answered || messages[j].from_client != m.from_client;
    if (!answered) more.push_back({by_s, !m.from_client, 0});
  }
  const double end_s = messages.empty() ? 0 : messages.back().time_s;
  messages.insert(messages.end(), more.begin(), more.end());
  if (d.tunnel_keep_alive_s <= 0) return;
  for (const bool from_client : {true, false}) {
    // Its size is its own: put_on() adds nothing to it.
    for (double t = uniform(random, 0, d.tunnel_keep_alive_s); t < end_s; t += d.tunnel_keep_alive_s)
      messages.push_back({t, from_client, keep_alive_mark});
  }
}

}  // namespace

void put_on(const Disguise& d, Random& random, Messages& messages) {
  add_dummies(d, random, messages);
  if (d.acknowledged_within_s > 0) {
    sort_by_time(messages);
    add_acknowledgements(d, random, messages);
  }
  for (Message& m : messages) {
    m.is_datagram = d.is_datagrams;
    if (m.octets == keep_alive_mark) {
      m.octets = static_cast<std::uint32_t>(d.tunnel_keep_alive_octets);
      continue;
    }
    double octets = m.octets + d.record_octets;
    octets = std::ceil(octets / d.pad_to_octets) * d.pad_to_octets;
    if (d.random_pad_octets > 0) octets += uniform(random, 0, d.random_pad_octets);
    // Datagrams in a row are one message, of the size of the largest.
    constexpr double datagram_octets_max = 1420;
    if (d.is_datagrams) octets = std::min(octets, datagram_octets_max);
    m.octets = static_cast<std::uint32_t>(octets);
    if (d.jitter_s > 0) m.time_s = std::max(0.0, normal(random, m.time_s, d.jitter_s));
    if (d.server_delay_s > 0 && !m.from_client) m.time_s += uniform(random, 0, d.server_delay_s);
  }
  if (d.loss > 0) std::erase_if(messages, [&](const Message&) { return chance(random, d.loss); });
  sort_by_time(messages);
}

}  // namespace davy::lab
