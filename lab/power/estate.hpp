// Real meters, as the evaluations read them.
#pragma once

#include <string>
#include <vector>

#include "power/power_record.hpp"

namespace davy::lab {

// A table of meters, perhaps packed; what cannot be opened ends the program.
std::vector<power::PowerRecord> read_estate(const std::string& path);
float mean_of(const power::PowerRecord& record);  // kW, without gaps; 0: no reading

}  // namespace davy::lab
