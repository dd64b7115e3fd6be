// What who asks may see: everything, or what belongs to a unit and to the units below it.
//
// Shape:   what lies outside is not there: lists leave it out, and asked for by its number it is 404. What belongs to nobody is
//          seen only by those who see everything.
// Errors:  of the store.
// Threads: a value.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "workbench/identity/people.hpp"
#include "workbench/store/store.hpp"

namespace davy::api {

class Scope {
 public:
  static Result<Scope> of(store::Store& store, const identity::Person& person);

  bool sees_all() const { return !units_; }
  bool sees(std::string_view unit) const { return !units_ || units_->contains(unit); }
  // For a query's `unit IN (SELECT value FROM json_each(?))`, and the filters of lists; "" and none: everything.
  std::string json() const;
  std::vector<std::string> units() const;
  const std::string& own() const { return own_; }  // of the person; "": all

  template <class Rows, class UnitOf>
  void keep_seen(Rows& rows, UnitOf unit_of) const {
    if (units_) std::erase_if(rows, [&](const auto& row) { return !sees(unit_of(row)); });
  }

 private:
  std::optional<std::set<std::string, std::less<>>> units_ = {};
  std::string own_ = {};
};

// Whether it lies in the scope; false also where it is not there.
Result<bool> sees_subject(store::Store& store, const Scope& scope, std::int64_t subject_id);
Result<bool> sees_case(store::Store& store, const Scope& scope, std::int64_t case_id);
Result<bool> sees_system(store::Store& store, const Scope& scope, std::int64_t system_id);

}  // namespace davy::api
