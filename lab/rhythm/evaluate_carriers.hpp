// The simulated tunnels against live runs: what each word of real talks became in real programs.
//
// Units:   octets of the outer connection's payload.
// Errors:  false where sizes of a tunnel do not agree, or nothing could be read.
#pragma once

#include <string>

namespace davy::lab {

// `path`: sizes.tsv of `lab/make_traffic hidden`. Prints a line for each tunnel.
bool against_live_runs(const std::string& path);

}  // namespace davy::lab
