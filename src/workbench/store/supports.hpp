// What the verdict that stands on a subject was fused from.
//
// Units:   strength in nats, windows in UTC.
// Shape:   the strongest that each detector said, by independence group and basis: fused by src/verdict these rows give level and
//          probability again. They change only with the judgement that stands. A subject that was judged before the store kept
//          them has none until it is judged anew.
// Errors:  as store.hpp.
// Bounds:  limits::store_page_rows_max rows a subject: there are some thirty detectors.
// Threads: of the store.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "verdict/verdict.hpp"
#include "workbench/store/store.hpp"

namespace davy::store {

struct StoredSupport {
  std::string group = {};
  std::string detector = {};
  signal::Basis basis = signal::Basis::behaviour;
  double strength_nats = 0;
  Timestamp window_first = {};
  Timestamp window_last = {};
};

// In the place of those before. Inside a transaction.
Result<void> put_supports(Database& database, std::int64_t subject_id,
                          std::span<const verdict::Support> supports);
Result<std::vector<StoredSupport>> supports_of(Store& store, std::int64_t subject_id);

}  // namespace davy::store
