#include "workbench/report/reason_text.hpp"

#include <optional>
#include <span>
#include <vector>

#include "workbench/report/reason_forms.hpp"
#include "workbench/report/rule_forms.hpp"

namespace davy::report {
namespace {

constexpr std::string_view gap = "{}";

using Parts = std::vector<std::string_view>;

// What stands in the gaps of the form, each as short as it can be; nothing: it has another form.
std::optional<Parts> parts_of(std::string_view text, std::string_view form) {
  Parts parts;
  std::size_t at = form.find(gap);
  if (!text.starts_with(form.substr(0, at))) return std::nullopt;
  if (at == std::string_view::npos)
    return text.size() == form.size() ? std::optional{parts} : std::nullopt;
  text.remove_prefix(at);
  for (form.remove_prefix(at + gap.size());; form.remove_prefix(at + gap.size())) {
    at = form.find(gap);
    const std::string_view behind = form.substr(0, at);
    const bool last = at == std::string_view::npos;
    const std::size_t end = !last                    ? text.find(behind)
                            : behind.empty()         ? text.size()
                            : text.ends_with(behind) ? text.size() - behind.size()
                                                     : std::string_view::npos;
    if (end == std::string_view::npos || end == 0) return std::nullopt;
    parts.push_back(text.substr(0, end));
    if (last) return parts;
    text.remove_prefix(end + behind.size());
  }
}

std::string filled(std::string_view form, const Parts& parts);

std::optional<std::string> in_chinese(std::string_view text, std::span<const ReasonForm> forms) {
  for (const ReasonForm& form : forms)
    if (const auto parts = parts_of(text, form.en)) return filled(form.zh, *parts);
  return std::nullopt;
}

// A gap may hold words that have a form of their own: "402 octets", "a mining pool for XMR". Those have none inside.
std::string filled(std::string_view form, const Parts& parts) {
  std::string out;
  for (const std::string_view part : parts) {
    const std::size_t at = form.find(gap);
    out += form.substr(0, at);
    auto said = in_chinese(part, reason_phrases);
    if (!said) said = in_chinese(part, rule_forms);
    out += said.value_or(std::string{part});
    form.remove_prefix(at + gap.size());
  }
  return out += form;
}

}  // namespace

std::string reason_text(std::string_view evidence, Language language) {
  if (language == Language::en) return std::string{evidence};
  const auto said = in_chinese(evidence, reason_forms);
  return said ? *said : in_chinese(evidence, rule_forms).value_or(std::string{evidence});
}

}  // namespace davy::report
