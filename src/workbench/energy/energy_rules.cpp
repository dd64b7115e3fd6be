#include "workbench/energy/energy_rules.hpp"

#include <algorithm>

#include "base/tsv.hpp"
#include "workbench/energy/regions.hpp"
#include "workbench/energy/table_number.hpp"

namespace davy::energy {
namespace {

constexpr std::string_view table =
#include "embedded/energy_rules_tsv.inc"
    ;

// Of a month only, its last day: a rule is never taken to hold sooner than is known.
std::optional<Day> day_in(std::string_view text) {
  if (const auto day = parse_day(text)) return day;
  const auto month = parse_month(text);
  if (!month) return std::nullopt;
  return first_of(*month + std::chrono::months{1}) - std::chrono::days{1};
}

std::vector<EnergyRule> read_table() {
  std::vector<EnergyRule> out;
  for (const auto& row : tsv_rows<12>(table)) {
    const auto from = day_in(row[5]);
    const auto value = number(row[3]);
    if (!from || !value) continue;
    out.push_back({row[0], row[1], row[2], *value, row[4], *from, day_in(row[6]), row[7], row[8],
                   row[9], row[10], row[11]});
  }
  return out;
}

}  // namespace

std::span<const EnergyRule> energy_rules() {
  static const std::vector<EnergyRule> all = read_table();
  return all;
}

const EnergyRule* find_rule(std::string_view rule, std::string_view region) {
  const auto found = std::ranges::find_if(energy_rules(), [&](const EnergyRule& row) {
    return row.rule == rule && names_region(region, row.region, row.region_zh);
  });
  return found == energy_rules().end() ? nullptr : &*found;
}

std::optional<BillingCycle> parse_billing_cycle(std::string_view text) {
  // From behind: a meter's name may hold colons.
  std::vector<std::string_view> parts;
  for (int i = 0; i < 3; ++i) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0) return std::nullopt;
    parts.push_back(text.substr(colon + 1));
    text = text.substr(0, colon);
  }
  const auto kwh = number(parts[0]);
  const auto last = parse_day(parts[1]), first = parse_day(parts[2]);
  if (!kwh || *kwh < 0 || !last || !first || *last < *first) return std::nullopt;
  return BillingCycle{std::string{text}, *first, *last, *kwh};
}

double billed_kwh(std::span<const BillingCycle> cycles, std::string_view meter, Day first,
                  Day last) {
  double kwh = 0;
  for (const BillingCycle& cycle : cycles) {
    if (cycle.meter != meter) continue;
    const auto days = (cycle.last - cycle.first).count() + 1;
    const auto inside = (std::min(last, cycle.last) - std::max(first, cycle.first)).count() + 1;
    if (inside > 0) kwh += cycle.kwh * static_cast<double>(inside) / static_cast<double>(days);
  }
  return kwh;
}

}  // namespace davy::energy
