// A labelled corpus of captures, file by file.
//
// Units:   seconds; octets of IP header + payload.
// Shape:   the folder has flows.tsv (file, src, sport, dst, dport, proto, label, dialect, duration_s) and the captures that it
//          names. TCP flows only; a flow is known by its two ends, either way round, and the first label of one counts.
// Errors:  no flows.tsv: Result. Of a capture that cannot be read there are no flows.
// Threads: pure.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/ip_address.hpp"
#include "base/result.hpp"
#include "flow/flow_record.hpp"
#include "flow/rhythm_record.hpp"
#include "lab/rhythm/exported.hpp"

namespace davy::lab {

using Ends = std::pair<std::pair<std::string, int>, std::pair<std::string, int>>;
Ends ends(std::pair<std::string, int> a, std::pair<std::string, int> b);  // in order
Ends ends(const flow::FlowKey& key);

struct Label {
  std::string label, dialect;
  double duration_s = 0;

  bool is_mining() const { return label == "mining"; }
  bool is_judged() const { return is_mining() || label == "benign" || label == "p2p"; }
  const std::string& what() const { return is_mining() ? dialect : label; }
};
using Labels = std::map<std::string, std::map<Ends, Label>>;  // by file

Result<Labels> read_labels(const std::string& folder);

// The flows of a capture that have a rhythm, without a look at content.
std::vector<flow::FlowRecord> rhythms_of(const std::string& path, const flow::RhythmJudge& judge);

// A flow's packets, by the ends of the first.
struct CountedFlow {
  Ends ends;
  Timestamp began;
  IpAddress client;
  std::uint16_t client_port = 0;
  std::vector<CountedPacket> packets;
};
std::vector<CountedFlow> counted_flows(const std::string& path);

}  // namespace davy::lab
