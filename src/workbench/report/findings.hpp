// Everything that one run of `davy inspect` has to say; the terminal table, the JSON lines and the HTML page are three
// ways to print this one value.
//
// Shape:   sorted and complete before anything is printed, so the same input gives the same bytes. Flows lie in deques: there may
//          be a hundred thousand, and a vector of them would want new memory in one piece, where the heap has enough in many.
// Threads: a value.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/malformed.hpp"
#include "base/rare.hpp"
#include "base/shared_text.hpp"
#include "base/time.hpp"
#include "flow/flow_record.hpp"
#include "power/month_use.hpp"
#include "power/power_record.hpp"
#include "signal/network/contact.hpp"
#include "verdict/verdict.hpp"
#include "workbench/energy/hash_rate.hpp"
#include "workbench/report/judged_load.hpp"

namespace davy::report {

// One flow judged mining (event mining_flow), or recognised and not mining (event related_flow).
struct JudgedFlow {
  flow::FlowRecord record;
  verdict::Verdict verdict;
  Rare<energy::HashRateEstimate> hash_rate = {};
  Rare<energy::PowerEstimate> power = {};
  Rare<signal::Contact> contact = {};                   // what is known of the other end
  SharedText input = {};                                // file name
  std::optional<flow::Direction> client_by_shape = {};  // where nothing was read
  bool is_own_probe = false;                            // davy probe's own question
};

enum class SubjectKind : std::uint8_t {
  host,    // the address on the miner's side
  meter,   // an account, feeder or node: one load of it
  system,  // a filed system: all that its hosts and meters show
};
std::string_view name(SubjectKind kind);  // "host"

// The fused verdict on one subject (event mining_subject).
struct JudgedSubject {
  SubjectKind kind = SubjectKind::host;
  std::string id;
  verdict::Verdict verdict;
  std::vector<std::size_t> flows;       // indices into Findings::mining
  std::vector<std::size_t> loads = {};  // indices into Findings::loads
};

// Why something that Davy looks for could not be looked for in an input.
enum class Blindness : std::uint8_t {
  content_off,    // payloads were there, and were not to be looked at: no conversations, no names
  no_payload,     // flow records have none: no conversations
  no_messages,    // flow records do not tell single messages: no rhythm, no synchrony
  no_names,       // nothing told a name: contacts by address only
  no_flows,       // nothing told how much was sent: no shape
  one_direction,  // every flow was told one way only: no shape
  sampled,        // packets were sampled: no shape
  count_,
};
std::string_view name(Blindness blindness);  // "content_off"

// What is no trouble, and bears on how an input is to be read.
enum class Noted : std::uint8_t {
  own_probe_flows,         // davy probe's own questions: no finding
  export_messages_inside,  // of NetFlow, IPFIX, sFlow on their way to a collector; not read
  log_times_without_zone,  // read as UTC
  log_lists_cut,           // of names or answers, at limits::log_list_items_max
  meter_weeks_judged,      // weeks of meters that could be held against their past
  meters_too_short,        // with less than half a year of readings: nothing to hold them against
  count_,
};
inline constexpr std::size_t noted_kinds = static_cast<std::size_t>(Noted::count_);
std::string_view name(Noted noted);  // "own_probe_flows"

// Where the export messages inside a capture went.
struct ExportsInside {
  std::string kind;  // "netflow_v9"
  IpAddress collector;
  std::uint16_t port = 0;
  std::uint64_t messages = 0;
};

// Of an input that is readings of meters.
struct MeterCoverage {
  std::uint64_t meters = 0;
  std::uint64_t readings = 0;
  power::Quality quality;
  std::string understood;  // layout and unit, and why: "wide, kWh from the file's name"
};

// What was looked at in one input (event coverage).
struct Coverage {
  std::string input;
  std::string kind = "capture";  // or "ipfix", "zeek_text", "eve", …; several joined by '+'
  std::uint64_t records = 0;     // of flow exports and logs
  std::uint32_t sampled_one_in = 1;
  std::vector<Blindness> blind;
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
  std::array<std::uint64_t, noted_kinds> noted{};
  std::vector<ExportsInside> exports_inside;  // most messages first
  std::optional<MeterCoverage> meters;

  std::uint64_t& of(Noted what) { return noted[static_cast<std::size_t>(what)]; }
  std::uint64_t of(Noted what) const { return noted[static_cast<std::size_t>(what)]; }
};

struct Findings {
  std::deque<JudgedFlow> mining;  // most certain first, then by time and key
  std::deque<JudgedFlow> related;
  std::vector<JudgedLoad> loads;          // of meters: still there first, then the largest
  std::vector<JudgedLoad> related_loads;  // recognised, and not mining: filed systems
  std::vector<JudgedSubject> subjects;
  std::vector<Coverage> coverage;  // one an input, in the order given
  std::vector<power::MonthUse> meter_months = {};
  std::string facts_version = {};  // of the facts and rules that all of it rests on
};

struct Style {
  bool reveal_logins = false;
  std::string pseudonym_key;    // keyed hash of logins; see pseudonym.hpp
  std::string language = "en";  // "en" or "zh"
};

}  // namespace davy::report
