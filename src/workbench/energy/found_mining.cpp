#include "workbench/energy/found_mining.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <cmath>

#include "base/limits.hpp"
#include "workbench/energy/calendar.hpp"
#include "workbench/energy/hardware.hpp"

namespace davy::energy {
namespace {

using simdjson::dom::object;

constexpr std::array<std::string_view, certainties> names{"confirmed", "probable", "suspected"};

constexpr double watts_max = 1e12;  // more than the world has
constexpr double hashes_max = 1e30;

std::string_view text(const object& from, std::string_view key) {
  std::string_view value;
  return from[key].get(value) == simdjson::SUCCESS ? value : std::string_view{};
}

std::string cut(std::string_view value) {
  return std::string{value.substr(0, limits::text_field_octets_max)};
}

std::optional<object> inner(const object& from, std::string_view key) {
  object value;
  return from[key].get(value) == simdjson::SUCCESS ? std::optional{value} : std::nullopt;
}

std::optional<double> number_of(const object& from, std::string_view key) {
  double value = 0;
  return from[key].get(value) == simdjson::SUCCESS ? std::optional{value} : std::nullopt;
}

double unit_factor(std::string_view unit) {
  switch (unit.empty() ? ' ' : unit.front()) {
    case 'W':
      return 1e-3;
    case 'k':
      return 1;
    case 'M':
      return 1e3;
    case 'G':
      return 1e6;
    default:
      return 0;
  }
}

// What could not be is nothing: not a number, negative, or bounds in the wrong order.
std::optional<Interval> interval(const object& from, double factor, double most) {
  const auto lower = number_of(from, "lower"), best = number_of(from, "best"),
             upper = number_of(from, "upper");
  if (!lower || !best || !upper || factor <= 0) return std::nullopt;
  const Interval value{*lower * factor, *best * factor, *upper * factor};
  const bool ordered = value.lower >= 0 && value.lower <= value.best && value.best <= value.upper;
  // An upper bound alone has 0 for the rest.
  const bool upper_alone = value.lower == 0 && value.best == 0;
  return (ordered || upper_alone) && value.upper > 0 && value.upper <= most ? std::optional{value}
                                                                            : std::nullopt;
}

// Of power or energy, in kW or kWh.
std::optional<Interval> electric(const object& from, std::string_view key) {
  const auto part = inner(from, key);
  return part ? interval(*part, unit_factor(text(*part, "unit")), watts_max) : std::nullopt;
}

bool is_at_least(const object& electricity) {
  const auto power = inner(electricity, "power");
  bool flag = false;
  return power && (*power)["at_least"].get(flag) == simdjson::SUCCESS && flag;
}

// The middle of an onset {lower, best, upper}, or a plain time.
std::optional<Timestamp> onset_of(const object& electricity) {
  const auto onset = inner(electricity, "onset");
  return parse_time(onset ? text(*onset, "best") : text(electricity, "onset"));
}

bool runs_forward(const FoundMining& found) { return found.last >= found.first; }

bool overlap(const FoundMining& a, const FoundMining& b) {
  return a.first <= b.last && b.first <= a.last;
}

struct FlowEnds {
  std::string miner;
  std::string detail;
};

FlowEnds ends_of(const object& event) {
  const auto end = [&](std::string_view address, std::string_view port) {
    return fmt::format("{}:{}", cut(text(event, address)), number_of(event, port).value_or(0));
  };
  const std::string source = end("source_address", "source_port");
  const std::string destination = end("destination_address", "destination_port");
  const bool reverse = text(event, "miner_side") == "destination";
  return {cut(text(event, reverse ? "destination_address" : "source_address")),
          reverse ? destination + " → " + source : source + " → " + destination};
}

}  // namespace

std::string_view name(Certainty certainty) { return names[static_cast<std::size_t>(certainty)]; }

std::optional<Certainty> certainty_named(std::string_view text) {
  const auto found = std::ranges::find(names, text);
  if (found == names.end()) return std::nullopt;
  return static_cast<Certainty>(found - names.begin());
}

struct FindingReader::Parser {
  simdjson::dom::parser json{limits::log_line_octets_max};
  object event;
  bool parse(std::string_view line) {
    return line.size() <= limits::log_line_octets_max &&
           json.parse(simdjson::padded_string(line)).get(event) == simdjson::SUCCESS &&
           !text(event, "event").empty();
  }
};

FindingReader::FindingReader() : parser_(std::make_unique<Parser>()) {}
FindingReader::~FindingReader() = default;

void FindingReader::line(std::string_view said) {
  if (said.find_first_not_of(" \t\r") == std::string_view::npos) return;
  ++counts_.lines;
  if (!parser_->parse(said)) {
    ++counts_.malformed;
    return;
  }
  const std::string_view kind = text(parser_->event, "event");
  if (kind == "mining_subject") {
    subject();
  } else if (kind == "mining_flow") {
    flow();
  } else {
    ++counts_.other;
  }
}

void FindingReader::subject() {
  ++counts_.findings;
  const object& event = parser_->event;
  const auto who = inner(event, "subject");
  const auto certainty = certainty_named(text(event, "verdict"));
  if (!who || !certainty || text(*who, "id").empty()) {
    ++counts_.unusable;
    return;
  }
  FoundMining found;
  found.subject_kind = cut(text(*who, "kind"));
  found.subject = cut(text(*who, "id"));
  found.certainty = *certainty;
  found.probability = number_of(event, "probability").value_or(0);
  const auto electricity = inner(event, "electricity");
  if (!electricity) {
    if (found.subject_kind == "host") {
      ++counts_.hosts;
      hosts_.insert_or_assign(found.subject, *certainty);
    } else {
      ++counts_.without_electricity;
    }
    return;
  }
  found.measured = true;
  found.pattern = cut(text(*electricity, "pattern"));
  found.kw = electric(*electricity, "power");
  found.kwh = electric(*electricity, "energy");
  found.at_least = is_at_least(*electricity);
  const auto first = onset_of(*electricity), last = parse_time(text(*electricity, "last"));
  if (!first || !last) {
    ++counts_.unusable;
    return;
  }
  found.first = *first;
  found.last = *last;
  add(std::move(found), fmt::format("{} {}", cut(text(*who, "kind")), cut(text(*who, "id"))));
}

void FindingReader::flow() {
  ++counts_.findings;
  const object& event = parser_->event;
  const auto certainty = certainty_named(text(event, "verdict"));
  const auto first = parse_time(text(event, "first_seen")),
             last = parse_time(text(event, "last_seen"));
  const FlowEnds ends = ends_of(event);
  if (!certainty || !first || !last || ends.miner.empty()) {
    ++counts_.unusable;
    return;
  }
  FoundMining found;
  found.subject_kind = "host";
  found.subject = ends.miner;
  found.detail = ends.detail;
  found.certainty = *certainty;
  found.probability = number_of(event, "probability").value_or(0);
  found.first = *first;
  found.last = *last;
  found.kw = electric(event, "power");
  found.algorithm = canonical_algorithm(cut(text(event, "algorithm")));
  found.coin = cut(text(event, "coin"));
  if (const auto rate = inner(event, "hash_rate"))
    found.hashes_per_s = interval(*rate, 1, hashes_max);
  if (!inner(event, "power")) {
    ++counts_.without_electricity;
    return;
  }
  add(std::move(found), "flow " + ends.detail);
}

void FindingReader::add(FoundMining found, const std::string& key) {
  if ((!found.kw && !found.kwh) || !runs_forward(found)) {
    ++counts_.unusable;
    return;
  }
  Known& known = known_[key];
  if (FoundMining* same = overlapping(known, found)) {
    ++counts_.repeated;
    // The longer of two looks at the same mining tells more.
    if (found.last - found.first > same->last - same->first) *same = std::move(found);
  } else if (found_.size() >= limits::energy_findings_max) {
    ++counts_.left_out;
  } else {
    known.emplace(found.first, found_.size());
    found_.push_back(std::move(found));
  }
}

// Looks kept of one thing do not overlap: only the one that begins before and the one that begins after can.
FoundMining* FindingReader::overlapping(const Known& known, const FoundMining& found) {
  const auto after = known.upper_bound(found.first);
  if (after != known.begin() && overlap(found_[std::prev(after)->second], found))
    return &found_[std::prev(after)->second];
  return after != known.end() && overlap(found_[after->second], found) ? &found_[after->second]
                                                                       : nullptr;
}

std::vector<FoundMining> FindingReader::take() { return std::move(found_); }

std::optional<Certainty> FindingReader::host_verdict(std::string_view host) const {
  const auto found = hosts_.find(host);
  return found == hosts_.end() ? std::nullopt : std::optional{found->second};
}

}  // namespace davy::energy
