// The evidence of a case as a bundle: what somebody else needs to come to the same verdict.
//
// Shape:   case.json, subject.json (with its event line), verdict.json (level, probability and what they were fused from),
//          verdict_history.jsonl, signals.jsonl, flows.jsonl (event lines: messages, or times and sizes), register.jsonl,
//          configuration.json (versions, facts used, sensors), coverage.jsonl (every sensor while the subject was seen),
//          account.jsonl (kWh, coal and carbon, each with its factor and source; where there is something to account),
//          audit.jsonl and audit_heads.jsonl. Logins and workers are the pseudonyms that the store holds.
//          Making one is an entry of the audit log, whose number and hash are the bundle's head.
// Errors:  as store.hpp and bundle.hpp.
// Bounds:  evidence_*_max rows; what is beyond them is counted in subject.json and configuration.json.
// Threads: of the store.
#pragma once

#include <optional>
#include <string>

#include "workbench/custody/bundle.hpp"
#include "workbench/store/store.hpp"

namespace davy::custody {

inline constexpr std::size_t evidence_signals_max = 50'000;
inline constexpr std::size_t evidence_cells_max = 200'000;
inline constexpr std::size_t evidence_audit_max = 10'000;

struct Maker {
  std::string version = {};  // of davy
  std::string by = {};       // who asks for it: the audit log says so
  Timestamp now = {};
};

struct Sealed {
  std::string octets = {};  // the zip
  std::string about = {};   // "case 3, host 10.20.4.17: confirmed"
  store::AuditHead head = {};
};

// `configuration`: the text of the configuration file, which goes in as it is; "": none.
// nullopt: there is no such case.
Result<std::optional<Sealed>> evidence_bundle(store::Store& store, std::int64_t case_id,
                                              const Maker& maker, const std::string& configuration,
                                              const SigningKey& key);

}  // namespace davy::custody
