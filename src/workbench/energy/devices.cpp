#include "workbench/energy/devices.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/tsv.hpp"
#include "workbench/energy/table_number.hpp"

namespace davy::energy {
namespace {

constexpr std::string_view table =
#include "embedded/mining_devices_tsv.inc"
    ;

constexpr std::array<std::string_view, generations> names{"listed", "makers", "aged"};

constexpr std::chrono::seconds makers_life{
    157'680'000};  // ccaf_cbeci_api 0e28e819: five years of 365 days
constexpr std::chrono::months aged_enters_after{2};  // revision of 31 August 2023
constexpr int aged_life_years = 5;                   // 1, 0.8, 0.6, 0.4, 0.2, then nothing
constexpr double aged_loss_a_year = 0.2;

std::uint8_t lists_of(std::string_view text) {
  std::uint8_t lists = 0;
  for (std::size_t i = 0; i < generations; ++i)
    if (text.find(names[i]) != std::string_view::npos)
      lists = static_cast<std::uint8_t>(lists | (1U << i));
  return lists;
}

std::vector<Device> read_table() {
  std::vector<Device> out;
  for (const auto& row : tsv_rows<6>(table)) {
    const auto released = parse_day(row[1]);
    const auto j_per_gh = number(row[2]);
    if (released && j_per_gh)
      out.push_back({row[0], *released, *j_per_gh, lists_of(row[3]), row[4], row[5]});
  }
  return out;
}

// Whole months from one day to the other.
int months_between(Day from, Day to) {
  const std::chrono::year_month_day a{from}, b{to};
  const int months = static_cast<int>((month_of(to) - month_of(from)).count());
  return months - (b.day() < a.day() ? 1 : 0);
}

double aged_weight(Day released, Day day) {
  const std::chrono::year_month_day came{released};
  const Day enters{(came + aged_enters_after).ok()
                       ? Day{came + aged_enters_after}
                       : first_of(month_of(released) + std::chrono::months{3})};
  if (day < enters) return 0;
  const int years = months_between(enters, day) / 12;
  return years < aged_life_years ? 1 - aged_loss_a_year * years : 0;
}

}  // namespace

std::string_view name(Generation generation) { return names[static_cast<std::size_t>(generation)]; }

std::span<const Device> devices() {
  static const std::vector<Device> all = read_table();
  return all;
}

double weight(const Device& device, Generation generation, Day day) {
  if (!device.is_in(generation)) return 0;
  if (generation == Generation::aged) return aged_weight(device.released, day);
  const bool alive = generation == Generation::listed || day - device.released <= makers_life;
  return device.released < day && alive ? 1 : 0;
}

}  // namespace davy::energy
