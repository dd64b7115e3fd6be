// How far each outlet has been told, and how it does: rows of the store.
//
// Shape:   a row is made when a sender first looks after an outlet: it begins at what is newest then, not at the beginning of time.
//          It stays when the configuration no longer names the outlet, so a mistake in the file loses nothing; forget() ends it.
// Errors:  as store.hpp.
// Bounds:  pending counts stop at pending_max.
// Threads: of the store.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workbench/relay/outlet.hpp"
#include "workbench/store/store.hpp"

namespace davy::relay {

inline constexpr std::int64_t pending_max = 100'000;

// Of verdict_change, or of case_log: told ≤ done ≤ until.
struct Position {
  std::int64_t told = 0;
  std::int64_t done = 0;
  std::int64_t until = 0;
};

struct OutletState {
  std::string name = {};
  std::string kind = {};
  std::string place = {};
  Position verdicts = {};
  Position cases = {};
  Timestamp batch_at = {};
  std::int64_t tries = 0;
  Timestamp next_try = {};
  std::optional<Timestamp> failing_since = {};
  std::string last_error = {};
  std::optional<Timestamp> last_success = {};
  Timestamp looked_at = {};
  std::int64_t sent = 0;
  std::int64_t failed = 0;
  std::int64_t dropped = 0;
  std::int64_t pending =
      0;  // changes and steps that it was not told of yet; only of outlet_states()

  bool has_batch() const { return verdicts.until > verdicts.told || cases.until > cases.told; }
};

// Of an outlet that is new or known; kind and place are brought up to date.
Result<OutletState> outlet_state(store::Store& store, const Outlet& outlet, Timestamp now);
Result<void> keep(store::Store& store, const OutletState& state);
Result<std::vector<OutletState>> outlet_states(store::Store& store);  // by name
// False: there is none of that name.
Result<bool> forget(store::Store& store, std::string_view name);

// What makes ids of this store's messages differ from another's; made on first use of `random_hex`.
Result<std::string> store_mark(store::Store& store, std::string_view random_hex);

}  // namespace davy::relay
