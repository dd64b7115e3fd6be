// Signals in, in batches, and those of a subject out.
//
// Units:   strength in nats.
// Shape:   the same subject, detector, sensor and evidence on the same UTC day (of observed_at) is one row: `times` counts it, its
//          window grows. A sensor, a subject (level unknown) and a pack that the store does not know yet are made.
//          Signals of a subject are told newest day first, within a day the last to arrive first: the order rests on days and
//          numbers, so a clock that jumps back loses and doubles nothing.
// Errors:  as store.hpp; more than limits::store_batch_rows_max signals at once are refused.
// Bounds:  evidence at limits::evidence_octets_max, names at limits::store_name_octets_max: longer ones are cut.
// Threads: of the store.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "workbench/store/page.hpp"
#include "workbench/store/store.hpp"

namespace davy::store {

struct SubjectKey {
  std::string kind;  // "host", "meter", "system", …
  std::string name;
};

struct NewSignal {
  SubjectKey subject = {};
  std::string sensor = {};
  std::string detector = {};
  std::string independence_group = {};
  Timestamp observed_at = {};
  Timestamp window_first = {};
  Timestamp window_last = {};
  double strength_nats = 0;
  std::string evidence = {};  // one line, free of names of people
  std::string input = {};
  std::string pack_version = {};
};

struct SignalCounts {
  std::uint64_t added = 0;
  std::uint64_t repeated = 0;
};

// All of them or none.
Result<SignalCounts> add_signals(Store& store, std::span<const NewSignal> signals);

struct SignalCursor {
  std::int64_t day = 0;
  std::int64_t id = 0;
};

struct StoredSignal {
  SignalCursor place = {};
  std::string sensor = {};
  std::string detector = {};
  std::string independence_group = {};
  Timestamp observed_at = {};
  Timestamp window_first = {};
  Timestamp window_last = {};
  double strength_nats = 0;
  std::string evidence = {};
  std::string input = {};
  std::string pack_version = {};
  std::uint64_t times = 0;
};

using SignalPage = Page<StoredSignal, SignalCursor>;
Result<SignalPage> signals_of(Store& store, std::int64_t subject_id,
                              std::optional<SignalCursor> after = {}, std::size_t limit = 100);

// The number of a subject; made, with level unknown, where there is none. Inside a transaction.
Result<std::int64_t> subject_number(Database& database, const SubjectKey& key, Timestamp seen);

}  // namespace davy::store
