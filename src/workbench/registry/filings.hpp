// Filing a system, step by step, each with who, when and by what document; in one transaction with the audit log.
//
// Errors:  casefile::Denied says why something is not done; the store's errors are errors.
// Bounds:  steps_max a system, text_octets_max a text.
// Threads: of the store.
#pragma once

#include "workbench/casefile/cases.hpp"
#include "workbench/registry/filing.hpp"
#include "workbench/registry/register_store.hpp"

namespace davy::registry {

inline constexpr std::int64_t steps_max = 1'000;
using casefile::Denied;
using casefile::Outcome;

struct StepTaken {
  Timestamp at = {};
  std::string by = {};
  std::string action = {};
  std::string from = {};  // "": it began with this
  std::string to = {};
  std::string text = {};
  std::string document = {};
};

struct StepForm {
  std::string action = {};
  std::string text = {};
  std::string document = {};
  std::string filing_number = {};
};

// A draft. Its form: name, unit, purpose, … of `form`; numbers, status and deadlines are the register's.
Outcome<RegisteredSystem> add_system(store::Store& store, RegisteredSystem form,
                                     const identity::Person& by, Timestamp now);
Outcome<RegisteredSystem> rewrite_system(store::Store& store, std::int64_t id,
                                         RegisteredSystem form, const identity::Person& by,
                                         Timestamp now);
Outcome<RegisteredSystem> take_step(store::Store& store, std::int64_t id, const StepForm& form,
                                    const identity::Person& by, Timestamp now);
Result<std::vector<StepTaken>> steps_of(store::Store& store, std::int64_t id);
// What this person could do with it next.
std::vector<std::string_view> actions_for(const RegisteredSystem& system,
                                          const identity::Person& by);

}  // namespace davy::registry
