#include "workbench/report/zero_document.hpp"

#include <algorithm>
#include <array>

#include "base/hex.hpp"
#include "workbench/casefile/case_file.hpp"
#include "workbench/report/findings.hpp"
#include "workbench/report/number_text.hpp"
#include "workbench/report/zero_phrases.hpp"

namespace davy::report {
namespace {

namespace p = zero_phrases;
using custody::SensorCover;
using custody::ZeroFinding;
using custody::ZeroReport;
using custody::ZeroStatement;

constexpr double hour_s = 3'600;

std::string hours(double length_s) { return fmt::format("{:.1f}", length_s / hour_s); }
// Never rounded up to all of it.
std::string per_cent(double share) {
  const double rounded = share < 1 ? std::min(share * 100, 99.99) : 100;
  return fmt::format("{:.4g}", rounded);
}

const Phrase& title_of(ZeroStatement statement) {
  return statement == ZeroStatement::found           ? p::title_found
         : statement == ZeroStatement::nothing_found ? p::title_zero
                                                     : p::title_nobody;
}

DocumentSection statement_section(const ZeroReport& report, Language language) {
  DocumentSection section{say(p::statement, language), {}};
  switch (report.statement()) {
    case ZeroStatement::nobody_looked:
      section.say(say(p::nobody_looked, language));
      break;
    case ZeroStatement::nothing_found:
      section.say(say(p::nothing_found, language, per_cent(report.share())));
      break;
    case ZeroStatement::found:
      section.say(say(p::found, language, report.counted(), per_cent(report.share())));
      break;
  }
  if (const auto aside = std::ranges::count(report.findings, true, &ZeroFinding::set_aside);
      aside > 0)
    section.say(say(p::aside, language, aside));
  if (report.sensors.empty()) section.say(say(p::no_sensors, language));
  section.note(say(p::nothing_said, language));
  return section;
}

std::vector<std::string> cover_row(const SensorCover& sensor) {
  return {sensor.name,
          sensor.kind,
          hours(sensor.alive_s),
          hours(sensor.asked_s),
          per_cent(sensor.asked_s > 0 ? sensor.alive_s / sensor.asked_s : 0),
          grouped(sensor.packets),
          grouped(sensor.dropped_kernel + sensor.dropped_davy),
          grouped(sensor.malformed),
          grouped(sensor.exporter_gaps),
          sensor.clock_offset_s ? fmt::format("{:.3g}", *sensor.clock_offset_s) : "–",
          fmt::format("{}", fmt::join(sensor.packs, ", "))};
}

DocumentSection covered_section(const ZeroReport& report, Language language) {
  DocumentSection section{say(p::covered, language), {}};
  DocumentTable table{
      {say(p::sensor, language), say(p::kind, language), say(p::hours_alive, language),
       say(p::hours_asked, language), say(p::share, language), say(p::packets, language),
       say(p::dropped, language), say(p::malformed, language), say(p::exporter_gaps, language),
       say(p::clock, language), say(p::packs, language)},
      {},
      2};
  table.words_last = true;
  for (const SensorCover& sensor : report.sensors) table.rows.push_back(cover_row(sensor));
  section.add(std::move(table));
  section.note(say(p::encrypted, language));
  return section;
}

// What the sensor could not look for, in words.
std::string blind_words(std::uint32_t bits, Language language) {
  std::string words;
  for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(Blindness::count_); ++i) {
    if ((bits >> i & 1) == 0) continue;
    words += words.empty() ? "" : language == Language::zh ? "、" : ", ";
    words +=
        text(static_cast<Text>(static_cast<std::uint32_t>(Text::blind_content_off) + i), language);
  }
  return words;
}

void say_gaps(DocumentSection& section, const ZeroReport& report, Language language) {
  DocumentTable table{{say(p::sensor, language), say(p::from, language), say(p::to, language),
                       say(p::hours_missing, language)},
                      {},
                      3};
  for (const SensorCover& sensor : report.sensors) {
    if (sensor.alive_s == 0) continue;  // told as never alive
    for (const custody::CoverageGap& gap : sensor.gaps)
      table.rows.push_back(
          {sensor.name, to_whole_second(gap.from), to_whole_second(gap.to), hours(gap.missing_s)});
  }
  section.add(std::move(table));
}

DocumentSection not_covered_section(const ZeroReport& report, Language language) {
  DocumentSection section{say(p::not_covered, language), {}};
  std::vector<std::string> never;
  bool all = !report.sensors.empty();
  for (const SensorCover& sensor : report.sensors) {
    if (sensor.alive_s == 0) never.push_back(sensor.name);
    all = all && sensor.gaps.empty();
  }
  if (all) section.say(say(p::all_covered, language));
  if (report.sensors.empty()) section.say(say(p::no_sensors, language));
  if (!never.empty())
    section.say(say(p::never_alive, language, fmt::format("{}", fmt::join(never, ", "))));
  say_gaps(section, report, language);
  for (const SensorCover& sensor : report.sensors) {
    if (sensor.gaps_left_out > 0)
      section.note(say(p::more_gaps, language, sensor.name, sensor.gaps_left_out));
    if (sensor.blind_bits != 0)
      section.say(say(p::blind, language, sensor.name, blind_words(sensor.blind_bits, language)));
  }
  return section;
}

std::string state_words(const ZeroFinding& found, Language language) {
  static constexpr std::array<const Phrase*, 7> phases{
      &p::clue_analysis, &p::on_site_check, &p::correlation,  &p::rectification,
      &p::re_check,      &p::closed,        &p::relapse_watch};
  if (!found.case_id) return say(p::no_case, language);
  if (found.set_aside) return say(p::set_aside, language);
  const auto phase = casefile::phase_named(found.phase);
  return phase ? say(*phases[static_cast<std::size_t>(*phase)], language) : found.phase;
}

std::string cause_words(const ZeroFinding& found, Language language) {
  static constexpr std::array<const Phrase*, 6> causes{
      &p::undetermined, &p::hijacked, &p::deliberate, &p::misreport, &p::research, &p::shared_exit};
  const auto cause = casefile::cause_named(found.cause);
  return cause ? say(*causes[static_cast<std::size_t>(*cause)], language) : std::string{};
}

DocumentSection findings_section(const ZeroReport& report, Language language) {
  DocumentSection section{say(p::findings, language), {}};
  if (report.findings.empty())
    section.say(say(report.alive_s() > 0 ? p::none : p::none_nobody, language));
  DocumentTable table{
      {say(p::subject, language), say(p::unit, language), say(p::level, language),
       say(p::first, language), say(p::last, language), say(p::case_number, language),
       say(p::state, language), say(p::cause, language)},
      {},
      8};
  for (const ZeroFinding& found : report.findings)
    table.rows.push_back({fmt::format("{} {}", found.kind, found.name), found.unit,
                          std::string{text(static_cast<Text>(found.level), language)},
                          to_whole_second(found.first_seen), to_whole_second(found.last_seen),
                          found.case_id ? std::to_string(*found.case_id) : "–",
                          state_words(found, language), cause_words(found, language)});
  section.add(std::move(table));
  if (report.findings_left_out > 0)
    section.note(say(p::more_findings, language, report.findings_left_out));
  return section;
}

DocumentSection proof_section(const ZeroReport& report, Language language) {
  DocumentSection section{say(p::proof, language), {}};
  section.say(say(p::signed_form, language, report.fingerprint));
  section.say(say(p::head, language, report.head.id, to_hex(report.head.hash)));
  return section;
}

}  // namespace

Document zero_document(const ZeroReport& report, Language language) {
  Document document;
  document.title = say(title_of(report.statement()), language);
  document.about =
      say(p::about, language, to_whole_second(report.question.from),
          to_whole_second(report.question.to),
          report.question.unit.empty() ? say(p::all_units, language) : report.question.unit,
          report.maker.version);
  document.sections = {statement_section(report, language), covered_section(report, language),
                       not_covered_section(report, language), findings_section(report, language),
                       proof_section(report, language)};
  return document;
}

}  // namespace davy::report
