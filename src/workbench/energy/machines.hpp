// A load in machines: how many of a well-known miner would draw it.
//
// Units:   watts at the plug.
// Shape:   the interval holds the load's own and the machine's; what is not known is which machine, and it is named.
// Threads: immutable after first use.
// Source:  data/machines.tsv, each row with source and date; compiled in.
#pragma once

#include <string>

#include "workbench/energy/hash_rate.hpp"

namespace davy::energy {

struct MachineEstimate {
  Interval machines;
  std::string hardware;  // the assumption: "Antminer S19 Pro (110 TH/s), 3,250 W; …"
};
MachineEstimate in_machines(const Interval& kw);

}  // namespace davy::energy
