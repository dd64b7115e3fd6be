// The zero report as JSON with its signature, and what verify() makes of one.
#include <fmt/format.h>

#include <cmath>

#include "base/hex.hpp"
#include "workbench/custody/coverage_json.hpp"
#include "workbench/custody/verify_parts.hpp"
#include "workbench/custody/zero_report.hpp"
#include "workbench/report/json_values.hpp"
#include "workbench/report/json_writer.hpp"

namespace davy::custody {
namespace {

using report::hash_at;
using report::integer_at;
using report::JsonObject;
using report::JsonReader;
using report::number_at;
using report::text_at;

using report::JsonWriter;

constexpr std::string_view before_report = R"({"zero_report":)";
constexpr std::string_view before_signature = R"(,"signature":{)";
constexpr double rounding = 1e-5;  // numbers are told with six digits

template <class Rows, class Write>
void write_list(JsonWriter& json, std::string_view key, const Rows& rows, Write write) {
  json.key(key);
  json.begin_array();
  for (const auto& row : rows) write(row);
  json.end_array();
}

void write_gap(JsonWriter& json, const CoverageGap& gap) {
  json.begin_object();
  json.field("from", to_rfc3339(gap.from));
  json.field("to", to_rfc3339(gap.to));
  json.field("missing_s", gap.missing_s);
  json.end_object();
}

void write_sensor(JsonWriter& json, const SensorCover& sensor) {
  json.begin_object();
  json.field("name", sensor.name);
  json.text_or_null_field("kind", sensor.kind);
  json.field("alive_s", sensor.alive_s);
  json.field("asked_s", sensor.asked_s);
  json.field("packets", sensor.packets);
  json.field("octets", sensor.octets);
  json.field("flows", sensor.flows);
  json.field("malformed", sensor.malformed);
  json.field("dropped_kernel", sensor.dropped_kernel);
  json.field("dropped_davy", sensor.dropped_davy);
  json.field("exporter_gaps", sensor.exporter_gaps);
  json.field("clock_offset_s", sensor.clock_offset_s);
  write_blind(json, sensor.blind_bits);
  write_list(json, "packs", sensor.packs, [&](const std::string& pack) { json.value(pack); });
  write_list(json, "gaps", sensor.gaps, [&](const CoverageGap& gap) { write_gap(json, gap); });
  json.field("gaps_left_out", sensor.gaps_left_out);
  json.end_object();
}

void write_finding(JsonWriter& json, const ZeroFinding& found) {
  json.begin_object();
  json.field("subject_id", static_cast<std::uint64_t>(found.subject_id));
  json.field("kind", found.kind);
  json.field("name", found.name);
  json.text_or_null_field("unit", found.unit);
  json.field("level", verdict::name(found.level));
  json.field("probability", found.probability);
  json.field("first_seen", to_rfc3339(found.first_seen));
  json.field("last_seen", to_rfc3339(found.last_seen));
  json.key("case_id");
  found.case_id ? json.value(static_cast<std::uint64_t>(*found.case_id)) : json.null();
  json.text_or_null_field("phase", found.phase);
  json.text_or_null_field("cause", found.cause);
  json.field("closed", found.closed);
  json.field("set_aside", found.set_aside);
  json.end_object();
}

std::string report_text(const ZeroReport& report) {
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  json.field("from", to_rfc3339(report.question.from));
  json.field("to", to_rfc3339(report.question.to));
  json.text_or_null_field("unit", report.question.unit);
  json.field("made_at", to_rfc3339(report.maker.now));
  json.field("made_by", report.maker.by);
  json.field("davy", report.maker.version);
  json.field("statement", name(report.statement()));
  json.field("covered_share", report.share());
  json.field("alive_s", report.alive_s());
  json.field("asked_s", report.asked_s());
  write_list(json, "sensors", report.sensors,
             [&](const SensorCover& sensor) { write_sensor(json, sensor); });
  write_list(json, "findings", report.findings,
             [&](const ZeroFinding& found) { write_finding(json, found); });
  json.field("findings_left_out", report.findings_left_out);
  json.key("audit_head");
  json.begin_object();
  json.field("id", static_cast<std::uint64_t>(report.head.id));
  json.field("hash", to_hex(report.head.hash));
  json.end_object();
  json.end_object();
  return text;
}

// What the report says of itself, added up again.
struct Sums {
  double alive_s = 0;
  double asked_s = 0;
  std::uint64_t counted = 0;
  bool readable = true;
};

Sums sums_of(const JsonObject& report) {
  Sums sums;
  simdjson::dom::array sensors;
  simdjson::dom::array findings;
  sums.readable = report["sensors"].get(sensors) == simdjson::SUCCESS &&
                  report["findings"].get(findings) == simdjson::SUCCESS;
  if (!sums.readable) return sums;
  for (const simdjson::dom::element element : sensors) {
    JsonObject sensor;
    if (element.get(sensor) != simdjson::SUCCESS) return {.readable = false};
    sums.alive_s += number_at(sensor, "alive_s").value_or(0);
    sums.asked_s += number_at(sensor, "asked_s").value_or(0);
  }
  for (const simdjson::dom::element element : findings) {
    bool aside = false;
    if (element["set_aside"].get(aside) != simdjson::SUCCESS) return {.readable = false};
    sums.counted += aside ? 0 : 1;
  }
  sums.counted += static_cast<std::uint64_t>(integer_at(report, "findings_left_out").value_or(0));
  return sums;
}

void check_statement(const JsonObject& report, Checks& checks) {
  const Sums sums = sums_of(report);
  if (!sums.readable) return checks.fails("statement", "sensors or findings cannot be read");
  const double share = sums.asked_s > 0 ? sums.alive_s / sums.asked_s : 0;
  const ZeroStatement follows = sums.counted > 0   ? ZeroStatement::found
                                : sums.alive_s > 0 ? ZeroStatement::nothing_found
                                                   : ZeroStatement::nobody_looked;
  const std::string told = text_at(report, "statement");
  const double told_share = number_at(report, "covered_share").value_or(-1);
  if (told == name(follows) && std::abs(told_share - share) <= rounding)
    return checks.holds("statement", fmt::format("{}, {:.4g} % of the sensor hours covered: as its "
                                                 "own figures say",
                                                 told, 100 * share));
  checks.fails("statement", fmt::format("it says {} and {:.4g} %; from its figures follows {} and "
                                        "{:.4g} %",
                                        told, 100 * told_share, name(follows), 100 * share));
}

void read_facts(const JsonObject& report, Verification& out) {
  out.kind = "zero_report";
  out.about = fmt::format("zero report {} to {}", text_at(report, "from"), text_at(report, "to"));
  if (const std::string unit = text_at(report, "unit"); !unit.empty()) out.about += ", " + unit;
  out.made_at = text_at(report, "made_at");
  out.version = text_at(report, "davy");
  JsonObject head;
  if (report["audit_head"].get(head) == simdjson::SUCCESS)
    out.head = {integer_at(head, "id").value_or(0), hash_at(head, "hash").value_or(Sha256{})};
}

std::string octets_of_hex(std::string_view text) {
  std::string octets;
  if (text.size() % 2 != 0 || !is_hex(text)) return octets;
  for (std::size_t i = 0; i < text.size(); i += 2)
    octets += static_cast<char>(hex_value(text[i]) << 4 | hex_value(text[i + 1]));
  return octets;
}

}  // namespace

Result<std::string> zero_json(const ZeroReport& report, const SigningKey& key) {
  const std::string signed_text = report_text(report);
  const auto signature = key.sign(signed_text);
  if (!signature) return std::unexpected(signature.error());
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  json.key("zero_report");
  json.raw(signed_text);
  json.key("signature");
  json.begin_object();
  json.field("algorithm", "ed25519");
  json.field("fingerprint", key.public_key().fingerprint());
  json.field("public_key", key.public_key().pem());
  json.field("value", to_hex(as_bytes(*signature)));
  json.end_object();
  json.end_object();
  return text + '\n';
}

Result<Verification> verify_zero_report(std::string_view octets, const Expected& expected) {
  const std::size_t end = octets.rfind(before_signature);
  JsonReader reader;
  const auto whole = reader.object(octets);
  JsonObject report;
  JsonObject signature;
  if (!octets.starts_with(before_report) || end == octets.npos || !whole ||
      (*whole)["zero_report"].get(report) != simdjson::SUCCESS ||
      (*whole)["signature"].get(signature) != simdjson::SUCCESS)
    return input_error("no bundle of davy, and no zero report as davy writes it");
  Verification out;
  const std::string value = octets_of_hex(text_at(signature, "value"));
  const std::string pem = text_at(signature, "public_key");
  out.fingerprint =
      check_signature({.text = octets.substr(before_report.size(), end - before_report.size()),
                       .signature = value,
                       .key_pem = pem,
                       .text_name = "zero_report",
                       .signature_name = "its signature",
                       .key_name = "public_key"},
                      expected, out.checks);
  const auto inside = PublicKey::from_pem(pem);
  if (inside && (inside->pem() != pem || text_at(signature, "algorithm") != "ed25519" ||
                 text_at(signature, "fingerprint") != out.fingerprint))
    out.checks.fails("key", "what stands beside the signature was changed");
  read_facts(report, out);
  check_statement(report, out.checks);
  for (const KeptHead& kept : expected.earlier)
    out.checks.note("earlier", fmt::format("{}: a zero report holds its own head only: hold it as "
                                           "--earlier against a later export",
                                           kept.from));
  return out;
}

}  // namespace davy::custody
