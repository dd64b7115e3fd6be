#include "workbench/relay/message.hpp"

#include <fmt/format.h>

#include <array>

#include "workbench/report/utf8.hpp"

namespace davy::relay {
namespace {

constexpr std::array<std::string_view, 3> kind_names{"verdict", "case", "test"};

// "(stratum-v1, BTC)", or nothing.
std::string what_of(const Message& message) {
  if (message.dialect.empty() && message.coin.empty()) return {};
  const bool both = !message.dialect.empty() && !message.coin.empty();
  return fmt::format(" ({}{}{})", message.dialect, both ? ", " : "", message.coin);
}

std::string verdict_line(const Message& message) {
  using verdict::Level;
  const bool is_mining = message.level <= Level::suspected;
  std::string line =
      fmt::format("{}{}: {} {}{}", verdict::name(message.level), is_mining ? " mining" : "",
                  message.subject_kind, message.subject, what_of(message));
  if (message.level_before && *message.level_before != message.level)
    line += fmt::format("; was {}", verdict::name(*message.level_before));
  if (message.changes > 1) line += fmt::format("; {} changes", message.changes);
  return line;
}

std::string case_line(const Message& message) {
  const CaseNews& news = *message.of_case;
  std::string line = fmt::format("case {}: {}: {} {}{}, {}", news.case_id,
                                 news.steps.empty() ? "changed" : news.steps.back().action,
                                 message.subject_kind, message.subject, what_of(message),
                                 news.is_open ? "phase " + news.phase : std::string{"closed"});
  if (message.changes > 1) line += fmt::format("; {} steps", message.changes);
  return line;
}

}  // namespace

std::string_view name(Kind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

std::string headline(const Message& message) {
  if (message.kind == Kind::test) return "TEST of davy: nothing was found, nothing is to be done";
  return report::printable(message.of_case ? case_line(message) : verdict_line(message));
}

Message test_message(std::string_view id, Timestamp now) {
  return {.id = std::string{id},
          .kind = Kind::test,
          .first_at = now,
          .at = now,
          .subject_kind = "test",
          .subject = "test",
          .first_seen = now,
          .last_seen = now,
          .reasons = {{.detector = "test", .evidence = "sent by davy relay test"}}};
}

}  // namespace davy::relay
