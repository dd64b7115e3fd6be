// What the parts of the HTML page share: escaping, elements, the page being written, and the parts themselves.
//
// Shape:   `escaped` is the only way from traffic into the page; everything else is text of the catalogue or made here.
// Threads: one owner for a page.
#pragma once

#include <string>
#include <string_view>

#include "workbench/report/finding_text.hpp"
#include "workbench/report/findings.hpp"
#include "workbench/report/text.hpp"

namespace davy::report {

// Printable (utf8.hpp), with & < > " ' as character references.
std::string escaped(std::string_view text);

// <name class="classes">inner</name>; `inner` is HTML already.
std::string element(std::string_view name, std::string_view classes, std::string_view inner);

// As period_text, but a time is never broken over two lines.
std::string period_html(Timestamp first, Timestamp last, Language language);
std::string period_html(const Coverage& coverage, Language language);

struct HtmlPage {
  const Findings& findings;
  const Style& style;
  Language language;
  std::string out;

  std::string_view say(Text key) const { return text(key, language); }
};

inline constexpr std::size_t finding_cards_max = 200;
inline constexpr std::size_t finding_rows_max = 2'000;

std::string level_chip(verdict::Level level, Language language);

void add_summary(HtmlPage& page);
void add_findings_table(HtmlPage& page);
void add_finding_card(HtmlPage& page, std::size_t index);
void add_load_cards(HtmlPage& page);
void add_related(HtmlPage& page);
void add_meter_coverage(HtmlPage& page);
void add_coverage(HtmlPage& page);
void add_method(HtmlPage& page);

// Parts of a card.
std::string estimates_html(const JudgedFlow& flow, Language language);
std::string messages_html(const flow::ConversationRecord& conversation, Language language);
std::string evidence_html(const JudgedFlow& flow, const Redactor& redact, Language language);
std::string reasons_html(const verdict::Verdict& verdict, const Redactor& redact,
                         Language language);

}  // namespace davy::report
