#include "workbench/custody/audit_export.hpp"

#include <fmt/format.h>

#include "workbench/custody/audit_text.hpp"
#include "workbench/report/json_writer.hpp"

namespace davy::custody {
namespace {

std::string export_file(const ExportedAudit& out, std::int64_t last_given) {
  std::string text;
  report::JsonWriter json(text);
  json.begin_object();
  json.field("entries", out.entries);
  json.field("last_given", static_cast<std::uint64_t>(last_given));
  json.text_or_null_field("problem", out.problem);
  json.end_object();
  return text + '\n';
}

Result<std::string> log_lines(store::Store& store) {
  std::string text;
  bool fits = true;
  const auto done = store::each_audit_entry(store, [&](const store::AuditEntry& entry) {
    fits = fits && text.size() < archive_file_octets_max;
    if (fits) text += audit_line(entry);
  });
  if (!done) return std::unexpected(done.error());
  if (!fits) return input_error("the audit log is larger than 256 MiB: keep a backup of the store");
  return text;
}

// Everything of one moment: inside the transaction that notes the export.
Result<std::vector<ArchivedFile>> files_of(store::Store& store, ExportedAudit& out) {
  const auto verdict = store::verify_audit(store);
  if (!verdict) return std::unexpected(verdict.error());
  out.entries = verdict->entries;
  out.problem = verdict->problem;
  const auto given =
      store.database().integer("SELECT seq FROM sqlite_sequence WHERE name = 'audit'");
  if (!given) return std::unexpected(given.error());
  auto log = log_lines(store);
  if (!log) return std::unexpected(log.error());
  auto heads = anchor_lines(store);
  if (!heads) return std::unexpected(heads.error());
  std::vector<ArchivedFile> files;
  files.push_back({.name = "audit.jsonl", .octets = std::move(*log)});
  files.push_back({.name = "audit_heads.jsonl", .octets = std::move(*heads)});
  files.push_back({.name = "export.json", .octets = export_file(out, given->value_or(0))});
  return files;
}

}  // namespace

Result<ExportedAudit> audit_export(store::Store& store, const Maker& maker, const SigningKey& key) {
  auto transaction = store::Transaction::begin(store.database());
  if (!transaction) return std::unexpected(transaction.error());
  const auto head = note_leaving(store, {.at = maker.now,
                                         .who = maker.by,
                                         .what = "audit.exported",
                                         .object = "audit",
                                         .detail = "key " + key.public_key().fingerprint()});
  if (!head) return std::unexpected(head.error());
  ExportedAudit out;
  auto files = files_of(store, out);
  if (!files) return std::unexpected(files.error());
  if (auto done = transaction->commit(); !done) return std::unexpected(done.error());
  out.sealed.about = fmt::format("audit log up to entry {}", head->id);
  out.sealed.head = *head;
  auto octets = seal({.kind = "audit",
                      .about = out.sealed.about,
                      .made_at = maker.now,
                      .version = maker.version,
                      .head = *head},
                     std::move(*files), key);
  if (!octets) return std::unexpected(octets.error());
  out.sealed.octets = std::move(*octets);
  return out;
}

}  // namespace davy::custody
