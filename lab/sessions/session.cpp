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

// TCP and IP headers of 40 octets, 52 with time stamps, 72 in IPv6. WireGuard: 32 more, padded to 16, an empty packet of
// 32 every 25 s for those who want it. OpenVPN: some 24 more, 26 in TCP, a ping of 40 or 42 every 10 s as most set it. IKE's
// NAT traversal: ESP of some 36 more, padded to 4, and an octet every 20 s.
Disguise usual_vpn(Random& random) {
  static constexpr double heads[] = {40, 52, 52, 52, 72};
  Disguise d{.record_octets = one_of(random, heads), .split_octets = uniform(random, 1280, 1400)};
  d.acknowledged_within_s = chance(random, .6) ? .0003 : .04;
  d.server_acknowledges_within_s = chance(random, .5) ? .5 : .04;
  d.is_datagrams = true;
  switch (whole(random, 0, 3)) {
    case 0:
    case 1:
      d.pad_to_octets = 16;
      d.outer_octets = 32;
      d.keep_alive_s = chance(random, .5) ? 25 : 0;
      d.keep_alive_octets = 32;
      break;
    case 2:
      d.is_datagrams = chance(random, .5);
      d.outer_octets = d.is_datagrams ? uniform(random, 22, 29) : uniform(random, 24, 31);
      d.keep_alive_s = chance(random, .8) ? 10 : 60;
      d.keep_alive_octets = d.is_datagrams ? 40 : 42;
      break;
    default:
      d.pad_to_octets = 4;
      d.outer_octets = 36;
      d.keep_alive_s = 20;
      d.keep_alive_octets = 1;
  }
  return d;
}

namespace {

Disguise usual_stream(Random& random) {
  if (chance(random, .08))
    return {.record_octets = 14, .pad_to_octets = 8, .outer_octets = 20};  // SSH
  static constexpr double records[] = {0, 0, 22, 22, 29, 29, 26, 36, 6, 60};
  static constexpr double pads[] = {1, 1, 1, 1, 1, 8, 16, 64, 128};
  Disguise d{.record_octets = one_of(random, records), .pad_to_octets = one_of(random, pads)};
  d.websocket = chance(random, .1);
  return d;
}

}  // namespace

Disguise usual_disguise(Random& random) {
  Disguise d = chance(random, .12) ? usual_vpn(random) : usual_stream(random);
  if (chance(random, .3)) d.jitter_s = log_uniform(random, .002, .1);
  if (chance(random, .3)) d.loss = uniform(random, 0, .05);
  if (chance(random, .1)) d.random_pad_octets = log_uniform(random, 16, 400);
  if (chance(random, .1)) d.dummies_per_s = log_uniform(random, .02, .6);
  if (chance(random, .08)) d.server_delay_s = log_uniform(random, .3, 8);
  return d;
}

namespace {

void add_dummies(const Disguise& d, Random& random, Messages& messages) {
  if (d.dummies_per_s <= 0 || messages.empty()) return;
  const double end_s = messages.back().time_s;
  for (double t = exponential(random, 1 / d.dummies_per_s); t < end_s;
       t += exponential(random, 1 / d.dummies_per_s)) {
    messages.push_back(
        {t, chance(random, .5), static_cast<std::uint32_t>(uniform(random, 40, 600))});
  }
}

// RFC 6455: 2 octets, or 4 from 126 on, and a mask of 4 from the client.
double websocket_head(const Message& message) {
  return (message.octets < 126 ? 2 : 4) + (message.from_client ? 4 : 0);
}

double one_record(const Disguise& d, double octets) {
  const double inside = octets + d.record_octets;
  const double padded = std::ceil(inside / d.pad_to_octets) * d.pad_to_octets;
  // WireGuard pads no further than its largest packet.
  const double most = d.split_octets > 0 ? d.split_octets + d.record_octets : padded;
  return std::min(padded, most) + d.outer_octets;
}

// As live runs have it (Linux at both ends): the client, which seldom speaks next, acknowledges at once; a server's answer
// carries its acknowledgement, and where none comes it is 40 ms late.
void add_acknowledgements(const Disguise& d, Messages& messages) {
  if (d.acknowledged_within_s <= 0) return;
  constexpr double delayed_s = .04;
  const auto octets = static_cast<std::uint32_t>(one_record(d, 0));
  Messages added;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const Message& m = messages[i];
    const double wait_s = m.from_client ? d.server_acknowledges_within_s : d.acknowledged_within_s;
    if (i + 1 < messages.size() && messages[i + 1].time_s < m.time_s + wait_s) continue;
    added.push_back({m.time_s + std::min(wait_s, delayed_s), !m.from_client, octets});
  }
  messages.insert(messages.end(), added.begin(), added.end());
}

void add_keep_alives(const Disguise& d, Random& random, Messages& messages) {
  if (d.keep_alive_s <= 0 || messages.empty()) return;
  const double end_s = messages.back().time_s;
  const auto octets = static_cast<std::uint32_t>(d.keep_alive_octets);
  for (const bool from_client : {true, false})
    for (double t = uniform(random, 0, d.keep_alive_s); t < end_s; t += d.keep_alive_s)
      messages.push_back({t, from_client, octets});
}

}  // namespace

double wrapped_octets(const Disguise& d, const Message& message) {
  double left = message.octets + (d.websocket ? websocket_head(message) : 0), octets = 0;
  for (; d.split_octets > 0 && left > d.split_octets; left -= d.split_octets)
    octets += one_record(d, d.split_octets);
  return octets + one_record(d, left);
}

void put_on(const Disguise& d, Random& random, Messages& messages) {
  add_dummies(d, random, messages);
  for (Message& m : messages) {
    double octets = wrapped_octets(d, m);
    // Of datagrams in a row the largest is the message.
    if (d.is_datagrams && d.split_octets > 0)
      octets = std::min(octets, one_record(d, d.split_octets));
    if (d.random_pad_octets > 0) octets += uniform(random, 0, d.random_pad_octets);
    m.octets = static_cast<std::uint32_t>(octets);
    if (d.jitter_s > 0) m.time_s = std::max(0.0, normal(random, m.time_s, d.jitter_s));
    if (d.server_delay_s > 0 && !m.from_client) m.time_s += uniform(random, 0, d.server_delay_s);
  }
  sort_by_time(messages);
  add_acknowledgements(d, messages);
  add_keep_alives(d, random, messages);
  if (d.loss > 0) std::erase_if(messages, [&](const Message&) { return chance(random, d.loss); });
  for (Message& m : messages) m.is_datagram = d.is_datagrams;
  sort_by_time(messages);
}

}  // namespace davy::lab
