#include "workbench/casefile/case_file.hpp"

#include <algorithm>

namespace davy::casefile {
namespace {

constexpr std::array<std::string_view, 7> phase_names{
    "clue_analysis", "on_site_check", "correlation",  "rectification",
    "re_check",      "closed",        "relapse_watch"};
constexpr std::array<std::string_view, 6> cause_names{"undetermined", "hijacked", "deliberate",
                                                      "misreport",    "research", "shared_exit"};
constexpr std::array<std::string_view, elements> element_names{"device", "software", "pool_access"};

template <class Enum, std::size_t n>
std::optional<Enum> named(const std::array<std::string_view, n>& names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

constexpr Duration days(int n) { return std::chrono::hours{24 * n}; }

}  // namespace

std::string_view name(Phase phase) { return phase_names[static_cast<std::size_t>(phase)]; }
std::optional<Phase> phase_named(std::string_view name) { return named<Phase>(phase_names, name); }
std::string_view name(Cause cause) { return cause_names[static_cast<std::size_t>(cause)]; }
std::optional<Cause> cause_named(std::string_view name) { return named<Cause>(cause_names, name); }
std::string_view name(Element element) { return element_names[static_cast<std::size_t>(element)]; }
std::optional<Element> element_named(std::string_view name) {
  return named<Element>(element_names, name);
}

std::optional<Phase> phase_after(Phase phase) {
  if (phase >= Phase::re_check) return std::nullopt;
  return static_cast<Phase>(static_cast<std::uint8_t>(phase) + 1);
}

// A clue grows cold in days (addresses are given to others); a rectification takes somebody's work. A relapse comes in weeks.
Duration time_for(Phase phase) {
  constexpr std::array<int, 7> in_days{2, 3, 3, 7, 3, 0, 90};
  return days(in_days[static_cast<std::size_t>(phase)]);
}

bool CaseFile::has(Element element) const {
  return std::ranges::any_of(evidence, [&](const Evidence& e) { return e.element == element; });
}

std::string_view CaseFile::next_step() const {
  if (!is_open()) return phase == Phase::relapse_watch ? "watch_for_a_relapse" : "nothing";
  if (waiting) return "approve_or_refuse";
  if (!owner) return "take_the_case";
  switch (phase) {
    case Phase::clue_analysis:
      return has(Element::pool_access) ? "plan_the_visit" : "secure_the_record_of_pool_access";
    case Phase::on_site_check:
      if (!has(Element::device)) return "find_the_device";
      return has(Element::software) ? "correlate_the_evidence" : "secure_the_software";
    case Phase::correlation:
      if (explanations.empty()) return "consider_benign_explanations";
      if (cause == Cause::undetermined) return "determine_the_cause";
      return measure.empty() ? "decide_on_a_measure" : "ask_for_rectification";
    case Phase::rectification:
      return "wait_for_rectification_and_check_again";
    case Phase::re_check:
      if (measure == "isolate" || measure == "lock" || measure == "refer")
        return "verify_and_reconnect";
      if (measure == "verify") return "verify_and_reconnect";
      return "close_with_a_second_person";
    default:
      return "nothing";
  }
}

}  // namespace davy::casefile
