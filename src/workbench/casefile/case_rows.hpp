// Cases as rows of the store. Only casefile/ includes this.
//
// Threads: of the database.
#pragma once

#include <optional>
#include <string_view>

#include "workbench/casefile/cases.hpp"

namespace davy::casefile {

// Gives `file` its number.
Result<void> add_case(store::Database& database, CaseFile& file);
Result<void> keep_case(store::Database& database, const CaseFile& file);
Result<void> keep_evidence(store::Database& database, std::int64_t case_id,
                           const Evidence& evidence);
Result<void> keep_explanation(store::Database& database, std::int64_t case_id,
                              const Explanation& explanation);
// In the case and in the audit log.
Result<void> add_log(store::Store& store, const CaseFile& file, const LogLine& line);
Result<std::optional<CaseFile>> read_case(store::Database& database, std::int64_t case_id);
// Number and deadline of open cases whose deadline has passed, where the log does not say so yet; at most 1,000.
Result<std::vector<CaseFile>> overdue_cases(store::Database& database, Timestamp now);
Result<CaseList> read_cases(store::Database& database, std::string_view state,
                            std::string_view cursor, std::size_t limit,
                            std::string_view units_json);

}  // namespace davy::casefile
