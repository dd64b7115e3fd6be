// Everything that one run of `davy inspect` has to say; the terminal table, the JSON lines and the HTML page are three
// ways to print this one value.
//
// Shape:   sorted and complete before anything is printed, so the same input gives the same bytes.
// Threads: a value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/malformed.hpp"
#include "base/time.hpp"
#include "flow/flow_record.hpp"
#include "verdict/verdict.hpp"
#include "workbench/energy/hash_rate.hpp"

namespace davy::report {

// One flow judged mining (event mining_flow), or recognised and not mining (event related_flow).
struct JudgedFlow {
  flow::FlowRecord record;
  verdict::Verdict verdict;
  std::optional<energy::HashRateEstimate> hash_rate;
  std::optional<energy::PowerEstimate> power;
  std::string input;                                    // file name
  std::optional<flow::Direction> client_by_shape = {};  // where nothing was read
};

// The fused verdict on one host (event mining_subject).
struct JudgedSubject {
  IpAddress host;
  verdict::Verdict verdict;
  std::vector<std::size_t> flows;  // indices into Findings::mining
};

// What was looked at in one input (event coverage).
struct Coverage {
  std::string input;
  std::string error;  // not empty: the input could not be read, and why
  std::uint64_t packets = 0;
  std::uint64_t octets = 0;  // captured link-layer octets
  std::uint64_t flows = 0;
  std::optional<Timestamp> first_seen;
  std::optional<Timestamp> last_seen;
  MalformedCounts malformed;
  std::uint64_t truncated_packets = 0;      // captured shorter than sent
  std::uint64_t other_packets = 0;          // neither TCP nor UDP
  std::uint64_t flows_evicted = 0;          // pushed out at the bound
  std::uint64_t conversations_dropped = 0;  // not followed for lack of room
  std::uint64_t clocks_left_out = 0;        // suspects not timed, or not compared, likewise
};

struct Findings {
  std::vector<JudgedFlow> mining;  // most certain first, then by time and key
  std::vector<JudgedFlow> related;
  std::vector<JudgedSubject> subjects;
  std::vector<Coverage> coverage;  // one an input, in the order given
};

struct Style {
  bool reveal_logins = false;
  std::string pseudonym_key;    // keyed hash of logins; see pseudonym.hpp
  std::string language = "en";  // "en" or "zh"
};

}  // namespace davy::report
