// What an exporter would tell of a conversation: its packets with their acknowledgements, counted in intervals.
//
// Units:   seconds, octets of IP header + payload.
// Shape:   each direction in records of its own, as routers export: a record ends when it is `active_s` old or was silent for
//          `idle_s`. Sessions become packets with a TCP's delayed acknowledgements; captures have their own packets.
// Threads: pure.
#pragma once

#include <vector>

#include "flow/export/exported_flow.hpp"
#include "lab/sessions/session.hpp"

namespace davy::lab {

struct CountedPacket {
  double time_s = 0;
  bool from_client = true;
  std::uint32_t ip_octets = 0;
};

struct ExporterHabits {
  double active_s = 60;
  double idle_s = 60;
};
ExporterHabits usual_exporter(Random& random);

std::vector<CountedPacket> packets_of(const Messages& messages, Random& random);
// The record that the pieces of such an exporter come to; client first, opening seen.
flow::FlowRecord exported(const std::vector<CountedPacket>& packets, const ExporterHabits& habits);

// What simulated samples are drawn from: 10 minutes to 4 hours, disguised, as a usual exporter tells of it.
Session usual_exported_session(Random& random, bool is_mining);
flow::FlowRecord usual_export(Messages& messages, Random& random);

}  // namespace davy::lab
