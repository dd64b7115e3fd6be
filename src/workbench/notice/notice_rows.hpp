// Lists and items as rows of the store. Only notice/ includes this.
//
// Threads: of the database.
#pragma once

#include "workbench/notice/notices.hpp"

namespace davy::notice {

// Gives it its number.
Result<void> add_notice(store::Database& database, Notice& notice, std::string_view taken_by);
Result<void> add_item(store::Database& database, Item& item);
Result<void> keep_answer(store::Database& database, const Item& item, Timestamp now);

}  // namespace davy::notice
