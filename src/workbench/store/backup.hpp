// A copy of the store while it is in use, and the proof that a copy can be used.
//
// Shape:   the copy is the store as it was at one moment: one read of it, which stops no writer. It is written beside its name
//          (".part"), flushed, and only then given its name, readable by its owner only. Restoring is copying it back where no
//          davy runs; `-wal` and `-shm` files of the old store must be removed with it.
// Errors:  as store.hpp; a file of that name is never overwritten.
// Threads: of the store.
#pragma once

#include <string>

#include "workbench/store/check.hpp"
#include "workbench/store/store.hpp"

namespace davy::store {

Result<void> back_up(Store& store, const std::string& path);
Result<CheckReport> check_backup(const std::string& path);  // as check(), without touching the file

}  // namespace davy::store
