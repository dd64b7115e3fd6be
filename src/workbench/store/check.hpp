// Is the store whole? SQLite's own check, references between tables, the chain of the audit log, the form.
//
// Shape:   reads all of it: seconds for a GB.
// Errors:  as store.hpp; what is wrong with the store is an answer, no error.
// Bounds:  tells at most limits::store_problems_max problems.
// Threads: of the store.
#pragma once

#include <string>
#include <vector>

#include "workbench/store/audit.hpp"
#include "workbench/store/store.hpp"

namespace davy::store {

struct CheckReport {
  std::vector<std::string> problems;  // none: it is whole
  std::int64_t form = 0;              // the last migration
  std::uint64_t audit_entries = 0;
};

Result<CheckReport> check(Store& store, std::optional<AuditHead> kept_elsewhere = {});

}  // namespace davy::store
