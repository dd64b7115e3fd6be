#include "app/coverage_of.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace davy::app {

using report::Blindness;
using report::Coverage;

Coverage coverage_of(const std::string& input, const CaptureOutcome& outcome,
                     std::uint64_t compared_not) {
  Coverage c;
  c.input = input;
  c.packets = outcome.packets;
  c.octets = outcome.octets;
  c.flows = outcome.flows.flows;
  if (outcome.packets > 0) {
    c.first_seen = outcome.first_seen;
    c.last_seen = outcome.last_seen;
  }
  c.malformed = outcome.malformed;
  c.truncated_packets = outcome.truncated_packets;
  c.other_packets = outcome.other_packets;
  c.flows_evicted = outcome.flows.evicted;
  c.conversations_dropped =
      outcome.flows.conversations_dropped + outcome.flows.names_left_out + outcome.lookups_left_out;
  c.clocks_left_out = outcome.flows.clocks_left_out + compared_not;
  c.of(report::Noted::export_messages_inside) = outcome.export_messages_inside;
  for (const flow::ExportsSeen& one : outcome.exports_inside)
    c.exports_inside.push_back(
        {std::string{flow::name(one.kind)}, one.collector, one.port, one.messages});
  return c;
}

std::string_view damage_of(const MalformedCounts& malformed) {
  if (malformed[Malformed::capture_compression] > 0)
    return "the compressed file is damaged or cut: copy it again";
  if (malformed[Malformed::capture_record_length] > 0)
    return "a record's length is impossible, the file is damaged";
  if (malformed[Malformed::capture_block] > 0)
    return "a block contradicts itself, the file is damaged";
  if (malformed[Malformed::capture_cut] > 0)
    return "the file ends inside a packet: was it cut while it was copied?";
  return {};
}

std::vector<Blindness> blind_to(const SensorOutcome& sensor, std::uint32_t sampled_one_in) {
  std::vector<Blindness> blind{Blindness::no_payload, Blindness::no_messages};
  if (!sensor.tells_names) blind.push_back(Blindness::no_names);
  if (!sensor.tells_flows)
    blind.push_back(Blindness::no_flows);
  else if (!sensor.tells_both_ways)
    blind.push_back(Blindness::one_direction);
  if (sampled_one_in > 1) blind.push_back(Blindness::sampled);
  return blind;
}

std::string joined(std::vector<std::string> kinds) {
  std::ranges::sort(kinds);
  const auto [first, last] = std::ranges::unique(kinds);
  kinds.erase(first, last);
  return fmt::format("{}", fmt::join(kinds, "+"));
}

void add(Coverage& coverage, const ToldCounts& told) {
  coverage.records += told.flows.pieces;
  coverage.packets += told.flows.packets;
  coverage.octets += told.flows.octets;
  coverage.flows += told.flows.flows;
  coverage.flows_evicted += told.flows.left_out;
  coverage.sampled_one_in = std::max(coverage.sampled_one_in, told.flows.sampled_one_in_max);
  coverage.malformed.add(told.malformed);
  coverage.of(report::Noted::log_times_without_zone) += told.log.times_without_zone;
  coverage.of(report::Noted::log_lists_cut) += told.log.lists_cut;
  if (told.flows.first_seen <= told.flows.last_seen) {
    coverage.first_seen =
        std::min(coverage.first_seen.value_or(told.flows.first_seen), told.flows.first_seen);
    coverage.last_seen =
        std::max(coverage.last_seen.value_or(told.flows.last_seen), told.flows.last_seen);
  }
}

}  // namespace davy::app
