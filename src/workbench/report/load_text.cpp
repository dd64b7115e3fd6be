#include "workbench/report/load_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "workbench/report/number_text.hpp"

namespace davy::report {
namespace {

std::string day_and_hour(Timestamp time) { return to_rfc3339(time).substr(0, 13) + ":00Z"; }
std::string day(Timestamp time) { return to_rfc3339(time).substr(0, 10); }

std::string with_interval(Text key, const energy::Interval& i, Language language) {
  return text(key, language, rounded(i.best), rounded(i.lower), rounded(i.upper));
}

// The texts of these members of an enumeration, whose first one has the text `first`.
template <typename What>
std::string listed(const std::vector<What>& members, Text first, Language language) {
  std::string list;
  for (const What what : members) {
    const auto key =
        static_cast<Text>(static_cast<std::size_t>(first) + static_cast<std::size_t>(what));
    if (!list.empty()) list += language == Language::zh ? "；" : "; ";
    list += text(key, language);
  }
  return list;
}

}  // namespace

std::string_view name(Settles what) {
  static constexpr std::array<std::string_view, static_cast<std::size_t>(Settles::count_)> names{
      "site_visit", "register", "works_log", "sub_meters", "meter_changes", "network"};
  return names[static_cast<std::size_t>(what)];
}

std::string_view name(AlsoPossible what) {
  static constexpr std::array<std::string_view, static_cast<std::size_t>(AlsoPossible::count_)>
      names{"server_room",   "climate",           "changed_meter", "use_again",
            "new_equipment", "one_phase_machine", "season"};
  return names[static_cast<std::size_t>(what)];
}

std::string rounded(double value) {
  if (value >= 99.95 && value < 999.5) return fmt::format("{:.0f}", value);
  if (value >= 999.5) {
    const double unit = std::pow(10, std::floor(std::log10(value)) - 2);
    return grouped(static_cast<std::uint64_t>(std::round(value / unit) * unit));
  }
  return fmt::format("{:.3g}", value);
}

std::string meters_text(std::uint64_t count, Language language) {
  return text(count == 1 ? Text::meters_one : Text::meters_many, language, grouped(count));
}

std::string found_loads_text(const Findings& findings, Language language) {
  std::set<std::string_view> meters;
  for (const JudgedLoad& load : findings.loads) meters.insert(load.meter);
  const std::size_t count = findings.loads.size();
  return text(Text::found_loads, language,
              text(count == 1 ? Text::loads_one : Text::loads_many, language, grouped(count)),
              meters_text(meters.size(), language));
}

std::string since_text(const JudgedLoad& load, Language language) {
  if (load.onset_before_record)
    return text(Text::load_since_before, language, day(load.onset.best));
  return text(Text::load_since, language, day_and_hour(load.onset.best),
              day_and_hour(load.onset.lower), day_and_hour(load.onset.upper));
}

std::string until_text(const JudgedLoad& load, Language language) {
  return text(load.still_there ? Text::load_still : Text::load_gone, language, day(load.last_seen));
}

std::string size_text(const JudgedLoad& load, Language language) {
  return with_interval(load.at_least ? Text::load_at_least : Text::load_size, load.kw, language);
}

std::string energy_text(const JudgedLoad& load, Language language) {
  if (load.kwh.lower == load.kwh.upper)
    return text(Text::load_energy_measured, language, rounded(load.kwh.best));
  return with_interval(Text::load_energy, load.kwh, language);
}

std::string machines_text(const JudgedLoad& load, Language language) {
  return with_interval(Text::load_machines, load.machines, language);
}

std::string pattern_text(const JudgedLoad& load, Language language) {
  static constexpr std::array<std::pair<std::string_view, Text>, 18> patterns{{
      {"constant", Text::pattern_constant},
      {"night_only", Text::pattern_night_only},
      {"with_pauses", Text::pattern_with_pauses},
      {"rising", Text::pattern_rising},
      {"daytime", Text::pattern_daytime},
      {"flat", Text::pattern_flat},
      {"unmetered", Text::pattern_unmetered},
      {"steady", Text::pattern_steady},
      {"grown", Text::pattern_grown},
      {"grown_over_a_year", Text::pattern_grown_over_a_year},
      {"one_phase", Text::pattern_one_phase},
      {"two_phases", Text::pattern_two_phases},
      {"came_back", Text::pattern_came_back},
      {"came_back_at_night", Text::pattern_came_back_at_night},
      {"never_fell", Text::pattern_never_fell},
      {"at_its_floor", Text::pattern_at_its_floor},
      {"too_early", Text::pattern_too_early},
      {"not_covered", Text::pattern_not_covered},
  }};
  for (const auto& [pattern, key] : patterns)
    if (pattern == load.pattern) return std::string{text(key, language)};
  return load.pattern;
}

std::string also_possible_text(const JudgedLoad& load, Language language) {
  if (load.also_possible.empty()) return {};
  return text(Text::load_also_possible, language,
              listed(load.also_possible, Text::also_server_room, language));
}

std::string settles_text(const JudgedLoad& load, Language language) {
  return text(Text::load_settles, language,
              listed(load.settles, Text::settles_site_visit, language));
}

std::string cleared_text(const JudgedLoad& load, Language language) {
  if (load.cleared_as == "filed_system")
    return text(Text::cleared_filed, language, filed_text(load, language));
  if (load.cleared_as == "idle_machine") return std::string{text(Text::cleared_idle, language)};
  return pattern_text(load, language);
}

std::string filed_text(const JudgedLoad& load, Language language) {
  if (load.system.empty() || !load.filed_kw) return load.system;
  return text(Text::load_filed, language, load.system, rounded(*load.filed_kw));
}

std::string flaws_text(const power::Quality& quality) {
  std::string list;
  for (std::size_t i = 0; i < power::flaw_kinds; ++i) {
    const auto flaw = static_cast<power::Flaw>(i);
    if (quality[flaw] == 0) continue;
    if (!list.empty()) list += ", ";
    list += fmt::format("{} {}", power::name(flaw), grouped(quality[flaw]));
  }
  return list;
}

}  // namespace davy::report
