// The register of filed systems in the store, and what was seen of each.
//
// Units:   kW.
// Shape:   a table that people bring (base/delimited_text.hpp), UTF-8 or GB 18030, with English or Chinese headings; a row replaces
//          the system of its name. Reconciliation holds the register against what was found: by meters and addresses.
// Errors:  a row that cannot be read is told with its line, and the others are taken; of a table that is none, or too long, nothing
//          is. Those are outcomes; errors are the store's.
// Bounds:  limits::register_systems_max rows of a table; the limits::register_found_max subjects seen last are held against it, and
//          seen_not_filed_max of those that belong nowhere are told, the rest counted.
// Threads: of the store.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "verdict/verdict.hpp"
#include "workbench/store/store.hpp"
#include "workbench/store/subject_pages.hpp"

namespace davy::registry {

struct RegisteredSystem {
  std::string name = {};
  std::string unit = {};
  std::string status = {};
  std::string purpose = {};
  std::optional<double> filed_kw = {};
  std::vector<std::string> meters = {};
  std::vector<std::string> addresses = {};
  std::string due_on = {};  // "2026-12-31", "" where there is no deadline
  // The strongest of what was seen at its meters and addresses, and its largest load.
  std::optional<verdict::Level> seen = {};
  double seen_kw = 0;
};

// Is this subject one of its meters or hosts?
bool belongs_to(const RegisteredSystem& system, std::string_view kind, std::string_view name);

struct RefusedRow {
  std::size_t line = 0;
  std::string why = {};
};
struct ImportOutcome {
  std::size_t rows = 0;
  std::vector<RefusedRow> refused = {};
  std::string unreadable = {};  // why nothing was taken; "": the table was read
};

Result<ImportOutcome> import_register(store::Store& store, std::string_view table, Timestamp now);
Result<std::vector<RegisteredSystem>> registered_systems(store::Store& store);

inline constexpr std::size_t seen_not_filed_max = 200;

struct Reconciliation {
  std::vector<store::StoredSubject> seen_not_filed = {};  // the most certain, then the latest
  std::size_t seen_not_filed_left_out = 0;
  std::vector<RegisteredSystem> closed_but_seen = {};
  std::vector<RegisteredSystem> beyond_filed = {};
  std::vector<RegisteredSystem> never_seen = {};
};
Result<Reconciliation> reconcile(store::Store& store);

}  // namespace davy::registry
