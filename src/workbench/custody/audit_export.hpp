// The whole audit log as a bundle: audit.jsonl, audit_heads.jsonl (what was handed out before) and export.json.
//
// Shape:   making one is an entry of the log, and the bundle's head. A log that was changed is exported as it is, and `problem`
//          says what is wrong with it: that is evidence too.
// Errors:  as store.hpp and bundle.hpp.
// Bounds:  archive_file_octets_max: some million entries.
// Threads: of the store.
#pragma once

#include "workbench/custody/evidence.hpp"

namespace davy::custody {

struct ExportedAudit {
  Sealed sealed = {};
  std::uint64_t entries = 0;
  std::string problem = {};  // "": the chain is whole
};
Result<ExportedAudit> audit_export(store::Store& store, const Maker& maker, const SigningKey& key);

}  // namespace davy::custody
