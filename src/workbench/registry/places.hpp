// Units, their zones (dormitory, laboratory, …) with addresses and meters, and who answers for them: whose a finding is.
//
// Shape:   a row of the table is a zone of a unit, or, without a zone, the unit itself; it replaces what has its name. A subject
//          belongs to the unit of the narrowest network that its address lies in, of zones first and then of filed systems; a
//          meter to the zone or system that names it. Units have parents.
// Errors:  as import_outcome.hpp.
// Bounds:  zones_max rows of a table, unit_depth_max generations of units.
// Threads: of the store; a PlaceIndex is const.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "signal/intel/network_prefix.hpp"
#include "workbench/registry/import_outcome.hpp"

namespace davy::registry {

inline constexpr std::size_t zones_max = 20'000;
inline constexpr std::size_t unit_depth_max = 10;

struct Unit {
  std::string name = {};
  std::string parent = {};  // "": none
  std::string responsible = {};
  std::string contact = {};
};
struct Zone {
  std::string unit = {};
  std::string name = {};
  std::string kind =
      {};  // "dormitory", "laboratory", "office", "hpc", "data_centre", "wireless", …
  std::vector<std::string> addresses = {};
  std::vector<std::string> meters = {};
};
struct Places {
  std::vector<Unit> units = {};
  std::vector<Zone> zones = {};
};

Result<ImportOutcome> import_places(store::Store& store, std::string_view octets);
Result<Places> read_places(store::Store& store);

struct Place {
  std::string unit = {};
  std::string zone = {};       // "": of a filed system
  std::string zone_kind = {};  // "": of a filed system
};

class PlaceIndex {
 public:
  static Result<PlaceIndex> read(store::Store& store);

  // Of a host by its address, of a meter or system by its name; nobody's: nothing.
  const Place* of(std::string_view kind, std::string_view name) const;

 private:
  void add(const std::vector<std::string>& addresses, const std::vector<std::string>& meters,
           const Place& place);

  std::map<unsigned, std::map<IpAddress, Place>, std::greater<>> networks_;  // narrowest first
  std::map<std::string, Place, std::less<>> meters_;
  std::map<std::string, Place, std::less<>> systems_;
};

// The unit and all below it.
std::set<std::string> unit_and_below(const std::vector<Unit>& units, const std::string& unit);

// How many subjects in each zone are confirmed, probable or suspected.
using ZoneName = std::pair<std::string, std::string>;  // unit, zone
Result<std::map<ZoneName, std::uint64_t>> findings_by_zone(store::Store& store);

// Writes the unit of those that are new since the last call.
Result<void> place_new_subjects(store::Store& store);
// Writes the unit of all subjects anew: after the register has changed.
Result<void> place_all_subjects(store::Store& store);

}  // namespace davy::registry
