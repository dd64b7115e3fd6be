#include <fmt/format.h>

#include "workbench/report/html_page.hpp"
#include "workbench/report/number_text.hpp"
#include "workbench/report/reason_text.hpp"

namespace davy::report {
namespace {

// Kass and Raftery 1995, table 1, whose 2 ln K of 2, 6 and 10 are 1, 3 and 5 nats.
Text strength_word(double nats) {
  if (nats < 0) return Text::strength_negative;
  if (nats < 1) return Text::strength_slight;
  if (nats < 3) return Text::strength_moderate;
  if (nats < 5) return Text::strength_strong;
  return Text::strength_very_strong;
}

std::string strength_text(double nats, Language language) {
  return fmt::format("{}, {:.1f} nat", text(strength_word(nats), language), nats);
}

std::string_view kind_name(std::size_t kind, Language language) {
  return text(static_cast<Text>(static_cast<std::size_t>(Text::kind_hello) + kind), language);
}

std::string_view side_name(const flow::ConversationRecord& conversation, flow::Direction direction,
                           Language language) {
  if (!conversation.miner_sends) return text(Text::side_unknown, language);
  return text(direction == *conversation.miner_sends ? Text::side_miner : Text::side_pool,
              language);
}

std::string moment(Timestamp t) { return to_rfc3339(t).substr(0, 23) + "Z"; }

std::string message_row(const flow::MessageCount& messages, std::string_view kind) {
  const std::string last = same_day(messages.first, messages.last) ? time_of_day(messages.last)
                                                                   : to_whole_second(messages.last);
  return element("tr", "",
                 element("td", "", kind) + element("td", "num", grouped(messages.count)) +
                     element("td", "nb", to_whole_second(messages.first)) +
                     element("td", "nb", last));
}

}  // namespace

std::string messages_html(const flow::ConversationRecord& conversation, Language language) {
  std::string rows;
  for (std::size_t kind = 0; kind < flow::message_kinds; ++kind) {
    const flow::MessageCount& messages =
        conversation.messages[static_cast<flow::MessageKind>(kind)];
    if (messages.count > 0) rows += message_row(messages, kind_name(kind, language));
  }
  if (rows.empty()) return {};
  const std::string head = element("th", "", text(Text::message_kind, language)) +
                           element("th", "num", text(Text::count, language)) +
                           element("th", "", text(Text::first_message, language)) +
                           element("th", "", text(Text::last_message, language));
  std::string out = element(
      "table", "tight", element("thead", "", element("tr", "", head)) + element("tbody", "", rows));
  if (conversation.messages_unread > 0) {
    out += element("p", "soft",
                   text(Text::messages_unread, language, grouped(conversation.messages_unread)));
  }
  return out;
}

std::string reasons_html(const verdict::Verdict& verdict, const Redactor& redact,
                         Language language) {
  std::string items;
  for (const signal::Reason& reason : verdict.reasons) {
    items +=
        element("li", "any",
                escaped(redact(reason_text(reason.evidence, language))) + "<br>" +
                    element("small", "",
                            fmt::format("{} · {}", strength_text(reason.strength_nats, language),
                                        escaped(reason.detector))));
  }
  return items.empty() ? "" : element("ul", "reasons", items);
}

std::string evidence_html(const JudgedFlow& flow, const Redactor& redact, Language language) {
  const flow::ConversationRecord& conversation = conversation_of(flow);
  std::string items;
  for (const flow::Evidence& item : conversation.evidence) {
    const std::string line = fmt::format("{} · {} · {} · {}", moment(item.time),
                                         side_name(conversation, item.direction, language),
                                         kind_name(static_cast<std::size_t>(item.kind), language),
                                         strength_text(item.strength_nats, language));
    items +=
        element("li", "",
                element("small", "", line + "<br>" + escaped(reason_text(item.rule, language))) +
                    element("div", "excerpt", escaped(shown_excerpt(item, flow, redact))));
  }
  return items.empty() ? "" : element("ul", "evidence", items);
}

}  // namespace davy::report
