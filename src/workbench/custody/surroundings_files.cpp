// Around the subject: who filed it, who was looking, with which versions, what it cost, who touched the case.
#include <fmt/format.h>

#include "workbench/custody/audit_text.hpp"
#include "workbench/custody/coverage_json.hpp"
#include "workbench/custody/evidence_files.hpp"
#include "workbench/energy/account.hpp"
#include "workbench/energy/found_mining.hpp"
#include "workbench/registry/register_store.hpp"
#include "workbench/report/energy_reports.hpp"
#include "workbench/store/coverage.hpp"
#include "workbench/store/migrations.hpp"
#include "workbench/store/settings.hpp"

namespace davy::custody {
namespace {

using report::JsonWriter;

// Factors of the account are those of the country: a region's are asked for with `davy energy account`.
constexpr std::string_view account_region = "China";

void write_system(JsonWriter& json, const registry::RegisteredSystem& system) {
  json.begin_object();
  json.field("system", system.name);
  json.text_or_null_field("unit", system.unit);
  json.field("status", system.status);
  json.text_or_null_field("purpose", system.purpose);
  json.field("filed_kw", system.filed_kw);
  json.field("meters", fmt::format("{}", fmt::join(system.meters, ";")));
  json.field("addresses", fmt::format("{}", fmt::join(system.addresses, ";")));
  json.text_or_null_field("due_on", system.due_on);
  json.end_object();
}

void write_sensors(JsonWriter& json, const std::vector<store::Sensor>& sensors) {
  json.key("sensors");
  json.begin_array();
  for (const store::Sensor& sensor : sensors) {
    json.begin_object();
    json.field("name", sensor.name);
    json.text_or_null_field("kind", sensor.kind);
    json.field("first_seen", to_rfc3339(sensor.first_seen));
    json.end_object();
  }
  json.end_array();
}

void write_packs(JsonWriter& json, const std::vector<store::PackVersion>& packs) {
  json.key("packs");
  json.begin_array();
  for (const store::PackVersion& pack : packs) {
    json.begin_object();
    json.field("version", pack.version);
    json.field("first_used", to_rfc3339(pack.first_used));
    json.end_object();
  }
  json.end_array();
}

// Of the text, each line to the reader of findings.
void read_lines(energy::FindingReader& reader, std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    reader.line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace

Result<std::string> register_lines(store::Store& store, const Accused& accused) {
  const auto systems = registry::registered_systems(store);
  if (!systems) return std::unexpected(systems.error());
  const store::SubjectKey& key = accused.detail.subject.key;
  std::string text;
  for (const registry::RegisteredSystem& system : *systems) {
    if (!registry::belongs_to(system, key.kind, key.name)) continue;
    JsonWriter json(text);
    write_system(json, system);
    text += '\n';
  }
  return text;
}

Result<std::string> coverage_lines(store::Store& store, const Accused& accused) {
  const store::StoredSubject& subject = accused.detail.subject;
  store::CoverageFilter filter{.from_hour = store::hour_of(subject.first_seen),
                               .to_hour = store::hour_of(subject.last_seen) + 1};
  std::string text;
  for (std::size_t cells = 0; cells < evidence_cells_max;) {
    const auto page = store::coverage_cells(store, filter);
    if (!page) return std::unexpected(page.error());
    for (const store::CoverageCell& cell : page->rows) {
      JsonWriter json(text);
      write_cell(json, cell);
      text += '\n';
    }
    cells += page->rows.size();
    if (!page->next) break;
    filter.after = page->next;
  }
  return text;
}

Result<std::string> configuration_file(store::Store& store, const Maker& maker) {
  const auto sensors = store::sensors(store);
  if (!sensors) return std::unexpected(sensors.error());
  const auto packs = store::packs(store);
  if (!packs) return std::unexpected(packs.error());
  const auto profile = store::setting(store, "retention_profile");
  if (!profile) return std::unexpected(profile.error());
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  json.field("davy", maker.version);
  json.field("store_form", static_cast<std::uint64_t>(store::newest_version()));
  json.text_or_null_field("retention_profile", profile->value_or(""));
  json.field("coverage_cells_max", evidence_cells_max);
  write_packs(json, *packs);
  write_sensors(json, *sensors);
  json.end_object();
  return text + '\n';
}

std::string account_lines(const Accused& accused, std::string_view flows) {
  energy::FindingReader reader;
  read_lines(reader, accused.detail.event);
  read_lines(reader, flows);
  report::AccountReport account;
  account.settings.region = account_region;
  account.inputs = {"subject.json", "flows.jsonl"};
  account.account = energy::make_account(reader.take(), account.settings);
  account.read = reader.counts();
  return account.account.items.empty() ? std::string{} : report::account_lines(account);
}

Result<std::string> audit_lines(store::Store& store, const Accused& accused) {
  const store::SubjectKey& key = accused.detail.subject.key;
  const auto links =
      store::audit_links(store, fmt::format("case {}", accused.file.case_id),
                         fmt::format("{} {}", key.kind, key.name), evidence_audit_max);
  if (!links) return std::unexpected(links.error());
  std::string text;
  for (const store::AuditLink& link : *links) text += audit_line(link);
  return text;
}

}  // namespace davy::custody
