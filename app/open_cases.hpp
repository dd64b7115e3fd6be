// What the register and the cases make of what was found: whose it is, whether research may do it, and a case where it may not.
//
// Shape:   a case for each subject that is confirmed or probable, has never had one, and lies in no exemption; another one for a
//          subject that left its exemption, or that is seen again after its case was closed (a relapse). What two people have
//          suppressed stays so.
// Errors:  the store's; what was opened before one stays.
// Threads: of the store.
#pragma once

#include <cstddef>

#include "base/time.hpp"
#include "workbench/store/store.hpp"

namespace davy::app {

// How many were opened; the rest of a flood waits for the next call.
Result<std::size_t> open_cases(store::Store& store, Timestamp now);

}  // namespace davy::app
