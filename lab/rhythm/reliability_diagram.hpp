// A reliability diagram as SVG: what was stated against what was found, and how many flows stand behind each point.
//
// Shape:   one panel a model, side by side; black on white, so that it prints. The same bins give the same octets.
// Threads: pure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "lab/rhythm/calibration.hpp"

namespace davy::lab {

struct Reliability {
  std::string name;
  std::vector<Bin> bins;  // at even odds
  double expected_error = 0;
};
std::string reliability_svg(std::span<const Reliability> models);

}  // namespace davy::lab
