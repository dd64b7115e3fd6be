// Small things that are kept: settings, the sensors there are, the packs of facts that were used.
//
// Errors:  as store.hpp.
// Bounds:  keys and names at limits::store_name_octets_max, values at limits::store_detail_octets_max: longer ones are cut.
//          Lists hold at most limits::store_page_rows_max.
// Threads: of the store.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workbench/store/store.hpp"

namespace davy::store {

Result<void> set_setting(Store& store, std::string_view key, std::string_view value);
Result<std::optional<std::string>> setting(Store& store, std::string_view key);

struct Sensor {
  std::string name;
  std::string kind;  // "capture", "exporter", "host", "meter"; "": only named by what it sent
  Timestamp first_seen = {};
};
Result<void> put_sensor(Store& store, const Sensor& sensor);  // known already: its kind is set
Result<std::vector<Sensor>> sensors(Store& store);            // by name

struct PackVersion {
  std::string version;
  Timestamp first_used = {};
};
Result<std::vector<PackVersion>> packs(Store& store);  // newest first

}  // namespace davy::store
