// The cases of a store: opened, moved on, closed; each step is logged in the case and in the audit log, in one transaction.
//
// Shape:   closing, suppressing and opening an identity take two people: one asks, another one, who has the right, allows or refuses. A subject has
//          one open case at most.
// Errors:  Denied says why something is not done: the API makes statuses of it. The store's errors are errors.
// Bounds:  limits::case_text_octets_max for a text, limits::case_items_max of evidence and of log lines a case.
// Threads: one owner, as the database.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "workbench/casefile/case_file.hpp"
#include "workbench/identity/people.hpp"
#include "workbench/store/store.hpp"

namespace davy::casefile {

struct Denied {
  enum class Why : std::uint8_t { not_found, not_allowed, conflict, wrong_input } why;
  std::string title;
  std::string remedy;
};
template <class T>
using Outcome = Result<std::variant<T, Denied>>;

struct Action {
  std::string action = {};  // "take", "note", "add_evidence", … as in schema/openapi.yaml
  std::string text = {};
  std::optional<Element> element = {};
  std::optional<Cause> cause = {};
  std::optional<Timestamp> due_at = {};
  std::string measure = {};      // of "measure"
  std::string explanation = {};  // of "consider"
  bool excluded = false;
};

struct CaseList {
  std::vector<CaseFile> cases = {};
  std::string next = {};  // "": no more
};

struct CaseCounts {
  std::int64_t open = 0;
  std::int64_t overdue = 0;
  std::int64_t closed_30_days = 0;
};

class Cases {
 public:
  explicit Cases(store::Store& store) : store_(store) {}

  Outcome<CaseFile> open(std::int64_t subject_id, std::string_view reason,
                         const identity::Person& by, Timestamp now);
  Outcome<CaseFile> act(std::int64_t case_id, const Action& action, const identity::Person& by,
                        Timestamp now);
  // Writes once into the log of each case whose deadline has passed that it has; how many.
  Result<std::size_t> note_overdue(Timestamp now);
  Result<std::optional<CaseFile>> of_id(std::int64_t case_id);
  // Without logs, and with the latest evidence of each element only. Open ones by deadline, closed ones latest first. `state`: "open", "closed", "all".
  // `units_json`: about subjects of these units, as a JSON array; "": about all.
  Result<CaseList> list(std::string_view state, std::string_view cursor, std::size_t limit,
                        std::string_view units_json = {});
  Result<CaseCounts> counts(Timestamp now, std::string_view units_json = {});

 private:
  store::Store& store_;
};

}  // namespace davy::casefile
