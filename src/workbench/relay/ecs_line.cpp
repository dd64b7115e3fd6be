#include <array>
#include <cmath>
#include <set>

#include "workbench/relay/message_json.hpp"
#include "workbench/relay/message_text.hpp"

namespace davy::relay {
namespace {

using report::JsonWriter;
using verdict::Level;

constexpr std::string_view ecs_version = "8.11.0";
// By level. Elastic's own detection rules: 73 high, 47 medium, 21 low.
constexpr std::array<std::uint64_t, 5> severities{73, 47, 21, 0, 0};

bool is_alert(const Message& message) {
  return message.kind == Kind::verdict && message.level <= Level::suspected;
}

void write_texts(JsonWriter& json, std::string_view key, const auto& texts) {
  json.key(key);
  json.begin_array();
  for (const auto& text : texts) json.value(std::string_view{text});
  json.end_array();
}

std::set<std::string> addresses_of(const Message& message) {
  std::set<std::string> all;
  if (message.ends) all = {message.ends->source_address, message.ends->destination_address};
  if (std::string host = host_address(message); !host.empty()) all.insert(std::move(host));
  return all;
}

void write_event(JsonWriter& json, const Message& message, Timestamp now) {
  json.key("event");
  json.begin_object();
  json.field("id", message.id);
  json.field("kind", is_alert(message) ? "alert" : "event");
  write_texts(json, "category",
              message.ends ? std::vector<std::string_view>{"intrusion_detection", "network"}
                           : std::vector<std::string_view>{"intrusion_detection"});
  write_texts(json, "type", std::array<std::string_view, 1>{"info"});
  json.field("action", message.of_case && !message.of_case->steps.empty()
                           ? "case-" + message.of_case->steps.back().action
                           : std::string{name(message.kind)});
  json.field("module", "davy");
  json.field("provider", "davy");
  json.field("dataset", "davy." + std::string{name(message.kind)});
  json.field("severity", severities[static_cast<std::size_t>(message.level)]);
  json.field("risk_score", std::floor(message.probability * 10'000) / 100);
  json.field("start", to_rfc3339(message.first_seen));
  json.field("end", to_rfc3339(message.last_seen));
  json.field("created", to_rfc3339(now));
  json.end_object();
}

void write_end(JsonWriter& json, std::string_view key, const std::string& address,
               std::int64_t port) {
  json.key(key);
  json.begin_object();
  json.field("address", address);
  json.field("ip", address);
  json.field("port", static_cast<std::uint64_t>(port));
  json.end_object();
}

void write_network(JsonWriter& json, const Message& message) {
  if (message.ends) {
    write_end(json, "source", message.ends->source_address, message.ends->source_port);
    write_end(json, "destination", message.ends->destination_address,
              message.ends->destination_port);
    json.key("network");
    json.begin_object();
    json.field("transport", message.ends->transport);
    json.end_object();
  }
  if (const std::string host = host_address(message); !host.empty()) {
    json.key("host");
    json.begin_object();
    write_texts(json, "ip", std::array<std::string_view, 1>{host});
    json.end_object();
  }
  if (const auto all = addresses_of(message); !all.empty()) {
    json.key("related");
    json.begin_object();
    write_texts(json, "ip", all);
    json.end_object();
  }
}

// Another's computers made to mine; that somebody mines with their own is for a case to find out.
void write_threat(JsonWriter& json) {
  json.key("threat");
  json.begin_object();
  json.field("framework", "MITRE ATT&CK");
  json.key("tactic");
  json.begin_object();
  write_texts(json, "id", std::array<std::string_view, 1>{"TA0040"});
  write_texts(json, "name", std::array<std::string_view, 1>{"Impact"});
  json.end_object();
  json.key("technique");
  json.begin_object();
  write_texts(json, "id", std::array<std::string_view, 1>{"T1496"});
  write_texts(json, "name", std::array<std::string_view, 1>{"Resource Hijacking"});
  json.end_object();
  json.end_object();
}

void write_rule(JsonWriter& json, const Message& message) {
  json.key("rule");
  json.begin_object();
  json.field("name", message.reasons.front().detector);
  json.field("category", "cryptocurrency mining");
  json.field("description", message.reasons.front().evidence);
  json.end_object();
}

void write_observer(JsonWriter& json, std::string_view version) {
  json.key("observer");
  json.begin_object();
  json.field("vendor", "Davy");
  json.field("product", "davy");
  json.field("version", version);
  json.end_object();
}

}  // namespace

std::string ecs_line(const Message& message, Timestamp now, std::string_view version) {
  std::string line;
  JsonWriter json(line);
  json.begin_object();
  json.field("@timestamp", to_rfc3339(message.at));
  json.key("ecs");
  json.begin_object();
  json.field("version", ecs_version);
  json.end_object();
  json.field("message", headline(message));
  write_event(json, message, now);
  write_network(json, message);
  if (!message.reasons.empty() && message.kind != Kind::test) write_rule(json, message);
  if (is_alert(message)) write_threat(json);
  write_observer(json, version);
  json.key("davy");
  write_message(json, message);
  json.end_object();
  return line;
}

}  // namespace davy::relay
