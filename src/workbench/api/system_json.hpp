// Filed systems as the API tells them.
//
// Threads: pure.
#pragma once

#include "base/time.hpp"
#include "workbench/registry/register_store.hpp"
#include "workbench/report/json_writer.hpp"

namespace davy::api {

// Fields of an object that is open.
void write_system_fields(report::JsonWriter& json, const registry::RegisteredSystem& system,
                         Timestamp now);

}  // namespace davy::api
