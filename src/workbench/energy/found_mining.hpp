// Mining that a finding tells of, as far as electricity goes: read from the event lines of `davy inspect --json`.
//
// Units:   kW, kWh, H/s; times UTC.
// Shape:   `measured`: a meter's finding, whose power and energy were read off the meter. Else `estimated`: a flow's, whose power
//          comes from its shares and from hardware that could do the work, for the time in which it was seen and no longer.
//          Each piece of mining stands once: a flow that is told twice (two captures, two runs) counts once, a host with a finding
//          of its own electricity keeps that one.
// Errors:  lines that are no JSON, too long, no events, or findings whose times or figures cannot be are counted; other events
//          are passed over and counted.
// Bounds:  limits::log_line_octets_max for a line, limits::energy_findings_max findings.
// Threads: one owner.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "workbench/energy/interval.hpp"

namespace davy::energy {

enum class Certainty : std::uint8_t { confirmed, probable, suspected };
inline constexpr std::size_t certainties = 3;
std::string_view name(Certainty certainty);
std::optional<Certainty> certainty_named(std::string_view text);

struct FoundMining {
  std::string subject_kind;  // "meter", "host", …
  std::string subject;       // the meter's id, the miner's address
  std::string detail;        // of a flow: both ends
  Certainty certainty{};
  double probability = 0;
  bool measured = false;
  Timestamp first;  // measured: the onset's best estimate
  Timestamp last;
  std::optional<Interval> kw;
  bool at_least = false;  // more may be hidden in the rest of the load
  std::optional<Interval> kwh;
  std::string pattern;    // of a meter: "constant", …
  std::string algorithm;  // of a flow, where known
  std::string coin;
  std::optional<Interval> hashes_per_s;
};

class FindingReader {
 public:
  FindingReader();
  ~FindingReader();

  // One line without its line break.
  void line(std::string_view text);

  // What was read, each piece of mining once, in the order of first mention.
  std::vector<FoundMining> take();

  struct Counts {
    std::uint64_t lines = 0;      // that are not blank
    std::uint64_t findings = 0;   // mining_flow and mining_subject lines
    std::uint64_t other = 0;      // other events: related_flow, coverage, …
    std::uint64_t malformed = 0;  // no JSON (cut lines too), too long, no event
    std::uint64_t unusable = 0;   // findings without times, or with figures that cannot be
    std::uint64_t hosts = 0;      // mining_subject lines whose flows are accounted in their place
    std::uint64_t without_electricity = 0;  // findings that tell no power
    std::uint64_t repeated = 0;             // told before
    std::uint64_t left_out = 0;             // beyond the bound
  };
  const Counts& counts() const { return counts_; }
  // The verdict on a host by all its flows, where a mining_subject line told one.
  std::optional<Certainty> host_verdict(std::string_view host) const;

 private:
  struct Parser;
  using Known = std::map<Timestamp, std::size_t>;  // by its first sight
  void add(FoundMining found, const std::string& key);
  FoundMining* overlapping(const Known& known, const FoundMining& found);
  void subject();
  void flow();

  std::unique_ptr<Parser> parser_;
  std::vector<FoundMining> found_;
  std::map<std::string, Known, std::less<>> known_;  // by what is mining
  std::map<std::string, Certainty, std::less<>> hosts_;
  Counts counts_;
};

}  // namespace davy::energy
