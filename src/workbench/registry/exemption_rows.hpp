// Exemptions as rows of the store. Only registry/ includes this.
//
// Threads: of the database.
#pragma once

#include "workbench/registry/exemptions.hpp"

namespace davy::registry {

// Gives it its number.
Result<void> add_exemption(store::Database& database, Exemption& exemption, Timestamp now);
Result<void> keep_decision(store::Database& database, const Exemption& exemption,
                           std::string_view text);
Result<std::vector<Exemption>> read_exemptions(store::Database& database);  // newest first

}  // namespace davy::registry
