#include "workbench/report/account_parts.hpp"
#include "workbench/report/account_phrases.hpp"
#include "workbench/report/energy_figures.hpp"
#include "workbench/report/energy_reports.hpp"

namespace davy::report {
namespace {

namespace p = account_phrases;
using energy::Interval;
using energy::NotIdentifiable;

std::vector<std::string> row(const Phrase& name, const Interval& value, std::string rests_on,
                             Language language) {
  return {say(name, language), figure(value.lower), figure(value.best), figure(value.upper),
          std::move(rests_on)};
}

DocumentSection parts_section(const AttributionReport& report, Language language) {
  const energy::AttributionInput& input = report.input;
  DocumentSection section{fmt::format("{} ({})", say(p::parts, language), report.unit), {}};
  DocumentTable table{{say(p::quantity, language), say(p::lower, language), say(p::best, language),
                       say(p::upper, language), say(p::rests_on, language)},
                      {},
                      1};
  table.words_last = true;
  table.rows.push_back(row(p::before, input.before, say(p::as_given, language), language));
  table.rows.push_back(row(p::after, input.after, say(p::as_given, language), language));
  table.rows.push_back(
      row(p::growth, report.result.growth, say(p::after_less_before, language), language));
  if (input.measured)
    table.rows.push_back(row(p::mining_measured, *input.measured, report.measured_from, language));
  if (input.estimated)
    table.rows.push_back(
        row(p::mining_estimated, *input.estimated, report.estimated_from, language));
  if (input.measured && input.estimated)
    table.rows.push_back(row(p::mining_both, report.result.mining, "", language));
  if (input.others)
    table.rows.push_back(row(p::other_causes, *input.others, report.others_from, language));
  section.add(std::move(table));
  if (report.before_growth > 0) section.say(say(p::earlier, language, report.before_growth));
  return section;
}

std::string reason(const AttributionReport& report, Language language) {
  const Interval& growth = report.result.growth;
  const Interval& mining = report.result.mining;
  switch (report.result.reason) {
    case NotIdentifiable::nothing_known_of_mining:
      return say(p::reason_nothing, language);
    case NotIdentifiable::growth_may_be_nothing:
      return say(p::reason_growth, language, figure(growth.lower), figure(growth.upper),
                 report.unit);
    case NotIdentifiable::mining_may_exceed_growth:
      return say(p::reason_exceeds, language, figure(mining.lower), figure(mining.upper),
                 report.unit, figure(growth.lower), figure(growth.upper));
    case NotIdentifiable::others_contradict:
      return say(p::reason_others, language,
                 figure(mining.lower + report.input.others.value_or(Interval{}).lower),
                 figure(growth.upper), report.unit);
    case NotIdentifiable::says_nothing:
    case NotIdentifiable::no:
      break;
  }
  return say(p::reason_empty, language);
}

std::vector<std::string> share_row(const Phrase& name, const Interval& share, Language language) {
  return {say(name, language), share_text(share.lower * 100), share_text(share.best * 100),
          share_text(share.upper * 100)};
}

DocumentSection share_section(const AttributionReport& report, Language language) {
  DocumentSection section{say(p::share, language), {}};
  const energy::Attribution& result = report.result;
  if (!result.share) {
    section.say(say(p::not_identifiable, language, reason(report, language)));
    return section;
  }
  DocumentTable table{
      {"", say(p::lower, language), say(p::best, language), say(p::upper, language)}, {}, 1};
  if (result.measured_share)
    table.rows.push_back(share_row(p::share_measured, *result.measured_share, language));
  if (result.estimated_share)
    table.rows.push_back(share_row(p::share_estimated, *result.estimated_share, language));
  table.rows.push_back(share_row(p::share_both, *result.share, language));
  section.add(std::move(table));
  section.note(say(p::share_note, language));
  return section;
}

}  // namespace

Document attribution_document(const AttributionReport& report, Language language) {
  const Phrase& resource = report.resource == Resource::coal ? p::coal : p::electricity;
  Document document{say(p::attribution_title, language),
                    say(p::attribution_about, language, region_text(report.region, language),
                        say(resource, language), report.unit),
                    {}};
  document.sections.push_back(share_section(report, language));
  document.sections.push_back(parts_section(report, language));
  return document;
}

}  // namespace davy::report
