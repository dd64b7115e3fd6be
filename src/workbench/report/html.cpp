#include "workbench/report/html.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "workbench/energy/hardware.hpp"
#include "workbench/report/finding_lines.hpp"
#include "workbench/report/html_page.hpp"
#include "workbench/report/html_style.hpp"
#include "workbench/report/number_text.hpp"

namespace davy::report {
namespace {

// A miner's safety lamp: the sign of the program.
constexpr std::string_view lamp =
    "<svg viewBox=\"0 0 40 52\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.4\" "
    "stroke-linecap=\"round\" stroke-linejoin=\"round\" aria-hidden=\"true\"><path d=\"M15 8a5 5 0 "
    "0 1 10 "
    "0M12 12h16l2 5H10zM12 17v20M28 17v20M9 37h22v5H9zM11 42h18v7H11zM18 17v20M22 17v20M12 "
    "27h16\"/><path d=\"M20 36c-3.4-2-3.6-5.4 0-9 3.6 3.6 3.4 7 0 9z\" "
    "fill=\"currentColor\"/></svg>";

std::string print_frame(Language language) {
  return fmt::format(
      "@page{{size:A4;margin:17mm 15mm 16mm;@top-left{{content:\"{}\";font:8pt "
      "sans-serif;color:#444}}"
      "@bottom-right{{content:counter(page) \" / \" counter(pages);font:8pt "
      "sans-serif;color:#444}}}}",
      text(Text::page_header, language));
}

void add_head(HtmlPage& page) {
  page.out += fmt::format(
      "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">"
      "<meta name=\"referrer\" "
      "content=\"no-referrer\"><title>{}</title><style>{}{}</style></head>\n<body>",
      page.say(Text::language_tag), page.say(Text::page_title), html_style(),
      print_frame(page.language));
}

void add_top(HtmlPage& page) {
  const auto& coverage = page.findings.coverage;
  std::string about = coverage.size() == 1 ? escaped(coverage.front().input)
                                           : inputs_text(coverage.size(), page.language);
  about += " · " + period_html(total(coverage), page.language);
  page.out += fmt::format("<div class=\"top\"><div>{}<div><h1>{}</h1><p>{}</p></div></div></div>\n",
                          lamp, page.say(Text::page_title), about);
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
