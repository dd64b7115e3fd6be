// The register of filed systems in the store, and what was seen of each.
//
// Units:   kW.
// Shape:   a table that people bring (workbench/table), with English or Chinese headings; a row replaces the system of its name.
//          Reconciliation holds the register against what was found: by meters and addresses.
// Errors:  as import_outcome.hpp.
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
#include "workbench/registry/filed_systems.hpp"
#include "workbench/registry/import_outcome.hpp"
#include "workbench/store/store.hpp"
#include "workbench/store/subject_pages.hpp"

namespace davy::registry {

struct RegisteredSystem {
  std::int64_t system_id = 0;
  std::string name = {};
  std::string unit = {};
  std::string status = {};
  std::string purpose = {};
  std::string discipline = {};
  std::string responsible = {};
  std::optional<double> filed_kw = {};
  std::optional<std::int64_t> cpus = {};
  std::optional<std::int64_t> gpus = {};
  std::optional<double> disk_tb = {};
  std::vector<std::string> meters = {};
  std::vector<std::string> addresses = {};
  std::string filing_number = {};
  std::string due_on = {};  // "2026-12-31", "" where there is no deadline
  std::string submitted_by = {};
  // The strongest of what was seen at its meters and addresses, and its largest load.
  std::optional<verdict::Level> seen = {};
  double seen_kw = 0;
  // The highest monthly mean of all its meters in the last twelve months that were read.
  std::optional<double> used_kw = {};

  bool is_overdue(Timestamp now) const;
};

// Is this subject one of its meters or hosts?
bool belongs_to(const RegisteredSystem& system, std::string_view kind, std::string_view name);

Result<ImportOutcome> import_register(store::Store& store, std::string_view table, Timestamp now);
Result<std::vector<RegisteredSystem>> registered_systems(store::Store& store);
Result<std::optional<RegisteredSystem>> registered_system(store::Store& store, std::int64_t id);

// All that was ever filed, as the judgement of loads asks for it; and what changes when any of it does.
Result<std::vector<FiledSystem>> filed_in(store::Store& store);
Result<std::string> register_state(store::Store& store);

inline constexpr std::size_t seen_not_filed_max = 200;

struct Reconciliation {
  std::vector<store::StoredSubject> seen_not_filed = {};  // the most certain, then the latest
  std::size_t seen_not_filed_left_out = 0;
  std::vector<RegisteredSystem> closed_but_seen = {};
  std::vector<RegisteredSystem> beyond_filed = {};
  std::vector<RegisteredSystem> never_seen = {};
  std::vector<RegisteredSystem> over_sized = {};  // uses less than a third of what was filed
  std::vector<RegisteredSystem> overdue = {};
};
Result<Reconciliation> reconcile(store::Store& store, Timestamp now);

}  // namespace davy::registry
