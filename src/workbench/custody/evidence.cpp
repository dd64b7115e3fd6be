#include "workbench/custody/evidence.hpp"

#include <fmt/format.h>

#include "workbench/casefile/cases.hpp"
#include "workbench/custody/audit_text.hpp"
#include "workbench/custody/evidence_files.hpp"

namespace davy::custody {
namespace {

// What is there at one moment: read inside the transaction that also writes the audit log.
class Collector {
 public:
  Collector(store::Store& store, const Accused& accused, const Maker& maker)
      : store_(store), accused_(accused), maker_(maker) {}

  Result<std::vector<ArchivedFile>> files(const std::string& configuration) {
    subject();
    surroundings(configuration);
    if (failed_) return std::unexpected(*failed_);
    return std::move(files_);
  }

 private:
  void subject() {
    put("case.json", case_file(accused_, maker_.now));
    const auto signals = signal_lines(store_, accused_);
    if (signals) put("signals.jsonl", signals->lines);
    if (!signals) failed_ = signals.error();
    put("subject.json", subject_file(accused_, signals ? signals->left_out : 0));
    put("verdict.json", verdict_file(store_, accused_));
    put("verdict_history.jsonl", history_lines(store_, accused_));
  }
  void surroundings(const std::string& configuration) {
    const auto flows = flow_lines(store_, accused_);
    put("flows.jsonl", flows);
    put("register.jsonl", register_lines(store_, accused_));
    put("coverage.jsonl", coverage_lines(store_, accused_));
    put("configuration.json", configuration_file(store_, maker_));
    if (!configuration.empty()) put("configuration.toml", configuration);
    std::string account = account_lines(accused_, flows ? *flows : std::string{});
    if (!account.empty()) put("account.jsonl", std::move(account));
    put("audit.jsonl", audit_lines(store_, accused_));
    put("audit_heads.jsonl", anchor_lines(store_));
  }
  void put(std::string name, Result<std::string> octets) {
    if (octets)
      files_.push_back({.name = std::move(name), .octets = std::move(*octets)});
    else
      failed_ = octets.error();
  }

  store::Store& store_;
  const Accused& accused_;
  const Maker& maker_;
  std::vector<ArchivedFile> files_;
  std::optional<Error> failed_;
};

Result<std::optional<Accused>> accused_of(store::Store& store, std::int64_t case_id) {
  auto file = casefile::Cases(store).of_id(case_id);
  if (!file) return std::unexpected(file.error());
  if (!*file) return std::nullopt;
  auto detail = store::subject_detail(store, (*file)->subject_id);
  if (!detail) return std::unexpected(detail.error());
  if (!*detail) return input_error(fmt::format("the subject of case {} is gone", case_id));
  return Accused{std::move(**file), std::move(**detail)};
}

}  // namespace

Result<std::optional<Sealed>> evidence_bundle(store::Store& store, std::int64_t case_id,
                                              const Maker& maker, const std::string& configuration,
                                              const SigningKey& key) {
  auto transaction = store::Transaction::begin(store.database());
  if (!transaction) return std::unexpected(transaction.error());
  const auto accused = accused_of(store, case_id);
  if (!accused) return std::unexpected(accused.error());
  if (!*accused) return std::nullopt;
  const store::StoredSubject& subject = (*accused)->detail.subject;
  const auto head = note_leaving(store, {.at = maker.now,
                                         .who = maker.by,
                                         .what = "evidence.sealed",
                                         .object = fmt::format("case {}", case_id),
                                         .detail = "key " + key.public_key().fingerprint()});
  if (!head) return std::unexpected(head.error());
  auto files = Collector(store, **accused, maker).files(configuration);
  if (!files) return std::unexpected(files.error());
  if (auto done = transaction->commit(); !done) return std::unexpected(done.error());
  Sealed sealed{.about = fmt::format("case {}, {} {}: {}", case_id, subject.key.kind,
                                     subject.key.name, verdict::name(subject.level)),
                .head = *head};
  auto octets = seal({.kind = "case",
                      .about = sealed.about,
                      .made_at = maker.now,
                      .version = maker.version,
                      .head = *head},
                     std::move(*files), key);
  if (!octets) return std::unexpected(octets.error());
  sealed.octets = std::move(*octets);
  return sealed;
}

}  // namespace davy::custody
