#include "app/probe_lines.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.hpp"
#include "flow/dissect/conversation_builder.hpp"
#include "workbench/report/json_writer.hpp"

namespace davy::app {
namespace {

using probe::Line;
using report::JsonWriter;

void write_what(JsonWriter& json, const Line& line) {
  json.text_or_null_field("dialect", line.dialect ? probe::name(*line.dialect) : "");
  json.text_or_null_field("carrier", line.carrier ? probe::name(*line.carrier) : "");
  json.field("outcome", probe::name(line.outcome));
  const bool remembered = line.earlier && probe::confirms(line.earlier->outcome);
  json.field("confirmed", probe::confirms(line.outcome) || remembered);
  json.field("reason", line.reason);
  json.field("strength_nats", line.strength_nats);
}

void write_answer(JsonWriter& json, const Line& line) {
  json.field("octets_received", line.octets_received);
  json.text_or_null_field("excerpt",
                          flow::readable(as_bytes(line.reply), limits::evidence_octets_max));
  json.key("certificate");
  if (const auto& certificate = line.how.certificate) {
    json.begin_object();
    json.field("subject", certificate->subject);
    json.field("sha256", certificate->sha256);
    json.end_object();
  } else {
    json.null();
  }
}

void write_our_side(JsonWriter& json, const Line& line, const probe::Scope& scope) {
  const auto& local = line.how.local;
  json.text_or_null_field("local_address", local ? to_string(local->address) : "");
  json.key("local_port");
  local ? json.value(local->port) : json.null();
  json.key("duration_s");
  line.dialect ? json.value(seconds(line.how.took)) : json.null();
  json.field("contact", scope.contact());
  json.field("authorised_by",
             flow::readable(as_bytes(scope.authorised_by()), limits::text_field_octets_max));
}

bool is_text(std::string_view octets) {
  return std::ranges::all_of(
      octets, [](char c) { return (c >= 0x20 && c < 0x7f) || c == '\r' || c == '\n'; });
}

std::string shown(std::string_view octets) {
  if (is_text(octets)) return flow::readable(as_bytes(octets), limits::probe_reply_octets_max);
  std::string out = "0x";
  for (const std::uint8_t octet : as_bytes(octets)) out += fmt::format("{:02x}", octet);
  return out;
}

}  // namespace

std::string probe_event(const Line& line, const probe::Scope& scope) {
  std::string out;
  JsonWriter json{out};
  json.begin_object();
  json.field("event", "probe");
  json.field("time", to_rfc3339(line.time));
  json.field("address", to_string(line.endpoint.address));
  json.field("port", line.endpoint.port);
  write_what(json, line);
  write_answer(json, line);
  write_our_side(json, line, scope);
  json.end_object();
  out += '\n';
  return out;
}

std::string questions_of(const probe::Suspect& suspect, const probe::Introduction& who,
                         std::size_t connections_max, const probe::RandomOctets& random) {
  std::string out;
  std::size_t number = 0;
  for (const probe::Step& step : probe::plan(suspect.dialect)) {
    if (number++ == connections_max) break;
    const auto ask = [&](probe::Carrier carrier) {
      return probe::make_question(step.dialect, carrier, who, suspect.host_and_port(), random);
    };
    const probe::Question question = ask(step.carrier);
    out += fmt::format("  {:2}  {} over {}{}\n      {}\n", number, name(step.dialect),
                       name(step.carrier), step.again ? ", again if the first answer fits" : "",
                       shown(question.first));
    if (question.after_upgrade.empty()) continue;
    out += fmt::format("      after the upgrade: {}\n      masked:            {}\n",
                       shown(ask(probe::Carrier::plain).first), shown(question.after_upgrade));
  }
  return out;
}

}  // namespace davy::app
