// What kinds of session are written with: who says how much when, in the habits of one session.
//
// Units:   seconds since the session began, octets.
// Threads: one owner.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>

#include "lab/sessions/session.hpp"

namespace davy::lab {

// Puts messages into a session; what the kinds below are written with.
class Script {
 public:
  Script(Random& random_in, double duration_s_in) : random(random_in), duration_s(duration_s_in) {}

  void client(double t, double octets) { add(t, true, octets); }
  void server(double t, double octets) { add(t, false, octets); }
  // A question and, after the latency of this session, its answer.
  void ask(double t, double octets, double answer) {
    client(t, octets);
    server(t + delay(), answer);
  }
  void notify(double t, double octets, double answer) {
    server(t, octets);
    client(t + delay(), answer);
  }
  double delay() { return log_normal(random, latency_s, .3); }

  // Calls at(t) at times a fixed interval apart, give or take a share of it.
  template <class At>
  void every(double interval_s, double jitter_share, At at) {
    for (double t = uniform(random, 0, interval_s); t < duration_s;
         t += interval_s * (1 + uniform(random, -jitter_share, jitter_share)))
      at(t);
  }
  template <class At>
  void at_random(double mean_s, At at) {
    for (double t = exponential(random, mean_s); t < duration_s; t += exponential(random, mean_s))
      at(t);
  }
  // People: many at once, then long nothing.
  template <class At>
  void in_bursts(double pause_s, int burst_max, double gap_s, At at) {
    for (double t = log_normal(random, pause_s, 1); t < duration_s;
         t += log_normal(random, pause_s, 1)) {
      const int count = whole(random, 1, burst_max);
      for (int i = 0; i < count && t < duration_s; ++i, t += log_normal(random, gap_s, .8)) at(t);
    }
  }
  double draw(double low, double high) { return log_uniform(random, low, high); }
  double text() { return log_normal(random, text_octets, .7); }

  Random& random;
  double duration_s;
  double latency_s = log_uniform(random, .003, .3);
  double text_octets = log_uniform(random, 60, 400);
  Messages messages;

 private:
  void add(double t, bool from_client, double octets) {
    messages.push_back(
        {t, from_client, static_cast<std::uint32_t>(std::clamp(octets, 1.0, 4000.0))});
  }
};

struct Kind {
  std::string_view name;
  void (*write)(Script&);
};
std::span<const Kind> people_kinds();   // chats, mail, shells, markets, games
std::span<const Kind> machine_kinds();  // devices, polls, heartbeats, brokers, control systems

}  // namespace davy::lab
