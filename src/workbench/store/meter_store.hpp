// What meters drew: by month, of all that were read, and the picture of a load that was found.
//
// Units:   kW; days and months are of the meter's local time.
// Shape:   a month that is told again replaces what was known of it if it holds as many hours. A subject has one picture: the
//          latest.
// Errors:  as store.hpp.
// Bounds:  pictures are those of the findings, at most 400 days.
// Threads: of the store.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "power/month_use.hpp"
#include "workbench/report/judged_load.hpp"
#include "workbench/store/store.hpp"

namespace davy::store {

Result<void> put_month_uses(Store& store, std::span<const power::MonthUse> uses);

Result<void> put_load_picture(Store& store, std::int64_t subject_id,
                              const report::LoadPicture& picture);
struct StoredPicture {
  std::string first_day = {};
  std::string drawn_kw = {};     // JSON: an array, null where nothing was read
  std::string expected_kw = {};  // likewise, perhaps empty
};
Result<std::optional<StoredPicture>> load_picture_of(Store& store, std::int64_t subject_id);

}  // namespace davy::store
