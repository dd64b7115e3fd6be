// The account of found mining: kilowatt-hours, standard coal, carbon dioxide, money, with each factor beside its result.
//
// Units:   kWh, kW, tonnes of coal equivalent (tce), tonnes of CO2, yuan, USD.
// Shape:   measured and estimated parts are kept apart to the end. Energy that spans years is split by the time in each year, and
//          each part takes its own year's factors. Sums of intervals add their bounds. Hash rates stand by algorithm and are
//          never added over algorithms.
// Errors:  a year or region without a factor leaves tonnes of CO2 out and says what to do (`gaps`); the rest stands.
// Threads: pure functions.
// Source:  factors with theirs, in data/; docs/energy.md.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "workbench/energy/coal_rates.hpp"
#include "workbench/energy/energy_rules.hpp"
#include "workbench/energy/found_mining.hpp"
#include "workbench/energy/grid_factors.hpp"

namespace davy::energy {

struct AccountSettings {
  std::string region;
  std::string factor_region;         // where its factor is to be taken from; "": the region itself
  std::optional<int> factor_year;    // for every finding; else each part's own year
  std::optional<double> own_factor;  // kg for a kWh
  std::string own_factor_source;
  std::optional<double> hours;  // estimated mining is taken to have run so long
  Certainty least = Certainty::suspected;
  std::set<std::pair<std::string, std::string>> same;  // meter, host
  std::optional<double> tariff_cny_per_kwh;
  std::vector<BillingCycle> bills;
  std::optional<std::pair<Timestamp, Timestamp>> peak;
};

// One year's part of a piece of mining.
struct YearPart {
  int year = 0;
  double hours = 0;
  Interval kwh;
};

struct AccountItem {
  FoundMining found;
  double hours = 0;           // that are accounted
  bool extrapolated = false;  // beyond what was seen
  Interval kwh;
  std::vector<YearPart> parts;
  std::string same_as;  // not added: the same mining as this measured one
};

// Both meanings of standard coal and the carbon dioxide of one year's energy.
struct YearAccount {
  int year = 0;
  Interval measured_kwh;
  Interval estimated_kwh;
  CoalRate supply;
  CoalRate calorific;
  std::optional<FactorChoice> factor;
  Interval kwh() const { return measured_kwh + estimated_kwh; }
  Interval tce_supply() const { return kwh() * (supply.gce_per_kwh / 1e6); }
  Interval tce_calorific() const { return kwh() * (calorific.gce_per_kwh / 1e6); }
  std::optional<Interval> tco2() const;
};

struct Sensitivity {
  FactorChoice factor;
  double tco2_best = 0;
};

struct AlgorithmRate {
  std::size_t findings = 0;
  Interval hashes_per_s;
};

struct Surcharge {
  const EnergyRule* rule = nullptr;
  Interval kwh;  // mining's own, while the rule held
  Interval cny;
  std::optional<double> billed_kwh;  // of the account's reading cycles, for the days of mining
  std::optional<double> billed_cny;
};

struct DoubleCount {
  const EnergyRule* rule = nullptr;
  std::size_t findings = 0;  // confirmed, begun after the rule's day
  Interval kwh;              // theirs
  std::map<int, Interval> kwh_by_year;
};

// Power that would be free, by how sure it is.
struct PeakPower {
  Timestamp from, to;
  bool asked = false;  // else the moment when most ran together
  std::array<Interval, certainties> kw;
  bool at_least = false;
};

struct Account {
  std::vector<AccountItem> items;
  std::vector<YearAccount> years;
  std::array<Interval, certainties> measured_kwh;  // by certainty
  std::array<Interval, certainties> estimated_kwh;
  std::map<std::string, AlgorithmRate> rates;
  std::vector<Sensitivity> sensitivity;
  std::vector<FactorGap> gaps;
  std::optional<Interval> cost_cny;  // at the tariff given
  Interval cost_usd;                 // at the price that the Cambridge index assumes
  Surcharge surcharge;
  DoubleCount double_count;
  std::optional<PeakPower> peak;
  std::size_t left_by_certainty = 0;  // less sure than asked for
  std::size_t not_added = 0;          // the same mining as a measured one

  std::size_t accounted() const { return items.size() - not_added; }
  Interval measured() const { return measured_kwh[0] + measured_kwh[1] + measured_kwh[2]; }
  Interval estimated() const { return estimated_kwh[0] + estimated_kwh[1] + estimated_kwh[2]; }
  Interval kwh() const { return measured() + estimated(); }
  Interval tce_supply() const;
  Interval tce_calorific() const;
  std::optional<Interval> tco2() const;  // nothing where any year lacks a factor
};

inline constexpr double index_price_usd_per_kwh = 0.05;  // ccaf_cbeci_api 0e28e819

Account make_account(std::vector<FoundMining> found, const AccountSettings& settings);

}  // namespace davy::energy
