#include <array>
#include <cctype>

#include "base/sha256.hpp"
#include "workbench/relay/message_json.hpp"
#include "workbench/relay/message_text.hpp"

namespace davy::relay {
namespace {

using report::JsonWriter;
using verdict::Level;

// Below the rules of davy blocklist, which begin at 1820000: one number for each level of certainty.
constexpr std::uint64_t signature_base = 1'819'000;
constexpr std::uint64_t group_of_rules = 1;  // "gid" of what is no preprocessor
// Classification of Suricata's classification.config for mining.
constexpr std::string_view category = "Crypto Currency Mining Activity Detected";

// "2021-05-18T07:03:11.123456+0000"
std::string eve_time(Timestamp time) {
  std::string text = to_rfc3339(time);
  text.pop_back();
  return text + "+0000";
}

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

// Suricata's flow_id is a number that fits in a double; the same flow has the same one.
std::uint64_t flow_id(const Ends& ends) {
  std::string key = ends.source_address + ' ' + std::to_string(ends.source_port) + ' ' +
                    ends.destination_address + ' ' + std::to_string(ends.destination_port) + ' ' +
                    ends.transport;
  const Sha256 hash = sha256(key);
  std::uint64_t id = 0;
  for (std::size_t i = 0; i < 6; ++i) id = id << 8 | hash[i];
  return id;
}

void write_flow(JsonWriter& json, const Message& message) {
  if (message.ends) {
    json.field("flow_id", flow_id(*message.ends));
    json.field("src_ip", message.ends->source_address);
    json.field("src_port", static_cast<std::uint64_t>(message.ends->source_port));
    json.field("dest_ip", message.ends->destination_address);
    json.field("dest_port", static_cast<std::uint64_t>(message.ends->destination_port));
    json.field("proto", upper(message.ends->transport));
  } else if (const std::string host = host_address(message); !host.empty()) {
    json.field("src_ip", host);
  }
}

// 1 is the most severe one.
std::uint64_t severity(Level level) { return static_cast<std::uint64_t>(level) + 1; }

void write_alert(JsonWriter& json, const Message& message) {
  json.key("alert");
  json.begin_object();
  json.field("action", "allowed");
  json.field("gid", group_of_rules);
  json.field("signature_id", signature_base + static_cast<std::uint64_t>(message.level));
  json.field("rev", std::uint64_t{1});
  json.field("signature", "DAVY " + headline(message));
  json.field("category", category);
  json.field("severity", severity(message.level));
  json.end_object();
}

}  // namespace

std::string eve_line(const Message& message) {
  std::string line;
  JsonWriter json(line);
  const bool is_alert = message.kind == Kind::verdict && message.level <= Level::suspected;
  json.begin_object();
  json.field("timestamp", eve_time(message.at));
  // What is no alert must not raise one: cases, tests, what was cleared.
  json.field("event_type", is_alert ? "alert" : "davy");
  write_flow(json, message);
  if (is_alert) write_alert(json, message);
  json.key("davy");
  write_message(json, message);
  json.end_object();
  return line;
}

}  // namespace davy::relay
