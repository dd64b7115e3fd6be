// What a hash costs in energy, by algorithm and class of hardware.
//
// Units:   joules for each hash (for each solution with Equihash and Cuckoo work, for each graph with Cuckatoo).
// Shape:   several rows for an algorithm are its possible classes; the first is the one assumed. Low and high span the
//          hardware that could do the work, old and new, well and badly set up.
// Threads: immutable after first use.
// Source:  data/hardware.tsv, each row with source and date; compiled in.
#pragma once

#include <string_view>
#include <vector>

#include "workbench/energy/hash_rate.hpp"

namespace davy::energy {

struct HardwareClass {
  std::string_view algorithm;  // "rx/0"
  std::string_view kind;       // "CPU", "GPU", "ASIC", "FPGA"
  Interval joules_per_hash;
  std::string_view source;
  std::string_view date;  // of the source, YYYY-MM-DD
};

const std::vector<HardwareClass>& hardware();

// The rows of one algorithm, after its other names ("randomx", "sha256") are brought to ours.
std::vector<HardwareClass> hardware_for(std::string_view algorithm);

// "rx/0" for "RandomX", "sha256d" for "SHA-256": lower case, and the name that data/hardware.tsv uses.
std::string canonical_algorithm(std::string_view algorithm);

}  // namespace davy::energy
