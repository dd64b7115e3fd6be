// What a probe did, as lines: the event `probe` for machines, the plan of a dry run for people.
#pragma once

#include <string>

#include "probe/prober.hpp"

namespace davy::app {

// One JSON object with its line break (schema/event.schema.json).
std::string probe_event(const probe::Line& line, const probe::Scope& scope);

// Every question that could be asked of this endpoint: what is text as text, the exact octets of what is not in hex.
std::string questions_of(const probe::Suspect& suspect, const probe::Introduction& who,
                         std::size_t connections_max, const probe::RandomOctets& random);

}  // namespace davy::app
