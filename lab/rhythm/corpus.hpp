// Samples of a labelled corpus of captures: its TCP flows that are labelled mining, benign or p2p.
//
// Shape:   corpus_files.hpp says what a corpus is.
// Errors:  no flows.tsv: Result. Captures that cannot be read are left out.
// Threads: pure.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "lab/rhythm/samples.hpp"

namespace davy::lab {

Result<Samples> corpus_rhythms(const std::string& folder);
Result<Samples> corpus_intervals(const std::string& folder);

// Every labelled flow, and whether the shipped detectors suspect it; those that they cannot judge are there too.
struct LabelledFlow {
  std::string source;  // the data set: what stands before "__" in the capture's name
  std::string what;    // dialect or label
  bool mining = false;
  double duration_s = 0;
  bool by_rhythm = false;
  bool by_intervals = false;
};
Result<std::vector<LabelledFlow>> corpus_suspects(const std::string& folder);

}  // namespace davy::lab
