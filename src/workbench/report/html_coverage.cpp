#include <fmt/format.h>

#include <algorithm>

#include "workbench/report/finding_lines.hpp"
#include "workbench/report/html_page.hpp"
#include "workbench/report/number_text.hpp"
#include "workbench/report/reason_text.hpp"

namespace davy::report {
namespace {

std::string cell(const HtmlPage& page, Text label, std::string_view classes,
                 std::string_view inner) {
  return fmt::format("<td class=\"{}\" data-label=\"{}\"><div>{}</div></td>", classes,
                     page.say(label), inner);
}

std::string table(const HtmlPage& page, std::initializer_list<Text> columns,
                  const std::string& rows, std::size_t first_number, std::size_t last_number) {
  std::string head;
  std::size_t index = 0;
  for (const Text key : columns) {
    const bool number = index >= first_number && index <= last_number;
    head += element("th", number ? "num" : "", page.say(key));
    ++index;
  }
  return element(
      "div", "scroll",
      element("table", "stack",
              element("thead", "", element("tr", "", head)) + element("tbody", "", rows)));
}

std::string related_row(const HtmlPage& page, const JudgedFlow& flow) {
  const Redactor redact = redactor_for(flow, page.style);
  const Endpoints ends = endpoints(flow);
  const auto name = static_cast<Text>(static_cast<std::size_t>(Text::related_none) +
                                      static_cast<std::size_t>(related_of(flow)));
  return element(
      "tr", "",
      cell(page, Text::related_class, "", page.say(name)) +
          cell(page, Text::connection, "end", escaped(ends.miner) + " → " + escaped(ends.pool)) +
          cell(page, Text::rule, "any",
               escaped(redact(reason_text(related_rule_of(flow), page.language)))) +
          cell(page, Text::first_seen, "nb", to_whole_second(flow.record.first_seen)));
}

// What was malformed, what could not be looked for, and what else to know.
std::string trouble_cell(const HtmlPage& page, const Coverage& coverage) {
  const std::string blind = escaped(blind_text(coverage, page.language));
  const std::string noted = escaped(noted_text(coverage, page.language));
  const std::string malformed =
      coverage.malformed.total() == 0 ? "0" : malformed_text(coverage.malformed, page.language);
  return malformed + (blind.empty() ? "" : "<br>" + blind) + (noted.empty() ? "" : "<br>" + noted);
}

std::string coverage_row(const HtmlPage& page, std::string_view name, const Coverage& coverage) {
  if (!coverage.error.empty()) {
    return fmt::format(
        "<tr><td class=\"file\" data-label=\"{}\"><div>{}</div></td><td class=\"any\" "
        "colspan=\"7\" "
        "data-label=\"{}\"><div>{}</div></td></tr>",
        page.say(Text::input), escaped(name), page.say(Text::not_read), escaped(coverage.error));
  }
  return element("tr", "",
                 cell(page, Text::input, "file", escaped(name)) +
                     cell(page, Text::packets, "num", grouped(coverage.packets)) +
                     cell(page, Text::octets, "num", octets_text(coverage.octets)) +
                     cell(page, Text::flows, "num", grouped(coverage.flows)) +
                     cell(page, Text::truncated, "num", grouped(coverage.truncated_packets)) +
                     cell(page, Text::dropped, "num", grouped(dropped(coverage))) +
                     cell(page, Text::malformed, "any", trouble_cell(page, coverage)) +
                     cell(page, Text::period, "", period_html(coverage, page.language)));
}

}  // namespace

void add_related(HtmlPage& page) {
  const auto& related = page.findings.related;
  if (related.empty()) return;
  std::string rows;
  for (std::size_t i = 0; i < std::min(related.size(), finding_rows_max); ++i) {
    rows += related_row(page, related[i]);
  }
  page.out += element("h2", "", page.say(Text::related)) +
              element("p", "soft", page.say(Text::related_intro)) +
              table(page, {Text::related_class, Text::connection, Text::rule, Text::first_seen},
                    rows, 9, 9);
  if (related.size() > finding_rows_max) {
    page.out += element(
        "p", "soft",
        text(Text::rows_left_out, page.language, grouped(related.size() - finding_rows_max)));
  }
}

void add_coverage(HtmlPage& page) {
  const auto& coverage = page.findings.coverage;
  std::string rows;
  for (std::size_t i = 0; i < std::min(coverage.size(), finding_rows_max); ++i) {
    rows += coverage_row(page, coverage[i].input, coverage[i]);
  }
  if (coverage.size() > 1) rows += coverage_row(page, page.say(Text::total), total(coverage));
  page.out += element("h2", "", page.say(Text::coverage)) +
              table(page,
                    {Text::input, Text::packets, Text::octets, Text::flows, Text::truncated,
                     Text::dropped, Text::malformed, Text::period},
                    rows, 1, 5);
  if (coverage.size() > finding_rows_max) {
    page.out += element(
        "p", "soft",
        text(Text::rows_left_out, page.language, grouped(coverage.size() - finding_rows_max)));
  }
}

void add_method(HtmlPage& page) {
  const auto part = [&](Text heading, const std::string& content) {
    return element("div", "", element("h4", "", page.say(heading)) + content);
  };
  const auto words = [&](Text key) { return element("p", "", page.say(key)); };
  std::string levels;
  for (std::size_t level = 0; level < 5; ++level) {
    const auto meaning =
        static_cast<Text>(static_cast<std::size_t>(Text::meaning_confirmed) + level);
    levels += element("li", "",
                      level_chip(static_cast<verdict::Level>(level), page.language) + " " +
                          std::string{page.say(meaning)});
  }
  page.out +=
      element("h2", "", page.say(Text::method)) +
      element("div", "box method",
              part(Text::how_looked, words(Text::method_text)) +
                  part(Text::what_verdicts_mean, element("ul", "", levels)) +
                  part(Text::method_not, words(Text::method_not_text)) +
                  part(Text::method_estimates, words(Text::method_estimates_text)) +
                  part(Text::names, words(Text::pseudonym_note) + words(Text::sources_note)));
}

}  // namespace davy::report
