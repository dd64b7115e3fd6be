// What an outlet is to be told: read from the store, in order, each subject and each case once a batch.
//
// Shape:   a batch is all changes and steps in (told, until]. Its heads are the subjects and cases in it, by the last change of
//          each; heads whose last change is not beyond `done` are settled. Rows of both tables never change, so a batch that is
//          read again has the same heads and the same ids. Steps of a case that nobody else needs (taking it, notes, evidence)
//          make no head. Heads of subjects and of cases are merged by time, each in its own order.
// Errors:  as store.hpp.
// Bounds:  batch_rows_max rows of each table in a batch: what is beyond waits for the next one.
// Threads: of the store.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "workbench/relay/message.hpp"
#include "workbench/relay/outlet_rows.hpp"

namespace davy::relay {

inline constexpr std::int64_t batch_rows_max = 5'000;

struct Head {
  Kind kind = Kind::verdict;
  std::int64_t object = 0;  // subject or case
  std::int64_t first = 0;   // its first and last change (or step) in the batch
  std::int64_t last = 0;
  std::uint64_t changes = 0;
  Timestamp at = {};  // of the last
  verdict::Level surest =
      verdict::Level::confirmed;  // of all in the batch, and of what stood before
};

// Opens a batch of what is there now; false: there is nothing.
Result<bool> open_batch(store::Store& store, OutletState& state);
// That are not settled yet.
Result<std::vector<Head>> heads_of(store::Store& store, const OutletState& state);
// Nothing where retention has taken it meanwhile.
Result<std::optional<Message>> message_of(store::Store& store, const Head& head,
                                          std::string_view mark);

}  // namespace davy::relay
