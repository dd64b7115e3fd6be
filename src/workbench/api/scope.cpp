#include "workbench/api/scope.hpp"

#include "workbench/registry/places.hpp"
#include "workbench/report/json_writer.hpp"
#include "workbench/store/rows.hpp"

namespace davy::api {

namespace {

Result<bool> sees_row(const Scope& scope, Result<store::Query> unit_of) {
  bool sees = false;
  const auto read = store::each_row(
      std::move(unit_of), [&](const store::Query& row) { sees = scope.sees(row.view(0)); });
  if (!read) return std::unexpected(read.error());
  return sees;
}

}  // namespace

Result<bool> sees_subject(store::Store& store, const Scope& scope, std::int64_t subject_id) {
  return sees_row(scope,
                  store.database().query("SELECT unit FROM subject WHERE id = ?", subject_id));
}

Result<bool> sees_case(store::Store& store, const Scope& scope, std::int64_t case_id) {
  return sees_row(scope, store.database().query("SELECT unit FROM case_file JOIN subject ON "
                                                "subject.id = subject_id WHERE case_id = ?",
                                                case_id));
}

Result<bool> sees_system(store::Store& store, const Scope& scope, std::int64_t system_id) {
  return sees_row(scope, store.database().query("SELECT unit FROM filed_system WHERE system_id = ?",
                                                system_id));
}

Result<Scope> Scope::of(store::Store& store, const identity::Person& person) {
  Scope scope;
  if (person.unit.empty()) return scope;
  const auto places = registry::read_places(store);
  if (!places) return std::unexpected(places.error());
  const auto units = registry::unit_and_below(places->units, person.unit);
  scope.own_ = person.unit;
  scope.units_.emplace(units.begin(), units.end());
  return scope;
}

std::string Scope::json() const {
  if (!units_) return {};
  std::string out;
  report::JsonWriter json(out);
  json.begin_array();
  for (const std::string& unit : *units_) json.value(unit);
  json.end_array();
  return out;
}

std::vector<std::string> Scope::units() const {
  if (!units_) return {};
  return {units_->begin(), units_->end()};
}

}  // namespace davy::api
