// One load that a meter shows: since when, how much, and what speaks for and against mining (event mining_subject of a meter).
//
// Units:   kW, kWh; times are UTC.
// Threads: a value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "verdict/verdict.hpp"
#include "workbench/energy/hash_rate.hpp"

namespace davy::report {

struct TimeInterval {
  Timestamp lower;
  Timestamp best;
  Timestamp upper;
};

// What was drawn and what was expected, a value a day; a gap is NaN.
struct LoadPicture {
  Timestamp first_day;
  std::vector<float> drawn_kw;
  std::vector<float> expected_kw;  // empty: only drawn
};

// What would settle what a load is.
enum class Settles : std::uint8_t {
  site_visit,     // what runs there, in which room
  register_,      // is a system filed for this meter, and with how much?
  works_log,      // was equipment installed that day?
  sub_meters,     // where in the building
  meter_changes,  // was a meter or its wiring changed?
  network,        // what do the machines behind it talk to?
  count_,
};
std::string_view name(Settles what);  // "site_visit"

// What else a load may be: explanations that a reader should have considered before a visit.
enum class AlsoPossible : std::uint8_t {
  server_room,        // a server room, laboratory or cold store
  climate,            // cooling or heating
  changed_meter,      // a meter that was changed, split or wired otherwise
  use_again,          // a building, or an account, in use again, or by others
  new_equipment,      // charging posts, a furnace, a pump
  one_phase_machine,  // an oven, a welder, heating on one phase
  season,             // irrigation, harvest, term
  count_,
};
std::string_view name(AlsoPossible what);  // "server_room"

struct JudgedLoad {
  std::string meter;
  std::string detector = {};  // "hidden_load", "dedicated_load", "energy_balance", …
  std::string pattern = {};   // "constant", "night_only", "flat", "steady", "one_phase", …
  verdict::Verdict verdict = {};
  TimeInterval onset = {};
  bool onset_before_record = false;  // it was there when the readings begin
  Timestamp last_seen = {};
  bool still_there = true;
  energy::Interval kw = {};
  bool at_least = false;      // still rising
  energy::Interval kwh = {};  // from onset to last_seen
  energy::Interval machines = {};
  std::string hardware = {};            // the assumption behind machines
  std::string system = {};              // filed system of the meter; "" if none is known
  std::optional<double> filed_kw = {};  // of that system
  std::optional<double> contracted_kw = {};
  std::string cleared_as =
      {};  // in related loads: "filed_system", "idle_machine", "closed_account"
  std::vector<AlsoPossible> also_possible = {};
  std::vector<Settles> settles = {};
  LoadPicture picture = {};
};

}  // namespace davy::report
