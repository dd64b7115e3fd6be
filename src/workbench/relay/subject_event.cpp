#include "workbench/relay/subject_event.hpp"

#include "base/ip_address.hpp"
#include "workbench/report/json_values.hpp"

namespace davy::relay {
namespace {

using report::JsonObject;
using report::text_at;

bool is_port(std::int64_t number) { return number >= 0 && number <= 65'535; }

void read_reasons(const JsonObject& event, Message& message) {
  simdjson::dom::array reasons;
  if (event["reasons"].get(reasons) != simdjson::SUCCESS) return;
  for (const simdjson::dom::element one : reasons) {
    JsonObject reason;
    if (message.reasons.size() >= reasons_max || one.get(reason) != simdjson::SUCCESS) return;
    message.reasons.push_back(
        {.detector = text_at(reason, "detector"), .evidence = text_at(reason, "evidence")});
  }
}

void read_ends(const JsonObject& event, Message& message) {
  simdjson::dom::array flows;
  JsonObject flow;
  if (event["flows"].get(flows) != simdjson::SUCCESS || flows.size() == 0) return;
  if (flows.at(0).get(flow) != simdjson::SUCCESS) return;
  Ends ends{.source_address = text_at(flow, "source_address"),
            .source_port = report::integer_at(flow, "source_port").value_or(-1),
            .destination_address = text_at(flow, "destination_address"),
            .destination_port = report::integer_at(flow, "destination_port").value_or(-1),
            .transport = text_at(flow, "transport_protocol")};
  const bool is_whole = parse_ip_address(ends.source_address) &&
                        parse_ip_address(ends.destination_address) && is_port(ends.source_port) &&
                        is_port(ends.destination_port) &&
                        (ends.transport == "tcp" || ends.transport == "udp");
  if (is_whole) message.ends = std::move(ends);
}

}  // namespace

void read_event(std::string_view line, Message& message) {
  report::JsonReader reader;
  const auto event = reader.object(line);
  if (!event) return;
  read_reasons(*event, message);
  read_ends(*event, message);
}

}  // namespace davy::relay
