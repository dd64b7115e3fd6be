// Whether the chain of the audit log holds, for who asks often.
//
// Shape:   an entry is verified when it is new, against the head that was verified before; and the whole log again in rounds, some
//          entries with each question, so that a change of an old entry shows too, if later. A log below audit_again_rows is
//          verified as a whole each time. The first question after the start takes the whole log. verify_audit() never skips any.
// Errors:  as store.hpp. A broken chain is an answer, no error; it stays the answer.
// Bounds:  audit_again_rows old entries a question.
// Threads: any, each with a store of its own.
#pragma once

#include <mutex>
#include <string>

#include "workbench/store/audit.hpp"

namespace davy::store {

inline constexpr std::size_t audit_again_rows = 2'000;

class AuditWatch {
 public:
  Result<std::string> problem(Store& store);  // "": the chain holds

 private:
  Result<void> take_new(Store& store);
  Result<void> take_again(Store& store);

  std::mutex mutex_;
  AuditChain all_;    // to the newest entry that was ever asked about
  AuditChain again_;  // the round
};

}  // namespace davy::store
