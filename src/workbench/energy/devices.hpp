// Devices that mine SHA-256, as the Cambridge index lists them.
//
// Units:   joules for 10^9 hashes.
// Threads: immutable after first use.
// Source:  data/mining_devices.tsv, each row with source and date; compiled in.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "workbench/energy/calendar.hpp"

namespace davy::energy {

// The three models of the index, by the list of devices that each one means over.
enum class Generation : std::uint8_t {
  listed,  // first: every device counts the same
  makers,  // second: those of the three big makers, for five years, each the same
  aged,    // third: from two months after their release, less each year, for five years
};
inline constexpr std::size_t generations = 3;
std::string_view name(Generation generation);  // "listed"

struct Device {
  std::string_view name;
  Day released;
  double j_per_gh = 0;
  std::uint8_t lists = 0;  // bit by Generation
  std::string_view source;
  std::string_view date;

  bool is_in(Generation generation) const {
    return ((lists >> static_cast<unsigned>(generation)) & 1U) != 0;
  }
};

std::span<const Device> devices();

// How much a device counts on `day`: 0 before it came and after its life, else up to 1.
double weight(const Device& device, Generation generation, Day day);

}  // namespace davy::energy
