#include "workbench/report/html.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "workbench/energy/hardware.hpp"
#include "workbench/report/finding_lines.hpp"
#include "workbench/report/html_frame.hpp"
#include "workbench/report/html_page.hpp"
#include "workbench/report/number_text.hpp"

namespace davy::report {
namespace {

void add_head(HtmlPage& page) {
  page.out += html_head(page.say(Text::page_title), page.say(Text::page_header), page.language);
}

void add_top(HtmlPage& page) {
  const auto& coverage = page.findings.coverage;
  std::string about = coverage.size() == 1 ? escaped(coverage.front().input)
                                           : inputs_text(coverage.size(), page.language);
  about += " · " + period_html(total(coverage), page.language);
  page.out += html_top(page.say(Text::page_title), about);
}

void add_cards(HtmlPage& page) {
  const std::size_t count = page.findings.mining.size();
  const std::size_t shown = std::min(count, finding_cards_max);
  if (shown == 0) return;
  page.out += element("h2", "", page.say(Text::evidence_heading));
  for (std::size_t i = 0; i < shown; ++i) add_finding_card(page, i);
  if (shown < count) {
    page.out +=
        element("p", "soft", text(Text::cards_left_out, page.language, grouped(count - shown)));
  }
}

void add_footer(HtmlPage& page, std::string_view version) {
  std::string_view newest;
  for (const energy::HardwareClass& row : energy::hardware()) newest = std::max(newest, row.date);
  page.out +=
      element("footer", "", text(Text::versions_text, page.language, escaped(version), newest));
}

}  // namespace

std::string html_report(const Findings& findings, const Style& style, std::string_view version) {
  HtmlPage page{findings, style, language_named(style.language), {}};
  add_head(page);
  add_top(page);
  page.out += "<main>";
  add_summary(page);
  add_findings_table(page);
  add_cards(page);
  add_load_cards(page);
  add_related(page);
  add_coverage(page);
  add_meter_coverage(page);
  add_method(page);
  page.out += "</main>\n";
  add_footer(page, version);
  page.out += "</body></html>\n";
  return std::move(page.out);
}

}  // namespace davy::report
