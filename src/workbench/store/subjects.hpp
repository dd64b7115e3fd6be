// What is held of each subject now, and when that changed.
//
// Shape:   a judgement that is less certain than the one that stands only lengthens the time in which the subject was seen: a
//          signal that is absent never lowers a verdict. `cleared`, which something else was positively recognised for, stands
//          if it is the later one. Replace::always is for people who decide (a case that was closed).
//          The supports are those of the judgement that stands (supports.hpp).
//          The event line is that of the latest judgement by last_seen. A row of the history is a change of level.
//          `trend` counts a subject once a day, at the most certain level of that day; days before the last one counted, as a
//          clock that jumps back makes them, are in the history only.
// Errors:  as store.hpp.
// Bounds:  an event line over limits::store_event_octets_max is left out ("" is stored).
// Threads: of the store.
#pragma once

#include <string>
#include <vector>

#include "verdict/verdict.hpp"
#include "workbench/store/signals.hpp"

namespace davy::store {

struct Judgement {
  SubjectKey subject = {};
  verdict::Level level = verdict::Level::unknown;
  double probability = 0;
  Timestamp first_seen = {};
  Timestamp last_seen = {};
  std::string coin = {};                        // "": not known, what is known stays
  std::string dialect = {};                     // likewise
  std::string event = {};                       // its event line
  std::vector<verdict::Support> supports = {};  // what level and probability follow from
};

enum class Replace : std::uint8_t { when_surer, always };
enum class JudgementOutcome : std::uint8_t { added, changed, same };  // of the level

Result<JudgementOutcome> put_judgement(Store& store, const Judgement& judgement, Timestamp now,
                                       Replace replace = Replace::when_surer);

// The organisational unit that a subject belongs to.
Result<void> set_unit(Store& store, const SubjectKey& subject, std::string_view unit);

}  // namespace davy::store
