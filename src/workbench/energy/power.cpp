#include <fmt/format.h>

#include <algorithm>

#include "workbench/energy/hardware.hpp"
#include "workbench/energy/quantity_text.hpp"

namespace davy::energy {
namespace {

std::string assumption(const std::vector<HardwareClass>& classes) {
  const HardwareClass& assumed = classes.front();
  std::string text = fmt::format("{} assumed, {} a hash ({}; {}, {})", assumed.kind,
                                 si_range(assumed.joules_per_hash, "J", "to"), assumed.algorithm,
                                 assumed.source, assumed.date);
  for (std::size_t i = 1; i < classes.size(); ++i) {
    text += fmt::format("; the interval also spans {} ({})", classes[i].kind,
                        si_range(classes[i].joules_per_hash, "J", "to"));
  }
  return text;
}

}  // namespace

std::optional<PowerEstimate> estimate_power(const HashRateEstimate& rate,
                                            std::string_view algorithm) {
  const std::vector<HardwareClass> classes = hardware_for(algorithm);
  if (classes.empty() || rate.rests_on_few()) return std::nullopt;
  Interval joules = classes.front().joules_per_hash;
  for (const HardwareClass& other : classes) {
    joules.lower = std::min(joules.lower, other.joules_per_hash.lower);
    joules.upper = std::max(joules.upper, other.joules_per_hash.upper);
  }
  const Interval& hashes = rate.hashes_per_s;
  return PowerEstimate{
      {hashes.lower * joules.lower, hashes.best * joules.best, hashes.upper * joules.upper},
      assumption(classes)};
}

}  // namespace davy::energy
