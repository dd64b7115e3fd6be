// The electricity of Bitcoin's network, by the method of the Cambridge Bitcoin Electricity Consumption Index.
//
// Units:   TWh a year (the day's power, kept for 365.25 days), GW, joules for 10^9 hashes.
// Shape:   A device pays while what it burns for a hash costs less than the hash earns: efficiency below
//              threshold = revenue a day / (hash rate × 86,400 s) / price of a joule,
//          a mean over 14 days. Lower bound: all hash rate by the best device that pays, PUE 1.01. Best guess: by the mean of those
//          that pay, PUE 1.10. Upper bound: by the worst that pays, PUE 1.20. Each is then a mean over 7 days. Where no device
//          pays, the last day's figures stand (`carried`). Days without inputs are not there.
//          Until 20 days of inputs lie behind a day its means are shorter (`warming_up`).
// Threads: pure functions.
// Source:  CambridgeAltFin/ccaf_cbeci_api 0e28e819 (2024-03-28), formulas; docs/energy.md.
#pragma once

#include <span>
#include <vector>

#include "workbench/energy/devices.hpp"
#include "workbench/energy/interval.hpp"
#include "workbench/energy/network_series.hpp"

namespace davy::energy {

struct IndexSettings {
  double price_usd_per_kwh = 0.05;
  Interval pue{1.01, 1.10, 1.20};
};

struct IndexDay {
  Day day;
  Interval twh_per_year;
  Interval j_per_gh;              // of the day, before the mean over 7 days
  double threshold_j_per_gh = 0;  // mean over 14 days
  std::size_t devices = 0;        // that pay
  bool carried = false;
  bool warming_up = false;
};

inline constexpr double hours_a_year = 365.25 * 24;
inline double gw_of(double twh_per_year) { return twh_per_year * 1e3 / hours_a_year; }

std::vector<IndexDay> compute_index(std::span<const NetworkDay> days, Generation generation,
                                    const IndexSettings& settings,
                                    std::span<const Device> list = devices());

}  // namespace davy::energy
