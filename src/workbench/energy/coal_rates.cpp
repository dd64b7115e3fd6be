#include "workbench/energy/coal_rates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "base/tsv.hpp"
#include "workbench/energy/table_number.hpp"

namespace davy::energy {
namespace {

constexpr std::string_view table =
#include "embedded/coal_rates_tsv.inc"
    ;

constexpr std::array<std::string_view, 5> names{"measured", "interpolated", "target", "nearest",
                                                "definition"};

CoalBasis basis_named(std::string_view text) {
  return static_cast<CoalBasis>(std::ranges::find(names, text) - names.begin());
}

std::vector<CoalRate> read_table(std::string_view meaning) {
  std::vector<CoalRate> out;
  for (const auto& row : tsv_rows<6>(table)) {
    const auto rate = number(row[2]);
    if (row[0] != meaning || !rate) continue;
    out.push_back({*rate, static_cast<int>(number(row[1]).value_or(0)), basis_named(row[3]),
                   fmt::format("{} ({})", row[4], row[5])});
  }
  std::ranges::sort(out, {}, &CoalRate::year);
  return out;
}

CoalRate between(const CoalRate& a, const CoalRate& b, int year) {
  const double share = static_cast<double>(year - a.year) / (b.year - a.year);
  return {a.gce_per_kwh + share * (b.gce_per_kwh - a.gce_per_kwh), year, CoalBasis::interpolated,
          fmt::format("between {} g in {} and {} g in {}{}: {}; {}", a.gce_per_kwh, a.year,
                      b.gce_per_kwh, b.year, b.basis == CoalBasis::target ? " (a target)" : "",
                      a.source, b.source)};
}

}  // namespace

std::string_view name(CoalBasis basis) { return names[static_cast<std::size_t>(basis)]; }

CoalRate supply_coal_rate(int year) {
  static const std::vector<CoalRate> all = read_table("supply");
  const auto above = std::ranges::lower_bound(all, year, {}, &CoalRate::year);
  if (above != all.end() && above->year == year) return *above;
  if (above != all.begin() && above != all.end()) return between(*std::prev(above), *above, year);
  CoalRate nearest = above == all.end() ? all.back() : all.front();
  nearest.basis = CoalBasis::nearest;
  return nearest;
}

CoalRate calorific_coal_rate() {
  static const std::vector<CoalRate> all = read_table("calorific");
  return all.front();
}

}  // namespace davy::energy
