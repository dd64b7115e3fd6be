// Lists of subjects, and one subject, for a console.
//
// Shape:   ordered by last_seen or probability, highest first, or by number, newest first; ties by number. A subject that is seen
//          again while its list is read moves to the head of last_seen: no page tells it twice, and who wants it asks for what was
//          seen since. Ordered by number, each subject that was there at the start is told once, whatever happens meanwhile.
//          `text` is a part of the name, in either case of ASCII letters.
// Errors:  as store.hpp.
// Bounds:  limits::store_page_rows_max rows of one page.
// Threads: of the store.
#pragma once

#include <string>
#include <vector>

#include "workbench/store/subjects.hpp"

namespace davy::store {

enum class SubjectOrder : std::uint8_t { last_seen, probability, number };

struct SubjectCursor {
  std::int64_t last_seen_ns = 0;
  double probability = 0;
  std::int64_t id = 0;
};

struct SubjectFilter {
  std::optional<verdict::Level> level = {};
  std::vector<verdict::Level> levels = {};  // any of these; none: all
  std::string kind = {};                    // "": all
  std::string unit = {};                    // "": all
  std::string units_json = {};              // any of these, as a JSON array; "": all
  std::string text = {};                    // "": all
  std::optional<Timestamp> seen_since = {};
  SubjectOrder order = SubjectOrder::last_seen;
  std::optional<SubjectCursor> after = {};
  std::size_t limit = 50;
};

struct StoredSubject {
  std::int64_t id = 0;
  SubjectKey key = {};
  std::string unit = {};
  verdict::Level level = verdict::Level::unknown;
  double probability = 0;
  Timestamp first_seen = {};
  Timestamp last_seen = {};
  std::string coin = {};
  std::string dialect = {};
  std::uint64_t flows = 0;
  std::uint64_t flows_left_out = 0;
  std::uint64_t signals = 0;
  std::optional<std::uint64_t> open_case = {};
  std::optional<std::uint64_t> exemption = {};  // whose scope it lies in
};

using SubjectPage = Page<StoredSubject, SubjectCursor>;
Result<SubjectPage> subject_page(Store& store, const SubjectFilter& filter);

struct SubjectDetail {
  StoredSubject subject = {};
  std::string event = {};  // its latest event line; "" if it was too long, or never told
};
// nullopt: no such subject. Its signals and flows: signals_of(), flows_of().
Result<std::optional<SubjectDetail>> subject_detail(Store& store, std::int64_t id);
Result<std::optional<std::int64_t>> find_subject(Store& store, const SubjectKey& key);

struct VerdictChange {
  std::int64_t id = 0;
  Timestamp at = {};
  verdict::Level level = verdict::Level::unknown;
  double probability = 0;
};
using VerdictPage = Page<VerdictChange, std::int64_t>;
Result<VerdictPage> verdict_changes_of(Store& store, std::int64_t subject_id,
                                       std::optional<std::int64_t> after = {},
                                       std::size_t limit = 100);  // newest first

}  // namespace davy::store
