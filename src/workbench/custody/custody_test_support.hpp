// A store with a case, and bundles of it that somebody changed.
#pragma once

#include <algorithm>

#include "workbench/casefile/cases.hpp"
#include "workbench/custody/audit_export.hpp"
#include "workbench/custody/verify.hpp"
#include "workbench/report/sample_findings.hpp"
#include "workbench/store/findings_writer.hpp"
#include "workbench/store/store_test_support.hpp"
#include "workbench/store/subject_pages.hpp"

namespace davy::custody {

using store::must;

// The sample's own verdicts are written by hand: here they follow from signals.
inline report::Findings judged_findings() {
  using signal::Basis;
  report::Findings findings = report::sample_findings();
  findings.subjects.resize(3);
  findings.subjects[1].id = "10.20.4.18";
  findings.subjects[2].kind = report::SubjectKind::meter;
  findings.subjects[2].id = "m1";
  const signal::Signal read{.detector = "mining_conversation",
                            .independence_group = "content",
                            .basis = Basis::conversation,
                            .strength_nats = 17.25};
  signal::Signal attempt = read;
  attempt.basis = Basis::attempt;
  const signal::Signal shape{
      .detector = "rhythm", .independence_group = "shape", .strength_nats = 1.0 / 3};
  const signal::Signal filed{.detector = "filed_systems",
                             .independence_group = "register",
                             .basis = Basis::recognised,
                             .strength_nats = -4};
  findings.subjects[0].verdict = verdict::judge({read, shape});
  findings.subjects[1].verdict = verdict::judge({attempt, shape});
  findings.subjects[2].verdict = verdict::judge({filed});
  return findings;
}

class CustodyTest : public store::StoreTest {
 protected:
  CustodyTest() : store(open()), key(must(SigningKey::load_or_create(file("signing.key")))) {
    must(store::write_findings(store, judged_findings(), report::sample_style(), "border",
                               store::at(0)));
    case_id = open_case({"host", "10.20.4.17"});
  }

  std::int64_t open_case(const store::SubjectKey& subject) {
    const auto number = must(store::find_subject(store, subject));
    const identity::Person li{.name = "li", .role = identity::Role::analyst};
    auto opened =
        must(casefile::Cases(store).open(number.value(), "seen at the border", li, store::at(10)));
    return std::get<casefile::CaseFile>(opened).case_id;
  }
  Maker maker() const { return {.version = "0", .by = "li", .now = store::at(100)}; }
  Sealed evidence() { return evidence(case_id); }
  Sealed evidence(std::int64_t number) {
    return must(evidence_bundle(store, number, maker(), "", key)).value();
  }
  ExportedAudit exported() { return must(audit_export(store, maker(), key)); }

  // As somebody does who has the file.
  void edit(std::string_view sql) {
    store::Database raw = must(store::Database::open(file(), store::Access::write));
    must(
        raw.script("PRAGMA foreign_keys = OFF; DROP TRIGGER IF EXISTS audit_is_not_changed;"
                   "DROP TRIGGER IF EXISTS audit_is_not_deleted;"
                   "DROP TRIGGER IF EXISTS audit_is_not_replaced;"));
    must(raw.script(sql));
  }

  store::Store store;
  SigningKey key;
  std::int64_t case_id = 0;
};

// The texts of checks that fail.
inline std::vector<std::string> failures_of(const Verification& found) {
  std::vector<std::string> texts;
  for (const Check& check : found.checks.all())
    if (check.outcome == Outcome::fails) texts.push_back(check.text);
  return texts;
}

// The same zip with one file's octets made anew.
template <class Change>
std::string with(std::string_view zip, std::string_view name, Change change) {
  std::vector<ArchivedFile> files = must(unzip(zip));
  const auto file = std::ranges::find(files, name, &ArchivedFile::name);
  if (file != files.end()) change(file->octets);
  return must(zip_of(files));
}

}  // namespace davy::custody
