// The files of a bundle of evidence, one function each. Only custody/ includes this.
//
// Errors:  as store.hpp.
// Threads: of the store.
#pragma once

#include <string>

#include "workbench/casefile/case_file.hpp"
#include "workbench/custody/evidence.hpp"
#include "workbench/store/subject_pages.hpp"

namespace davy::custody {

struct Accused {
  casefile::CaseFile file = {};
  store::SubjectDetail detail = {};
};

std::string case_file(const Accused& accused, Timestamp now);
// The signals and how many older ones were left out.
struct SignalLines {
  std::string lines = {};
  std::uint64_t left_out = 0;
};
Result<SignalLines> signal_lines(store::Store& store, const Accused& accused);
std::string subject_file(const Accused& accused, std::uint64_t signals_left_out);
Result<std::string> verdict_file(store::Store& store, const Accused& accused);
Result<std::string> history_lines(store::Store& store, const Accused& accused);
Result<std::string> flow_lines(store::Store& store, const Accused& accused);

Result<std::string> register_lines(store::Store& store, const Accused& accused);
Result<std::string> coverage_lines(store::Store& store, const Accused& accused);
Result<std::string> configuration_file(store::Store& store, const Maker& maker);
std::string account_lines(const Accused& accused,
                          std::string_view flows);  // "": nothing to account
Result<std::string> audit_lines(store::Store& store, const Accused& accused);

}  // namespace davy::custody
