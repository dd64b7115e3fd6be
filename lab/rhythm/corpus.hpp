// Samples of a labelled corpus of captures: its TCP flows that are labelled mining, benign or p2p.
//
// Shape:   the folder has flows.tsv (file, src, sport, dst, dport, proto, label, dialect) and the captures that it names.
// Errors:  no flows.tsv: Result. Captures that cannot be read are left out.
// Threads: pure.
#pragma once

#include <string>

#include "base/result.hpp"
#include "lab/rhythm/samples.hpp"

namespace davy::lab {

Result<Samples> corpus_rhythms(const std::string& folder);
Result<Samples> corpus_intervals(const std::string& folder);

}  // namespace davy::lab
