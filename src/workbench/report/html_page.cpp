#include "workbench/report/html_page.hpp"

#include <fmt/format.h>

#include <array>

#include "workbench/report/finding_lines.hpp"
#include "workbench/report/number_text.hpp"
#include "workbench/report/utf8.hpp"

namespace davy::report {
namespace {

std::string_view character_reference(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    const std::string_view reference = character_reference(c);
    reference.empty() ? out.push_back(c) : void(out += reference);
  }
  return out;
}

std::string element(std::string_view name, std::string_view classes, std::string_view inner) {
  if (classes.empty()) return fmt::format("<{0}>{1}</{0}>", name, inner);
  return fmt::format("<{0} class=\"{1}\">{2}</{0}>", name, classes, inner);
}

std::string period_html(Timestamp first, Timestamp last, Language language) {
  const std::string end = same_day(first, last) ? time_of_day(last) : to_whole_second(last);
  return fmt::format("{} {} {} {}", element("span", "nb", to_whole_second(first)),
                     text(Text::to, language), element("span", "nb", end),
                     element("span", "nb", fmt::format("({})", duration_text(last - first))));
}

std::string period_html(const Coverage& coverage, Language language) {
  if (!coverage.first_seen || !coverage.last_seen)
    return std::string{text(Text::no_time, language)};
  return period_html(*coverage.first_seen, *coverage.last_seen, language);
}

// The mark before the word tells the levels apart in black and white too.
std::string level_chip(verdict::Level level, Language language) {
  constexpr std::array<std::string_view, 5> marks{"●", "◐", "○", "–", "?"};
  return fmt::format("<span class=\"chip {}\"><span aria-hidden=\"true\">{}</span> {}</span>",
                     verdict::name(level), marks[static_cast<std::size_t>(level)],
                     level_name(level, language));
}

}  // namespace davy::report
