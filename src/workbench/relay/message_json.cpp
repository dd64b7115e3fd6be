#include "workbench/relay/message_json.hpp"

#include <cmath>

#include "base/ip_address.hpp"
#include "workbench/relay/message_text.hpp"

namespace davy::relay {
namespace {

using report::JsonWriter;

// As in event lines: rounded down, so that what is nearly certain does not print as certain.
double shown_probability(double probability) { return std::floor(probability * 1e6) / 1e6; }

void write_subject(JsonWriter& json, const Message& message) {
  json.key("subject");
  json.begin_object();
  json.field("kind", message.subject_kind);
  json.field("id", message.subject);
  json.text_or_null_field("unit", message.unit);
  json.end_object();
}

void write_verdict(JsonWriter& json, const Message& message) {
  json.field("verdict", verdict::name(message.level));
  json.text_or_null_field("verdict_before",
                          message.level_before ? verdict::name(*message.level_before) : "");
  json.field("probability", shown_probability(message.probability));
  json.text_or_null_field("dialect", message.dialect);
  json.text_or_null_field("coin", message.coin);
  json.field("first_seen", to_rfc3339(message.first_seen));
  json.field("last_seen", to_rfc3339(message.last_seen));
  json.key("reasons");
  json.begin_array();
  for (const Reason& reason : message.reasons) {
    json.begin_object();
    json.field("detector", reason.detector);
    json.field("evidence", reason.evidence);
    json.end_object();
  }
  json.end_array();
}

void write_ends(JsonWriter& json, const Message& message) {
  json.key("flow");
  if (!message.ends) return json.null();
  json.begin_object();
  json.field("source_address", message.ends->source_address);
  json.field("source_port", static_cast<std::uint64_t>(message.ends->source_port));
  json.field("destination_address", message.ends->destination_address);
  json.field("destination_port", static_cast<std::uint64_t>(message.ends->destination_port));
  json.field("transport_protocol", message.ends->transport);
  json.end_object();
}

void write_case(JsonWriter& json, const Message& message) {
  json.key("case");
  if (!message.of_case) return json.null();
  const CaseNews& news = *message.of_case;
  json.begin_object();
  json.field("case_id", static_cast<std::uint64_t>(news.case_id));
  json.field("phase", news.phase);
  json.field("is_open", news.is_open);
  json.field("due_at", to_rfc3339(news.due_at));
  json.key("steps");
  json.begin_array();
  for (const CaseStep& step : news.steps) {
    json.begin_object();
    json.field("action", step.action);
    json.field("at", to_rfc3339(step.at));
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

}  // namespace

void write_message(JsonWriter& json, const Message& message) {
  json.begin_object();
  json.field("id", message.id);
  json.field("kind", name(message.kind));
  json.field("at", to_rfc3339(message.at));
  json.field("first_at", to_rfc3339(message.first_at));
  json.field("changes", message.changes);
  json.field("headline", headline(message));
  write_subject(json, message);
  write_verdict(json, message);
  write_ends(json, message);
  write_case(json, message);
  json.end_object();
}

std::string host_address(const Message& message) {
  if (message.subject_kind != "host") return {};
  const auto address = parse_ip_address(message.subject);
  return address ? to_string(*address) : std::string{};
}

std::string webhook_body(const Message& message) {
  std::string body;
  JsonWriter json(body);
  write_message(json, message);
  return body;
}

}  // namespace davy::relay
