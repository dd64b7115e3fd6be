// Research that may mine: whose project, at which hosts, which coins, how much power, from when until when.
//
// Units:   kW; days of UTC, both ends included.
// Shape:   asked for by one person, approved by another. What is found inside its scope stays a finding and raises no alarm; one
//          step outside it (another coin, too much power, after its last day) is one, and says which step. A coin that cannot be
//          told (encrypted traffic) counts as inside: nothing shows that it is outside. Each judgement names its exemption.
// Errors:  Denied says why something is not done; the store's errors are errors.
// Bounds:  exemptions_max that are asked for or in force, hosts_max hosts and coins_max coins of each.
// Threads: of the store.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "workbench/casefile/cases.hpp"
#include "workbench/energy/calendar.hpp"

namespace davy::registry {

inline constexpr std::int64_t exemptions_max = 2'000;
inline constexpr std::size_t exempt_hosts_max = 100;
inline constexpr std::size_t exempt_coins_max = 20;

struct Exemption {
  std::int64_t exemption_id = 0;
  std::string project = {};
  std::string person = {};
  std::string purpose = {};
  std::vector<std::string> hosts = {};  // addresses, networks, meters
  std::vector<std::string> coins = {};  // none: any
  std::optional<double> power_cap_kw = {};
  std::string first_day = {};
  std::string last_day = {};
  std::string status = {};  // "asked", "approved", "refused", "withdrawn"
  std::string asked_by = {};
  std::string decided_by = {};
  // Of the subjects at its hosts.
  std::int64_t inside = 0;
  std::int64_t outside = 0;

  // "in_force", "not_yet", "expired", or as `status`.
  std::string_view status_on(energy::Day day) const;
};

// What was seen of a subject, as far as an exemption asks.
struct SeenMining {
  std::vector<std::string> coins = {};
  std::optional<double> power_kw = {};
  energy::Day last_day = {};
};
// Why it is outside; "": inside.
std::string outside_of(const Exemption& exemption, const SeenMining& seen);

casefile::Outcome<Exemption> ask_for_exemption(store::Store& store, Exemption form,
                                               const identity::Person& by, Timestamp now);
// "approve", "refuse", "withdraw"; each with a reason.
casefile::Outcome<Exemption> decide_exemption(store::Store& store, std::int64_t id,
                                              std::string_view action, std::string_view text,
                                              const identity::Person& by, Timestamp now);
Result<std::vector<Exemption>> exemptions(store::Store& store);

// Writes into each subject whose exemption it is at, and why that does not hold; ids of those that just left one.
struct LeftExemption {
  std::int64_t subject_id = 0;
  std::int64_t exemption_id = 0;
  std::string why = {};
};
Result<std::vector<LeftExemption>> judge_exemptions(store::Store& store);

}  // namespace davy::registry
