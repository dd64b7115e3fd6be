// An option that is a length of time in seconds, told as people tell it: 90, 90s, 15m, 2h, 1d.
#pragma once

#include <CLI/Option.hpp>
#include <CLI/Validators.hpp>
#include <map>
#include <string>

namespace davy::app {

// The help says it in words: what the library would add of numbers and units is left out.
inline CLI::Option* as_duration(CLI::Option* option) {
  static const std::map<std::string, double> units{{"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86'400}};
  return option->type_name("TIME")
      ->transform(
          CLI::AsNumberWithUnit(units, CLI::AsNumberWithUnit::UNIT_OPTIONAL).description(""))
      ->check(CLI::Range(0.1, 1e8).description(""));
}

}  // namespace davy::app
