// A case: a subject that people act on, from the first clue to the watch for a relapse.
//
// Units:   times are UTC and come in as parameters.
// Shape:   phases follow the identification standard DB15/T 3472-2024 (clue analysis, on-site check, correlation) and go on to
//          rectification, re-check, closing and the watch for a relapse. A mining finding stands on three elements: device,
//          software, record of pool access. Why it was mining (the cause) is a field with evidence of its own, and so are the benign
//          explanations that were considered.
// Threads: a value.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace davy::casefile {

enum class Phase : std::uint8_t {
  clue_analysis,
  on_site_check,
  correlation,
  rectification,
  re_check,
  closed,
  relapse_watch,
};
std::string_view name(Phase phase);
std::optional<Phase> phase_named(std::string_view name);
// What comes after it when its work is done; nothing after re_check but closing, which is an action of its own.
std::optional<Phase> phase_after(Phase phase);
// How long a phase may take before the case is overdue.
Duration time_for(Phase phase);

enum class Cause : std::uint8_t {
  undetermined,
  hijacked,
  deliberate,
  misreport,
  research,
  shared_exit,
};
std::string_view name(Cause cause);
std::optional<Cause> cause_named(std::string_view name);

enum class Element : std::uint8_t { device, software, pool_access };
inline constexpr std::size_t elements = 3;
std::string_view name(Element element);
std::optional<Element> element_named(std::string_view name);

struct Evidence {
  Element element = Element::device;
  Timestamp at = {};
  std::string by = {};
  std::string text = {};
};

// A benign explanation that somebody looked at.
struct Explanation {
  std::string explanation = {};  // one of benign_explanations()
  bool excluded = false;
  Timestamp at = {};
  std::string by = {};
  std::string text = {};
};

// Who was found to be behind it; told to nobody until one person has asked and another allowed it.
struct Identity {
  std::string text = {};  // "": nobody has written it down
  std::optional<Timestamp> opened_at = {};
};

struct LogLine {
  Timestamp at = {};
  std::string by = {};
  std::string action = {};
  std::string text = {};
};

// What one person asked for, and another must allow.
struct Waiting {
  std::string action = {};  // "close", "suppress", "open_identity"
  std::string by = {};
  std::string reason = {};
  Timestamp at = {};
};

struct CaseFile {
  std::int64_t case_id = 0;
  std::int64_t subject_id = 0;
  Phase phase = Phase::clue_analysis;
  Cause cause = Cause::undetermined;
  std::optional<std::string> owner = {};
  std::string opened_by = {};
  Timestamp opened_at = {};
  Timestamp due_at = {};
  std::optional<Timestamp> closed_at = {};
  bool suppressed = false;
  std::optional<Waiting> waiting = {};
  std::string measure = {};  // that stands, of casefile/measures.hpp; "": none yet
  Identity identity = {};
  std::vector<Explanation> explanations = {};
  std::vector<Evidence> evidence = {};
  std::vector<LogLine> log = {};

  bool is_open() const { return !closed_at.has_value(); }
  bool is_overdue(Timestamp now) const { return is_open() && now > due_at; }
  bool has(Element element) const;
  // What somebody should do now, as a key: "take_the_case", "find_the_device", "approve_or_refuse", …
  std::string_view next_step() const;
};

}  // namespace davy::casefile
