// Rules that put a price on mining's electricity, or count it, as data.
//
// Units:   yuan for a kWh; or how many times something counts.
// Shape:   a rule holds in a region from a day on; nothing before that day counts. Drafts are shown and never summed.
// Threads: immutable after first use.
// Source:  data/energy_rules.tsv, each row with document, source and date; compiled in.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "workbench/energy/calendar.hpp"

namespace davy::energy {

struct EnergyRule {
  std::string_view rule;  // "surcharge", "double_count"
  std::string_view region;
  std::string_view region_zh;
  double value = 0;
  std::string_view unit;
  Day from;
  std::optional<Day> until;  // the last day
  std::string_view covers;   // "account", "mining", "new"
  std::string_view document;
  std::string_view status;  // "in force", "draft"
  std::string_view source;
  std::string_view date;

  bool in_force() const { return status == "in force"; }
};

std::span<const EnergyRule> energy_rules();
const EnergyRule* find_rule(std::string_view rule, std::string_view region);

// One reading cycle of a meter's account: its first and last day, and what was read for it.
struct BillingCycle {
  std::string meter;
  Day first;
  Day last;
  double kwh = 0;
};

// "b97:2022-05-01:2022-05-31:120000"
std::optional<BillingCycle> parse_billing_cycle(std::string_view text);

// Kilowatt-hours of the account in the days from `first` to `last`, by the rules' own words: the whole of a cycle that lies
// inside; of a cycle that does not, its mean a day times the days that do.
double billed_kwh(std::span<const BillingCycle> cycles, std::string_view meter, Day first,
                  Day last);

}  // namespace davy::energy
