// The rows of an authority's list. Only notice/ includes this.
//
// Threads: one owner.
#pragma once

#include <cctz/time_zone.h>

#include "workbench/notice/notices.hpp"

namespace davy::notice {

Result<table::HeadedTable> parse_list(std::string_view octets);
// Why the row is none; "": `item` is it.
std::string read_item(const table::HeadedTable& table, const cctz::time_zone& zone, Item& item);
// What makes an item of another list the same one.
std::string identity_of(const Item& item);

}  // namespace davy::notice
