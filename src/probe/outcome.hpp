// What came of asking one endpoint in one dialect.
//
// Shape:   the names are the JSON names. proof and refused_in_kind confirm a pool; all others say nothing against one:
//          a pool may be silent to strangers.
// Threads: values.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace davy::probe {

enum class Outcome : std::uint8_t {
  proof,            // it behaved as a pool: a session, work, a target, in a dialect's own form
  refused_in_kind,  // it refused as only a pool refuses
  other_protocol,   // it answered, and nothing in the answer is mining's own
  silence,          // it took the connection and said nothing
  closed,           // it closed without a word
  unreachable,      // no connection
  out_of_scope,     // not asked: outside the written scope
  budget,           // not asked, or not to the end: the run's connections are used up
  cached,           // not asked: it was, not long ago
  count_,
};

std::string_view name(Outcome outcome);
std::optional<Outcome> outcome_named(std::string_view name);

inline bool confirms(Outcome outcome) {
  return outcome == Outcome::proof || outcome == Outcome::refused_in_kind;
}
// Of two questions to one endpoint, the one that says more.
inline Outcome better(Outcome a, Outcome b) { return a < b ? a : b; }

}  // namespace davy::probe
