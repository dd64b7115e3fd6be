// Deletes what was kept long enough, and writes down that it did.
//
// Shape:   a profile says how many days each class is kept (0: for ever); the setting "retention_profile" names the one in force.
//          Classes in the order of deletion: signals (whole UTC days), flows, verdict_changes, coverage (whole hours), subjects,
//          which go only when no signal of theirs is left. The audit log and the log of deletions are kept for ever.
//          Each deletion is a row of that log and an entry of the audit log, in the transaction that deletes.
// Errors:  as store.hpp; a time over limits::store_retention_leap_max after the last run is refused: a clock that is wrong
//          would delete all there is. So is a profile that does not exist.
// Bounds:  limits::store_deletion_rows a transaction, so that writers wait only for moments.
// Threads: of the store.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "workbench/store/store.hpp"

namespace davy::store {

struct Deletion {
  std::string retained_class = {};  // "signals"
  Timestamp from = {};              // what was deleted lies in [from, to)
  Timestamp to = {};
  std::uint64_t rows = 0;
  std::string profile = {};
  Timestamp at = {};
};

// What it deleted; a class that had nothing to delete is not named.
Result<std::vector<Deletion>> apply_retention(Store& store, Timestamp now);
Result<std::vector<Deletion>> deletions(Store& store);  // newest first

Result<void> set_retention(Store& store, std::string_view profile, std::string_view retained_class,
                           std::int64_t days);
Result<void> use_retention(Store& store, std::string_view profile);

struct KeptClass {
  std::string retained_class = {};
  std::int64_t days = 0;  // 0: for ever
};
struct RetentionProfile {
  std::string name = {};
  std::vector<KeptClass> classes = {};
};
Result<std::vector<RetentionProfile>> retention_profiles(Store& store);  // by name
Result<std::string> retention_in_force(Store& store);
// Not applied for a day, or the clock was set back.
Result<bool> retention_is_due(Store& store, Timestamp now);

}  // namespace davy::store
