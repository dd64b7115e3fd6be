#include "workbench/relay/syslog_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "workbench/report/utf8.hpp"
#include "workbench/store/store.hpp"

namespace davy::relay {
namespace {

using verdict::Level;

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
constexpr std::size_t host_octets_max = 255;

// RFC 5424, table 2.
enum class Severity : std::uint8_t { critical = 2, error = 3, warning = 4, notice = 5 };

Severity severity_of(const Message& message) {
  if (message.kind == Kind::test) return Severity::notice;
  if (message.of_case) {
    const auto& steps = message.of_case->steps;
    const bool is_overdue = !steps.empty() && steps.back().action == "overdue";
    return is_overdue ? Severity::warning : Severity::notice;
  }
  if (message.level == Level::confirmed) return Severity::critical;
  if (message.level == Level::probable) return Severity::error;
  return message.level == Level::suspected ? Severity::warning : Severity::notice;
}

// PRINTUSASCII of bounded length.
std::string header_field(std::string_view text) {
  std::string field{text.substr(0, host_octets_max)};
  for (char& c : field)
    if (c <= ' ' || c > '~') c = '?';
  return field.empty() ? "-" : field;
}

// PARAM-VALUE: ", \ and ] are escaped.
std::string param_value(std::string_view text) {
  const std::string shown = report::printable(text);
  std::string value;
  for (const char c : store::cut(shown, syslog_value_octets_max)) {
    if (c == '"' || c == '\\' || c == ']') value += '\\';
    value += c;
  }
  return value;
}

class Element {
 public:
  explicit Element(std::string_view id) : text_("[" + std::string{id}) {}
  void add(std::string_view name, std::string_view value) {
    if (!value.empty()) text_ += fmt::format(" {}=\"{}\"", name, param_value(value));
  }
  std::string closed() const { return text_ + "]"; }

 private:
  std::string text_;
};

void add_case(Element& element, const CaseNews& news) {
  element.add("case", fmt::format("{}", news.case_id));
  element.add("phase", news.phase);
  element.add("due", to_rfc3339(news.due_at));
  if (!news.steps.empty()) element.add("action", news.steps.back().action);
}

std::string elements(const Message& message, const Origin& origin) {
  Element davy("davy@32473");
  davy.add("id", message.id);
  davy.add("kind", message.subject_kind);
  davy.add("subject", message.subject);
  davy.add("unit", message.unit);
  davy.add("verdict", verdict::name(message.level));
  if (message.level_before) davy.add("before", verdict::name(*message.level_before));
  davy.add("probability", fmt::format("{:.6f}", std::min(message.probability, 0.999999)));
  davy.add("dialect", message.dialect);
  davy.add("coin", message.coin);
  davy.add("changes", fmt::format("{}", message.changes));
  if (message.of_case) add_case(davy, *message.of_case);
  Element from("origin");
  from.add("software", "davy");
  from.add("swVersion", origin.version);
  return davy.closed() + from.closed();
}

std::string text_of(const Message& message) {
  std::string text = headline(message);
  if (!message.reasons.empty()) text += ": " + report::printable(message.reasons.front().evidence);
  return std::string{store::cut(text, syslog_text_octets_max)};
}

}  // namespace

std::string syslog_line(const Message& message, unsigned facility, const Origin& origin) {
  const unsigned priority = facility * 8 + static_cast<unsigned>(severity_of(message));
  return fmt::format("<{}>1 {} {} davy {} {} {} {}{}", priority, to_rfc3339(message.at),
                     header_field(origin.host_name), origin.process, name(message.kind),
                     elements(message, origin), byte_order_mark, text_of(message));
}

std::string syslog_frame(std::string_view line) { return fmt::format("{} {}", line.size(), line); }

}  // namespace davy::relay
