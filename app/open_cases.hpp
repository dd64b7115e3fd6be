// A case for each subject that is confirmed or probable and has never had one.
#pragma once

#include <cstddef>

#include "base/time.hpp"
#include "workbench/store/store.hpp"

namespace davy::app {

// How many were opened; the rest of a flood waits for the next call.
Result<std::size_t> open_cases(store::Store& store, Timestamp now);

}  // namespace davy::app
