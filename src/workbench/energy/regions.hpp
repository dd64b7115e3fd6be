// Names of countries, provinces and grid regions as people write them.
//
// Shape:   in English or Chinese, in any case, with or without "Province", 省, 市, 自治区; "China" is the map's Mainland China.
// Threads: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace davy::energy {

// Whether `asked` means the place of this name.
bool names_region(std::string_view asked, std::string_view name, std::string_view name_zh);

}  // namespace davy::energy
