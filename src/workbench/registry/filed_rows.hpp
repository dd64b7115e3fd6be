// Filed systems as rows of the store. Only registry/ includes this.
//
// Threads: of the database.
#pragma once

#include "workbench/registry/register_store.hpp"

namespace davy::registry {

// What stands in the table or the form is wrong: why; "": nothing. The name's and lists' bounds too.
std::string wrong_with(const RegisteredSystem& system);

// By name: gives it its number. `seen…` and `used_kw` are not kept.
Result<void> put_system(store::Database& database, RegisteredSystem& system, Timestamp now);
Result<std::vector<RegisteredSystem>> read_systems(store::Database& database);
Result<std::optional<RegisteredSystem>> read_system(store::Database& database, std::int64_t id);

}  // namespace davy::registry
