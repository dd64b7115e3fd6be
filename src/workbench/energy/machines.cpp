#include "workbench/energy/machines.hpp"

#include <fmt/format.h>

#include "base/tsv.hpp"
#include "workbench/energy/table_number.hpp"

namespace davy::energy {
namespace {

constexpr std::string_view table =
#include "embedded/machines_tsv.inc"
    ;

struct Machine {
  std::string_view name;
  Interval watts;
  std::string_view source;
  std::string_view date;
};

const Machine& assumed() {
  static const Machine first = [] {
    const auto rows = tsv_rows<6>(table);
    const auto& [name, low, best, high, source, date] = rows.front();
    return Machine{name,
                   {number(low).value_or(0), number(best).value_or(0), number(high).value_or(0)},
                   source,
                   date};
  }();
  return first;
}

}  // namespace

MachineEstimate in_machines(const Interval& kw) {
  const Machine& machine = assumed();
  return {{1000 * kw.lower / machine.watts.upper, 1000 * kw.best / machine.watts.best,
           1000 * kw.upper / machine.watts.lower},
          fmt::format("{}, {:.0f} W at the plug ({}, {})", machine.name, machine.watts.best,
                      machine.source, machine.date)};
}

}  // namespace davy::energy
