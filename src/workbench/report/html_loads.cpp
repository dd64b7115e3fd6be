#include <fmt/format.h>

#include "workbench/report/finding_lines.hpp"
#include "workbench/report/html_page.hpp"
#include "workbench/report/load_svg.hpp"
#include "workbench/report/load_text.hpp"
#include "workbench/report/number_text.hpp"
#include "workbench/report/reason_text.hpp"

namespace davy::report {
namespace {

std::string fact(const HtmlPage& page, Text label, std::string_view value) {
  if (value.empty()) return {};
  return element("div", "", element("dt", "", page.say(label)) + element("dd", "", escaped(value)));
}

std::string facts(const HtmlPage& page, const JudgedLoad& load) {
  const Language language = page.language;
  return element("dl", "",
                 fact(page, Text::load_size_label, size_text(load, language)) +
                     fact(page, Text::load_since_label,
                          since_text(load, language) + " · " + until_text(load, language)) +
                     fact(page, Text::load_energy_label, energy_text(load, language)) +
                     fact(page, Text::load_machines_label, machines_text(load, language)) +
                     fact(page, Text::load_pattern_label, pattern_text(load, language)) +
                     fact(page, Text::load_filed_label, filed_text(load, language)));
}

std::string reasons(const HtmlPage& page, const JudgedLoad& load) {
  std::string items;
  for (const signal::Reason& reason : load.verdict.reasons)
    items += element("li", "", escaped(reason_text(reason.evidence, page.language)));
  return element("ul", "reasons", items);
}

void add_load_card(HtmlPage& page, const JudgedLoad& load) {
  const std::string header = element("header", "",
                                     element("h3", "", escaped(load.meter)) +
                                         level_chip(load.verdict.level, page.language) +
                                         element("span", "soft",
                                                 text(Text::probability_of, page.language,
                                                      probability_text(load.verdict.probability))));
  page.out += element(
      "article", fmt::format("box card {}", verdict::name(load.verdict.level)),
      header + load_html(load, page.language) + facts(page, load) + reasons(page, load) +
          element("p", "soft", escaped(settles_text(load, page.language))) +
          element("p", "soft", escaped(also_possible_text(load, page.language))) +
          element("p", "soft", escaped(text(Text::load_hardware, page.language, load.hardware))));
}

}  // namespace

void add_load_cards(HtmlPage& page) {
  const auto& loads = page.findings.loads;
  if (!loads.empty()) {
    page.out += element("h2", "", page.say(Text::loads_heading)) +
                element("p", "soft", page.say(Text::loads_intro));
    const std::size_t shown = std::min(loads.size(), finding_cards_max);
    for (std::size_t i = 0; i < shown; ++i) add_load_card(page, loads[i]);
    if (shown < loads.size())
      page.out += element("p", "soft",
                          text(Text::cards_left_out, page.language, grouped(loads.size() - shown)));
  }
  const auto& related = page.findings.related_loads;
  if (related.empty()) return;
  std::string items;
  for (const JudgedLoad& load : related)
    items += element("li", "",
                     escaped(load.meter + " · " + size_text(load, page.language) + " · " +
                             cleared_text(load, page.language)));
  page.out += element("h2", "", page.say(Text::related_loads_heading)) +
              element("ul", "reasons box", items);
}

void add_meter_coverage(HtmlPage& page) {
  std::string rows;
  for (const Coverage& coverage : page.findings.coverage) {
    if (!coverage.meters) continue;
    const MeterCoverage& meters = *coverage.meters;
    const auto cell = [&](Text label, std::string_view classes, const std::string& value) {
      return fmt::format("<td class=\"{}\" data-label=\"{}\"><div>{}</div></td>", classes,
                         page.say(label), escaped(value));
    };
    rows += element("tr", "",
                    cell(Text::input, "file", coverage.input) +
                        cell(Text::meters_label, "num", grouped(meters.meters)) +
                        cell(Text::readings_label, "num", grouped(meters.readings)) +
                        cell(Text::understood_label, "any", meters.understood) +
                        cell(Text::flaws_label, "any", flaws_text(meters.quality)));
  }
  if (rows.empty()) return;
  std::string head;
  for (const Text key : {Text::input, Text::meters_label, Text::readings_label,
                         Text::understood_label, Text::flaws_label})
    head += element("th", "", page.say(key));
  page.out +=
      element("h2", "", page.say(Text::meter_coverage_heading)) +
      element("div", "scroll",
              element("table", "stack",
                      element("thead", "", element("tr", "", head)) + element("tbody", "", rows)));
}

}  // namespace davy::report
