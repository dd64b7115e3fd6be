// What a reader of one form of readings is, and what it writes to.
//
// Threads: one owner.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "power/meter_file.hpp"
#include "power/read/mapping_file.hpp"

namespace davy::power {

class MeterFormat {
 public:
  virtual ~MeterFormat() = default;
  virtual void octets(Bytes chunk) = 0;
  virtual void end() = 0;
};

struct MeterFileOutput {
  MeterBook& book;
  ReadingOptions options;
  std::string file_name;
  Mapping mapping;
  MeterFileCounts counts;
  std::optional<Error> problem;

  MeterFileOutput(MeterBook& to, const ReadingOptions& how, std::string_view name);

  // "readings.csv:12: " and the text; beyond the bound nothing.
  void note(std::uint64_t line, std::string_view text);
  void note(std::string_view text);
  void fail(std::uint64_t line, std::string_view text);
  void fail(std::string_view text);
  // To be asked behind each row: remembers where a meter's readings began to contradict each other.
  void look_for_contradiction(std::uint64_t line) {
    if (book.contradictions() != contradictions_seen_) contradiction(line);
  }
  void tell_contradictions();

  std::string stem() const;                  // of the file's name: "estate_kwh"
  std::optional<Unit> unit_in_name() const;  // "…_kwh_2018.csv"

 private:
  struct Contradicted {
    std::uint64_t first_line = 0;
    std::uint64_t times = 0;
  };
  void contradiction(std::uint64_t line);

  std::uint64_t contradictions_seen_ = 0;
  std::unordered_map<MeterNumber, Contradicted> contradicted_;
};

// A value by which a sensor says that it has none: all bits set, or a saturated octet of a BMC.
inline bool is_sentinel(double value, const Unit& unit, Quantity quantity) {
  if (value < 2555 && value > -999) return false;
  const bool is_register = quantity == Quantity::energy_register;
  if (value == 2147483647 || value == 4294967295) return true;
  if (is_register) return false;
  if (value == 65535 || value == -999 || value == -9999 || value == -32768) return true;
  return unit.quantity == Quantity::power && unit.to_own == 1e-3 &&
         (value == 2555 || value == 25550);
}

std::unique_ptr<MeterFormat> csv_readings(MeterFileOutput& output);
std::unique_ptr<MeterFormat> green_button_readings(MeterFileOutput& output);
std::unique_ptr<MeterFormat> redfish_readings(MeterFileOutput& output);
std::unique_ptr<MeterFormat> ipmi_readings(MeterFileOutput& output);
std::unique_ptr<MeterFormat> prometheus_readings(MeterFileOutput& output);

}  // namespace davy::power
