#include "workbench/energy/account.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "workbench/energy/account_items.hpp"
#include "workbench/energy/regions.hpp"

namespace davy::energy {
namespace {

constexpr Duration china_ahead = std::chrono::hours{8};  // days of bills and notices are Beijing's

std::size_t index_of(Certainty certainty) { return static_cast<std::size_t>(certainty); }

// The factor in use for one year; where there is none, what to do about it.
std::optional<FactorChoice> choose_factor(const AccountSettings& settings, int year,
                                          std::vector<FactorGap>& gaps) {
  if (settings.own_factor) {
    const GridFactor own{"own factor",
                         "自定系数",
                         "own",
                         "",
                         0,
                         "own",
                         *settings.own_factor,
                         settings.own_factor_source,
                         ""};
    return FactorChoice{own, year};
  }
  const std::string& region =
      settings.factor_region.empty() ? settings.region : settings.factor_region;
  auto choice = factor_for(region, settings.factor_year.value_or(year));
  if (!choice) {
    if (std::ranges::find(gaps, choice.error()) == gaps.end()) gaps.push_back(choice.error());
    return std::nullopt;
  }
  choice->asked_year = year;  // the mark is about the energy's own year
  return *choice;
}

void add_years(Account& account, const AccountSettings& settings) {
  std::map<int, YearAccount> years;
  for (const AccountItem& item : account.items) {
    if (!item.same_as.empty()) continue;
    for (const YearPart& part : item.parts) {
      YearAccount& year = years[part.year];
      Interval& sum = item.found.measured ? year.measured_kwh : year.estimated_kwh;
      sum = sum + part.kwh;
    }
  }
  for (auto& [year, one] : years) {
    one.year = year;
    one.supply = supply_coal_rate(year);
    one.calorific = calorific_coal_rate();
    one.factor = choose_factor(settings, year, account.gaps);
    account.years.push_back(one);
  }
}

void add_totals(Account& account) {
  for (const AccountItem& item : account.items) {
    if (!item.same_as.empty()) {
      ++account.not_added;
      continue;
    }
    auto& sums = item.found.measured ? account.measured_kwh : account.estimated_kwh;
    Interval& sum = sums[index_of(item.found.certainty)];
    sum = sum + item.kwh;
    if (!item.found.hashes_per_s || item.found.algorithm.empty()) continue;
    AlgorithmRate& rate = account.rates[item.found.algorithm];
    ++rate.findings;
    rate.hashes_per_s = rate.hashes_per_s + *item.found.hashes_per_s;
  }
}

// The same energy by each factor that people take.
void add_sensitivity(Account& account, const AccountSettings& settings) {
  const std::string& asked =
      settings.factor_region.empty() ? settings.region : settings.factor_region;
  const GridFactor* region = find_grid_region(asked);
  const GridFactor* nation = find_grid_region("China");
  for (const AlternativeFactor& other : alternatives(region != nullptr ? *region : *nation)) {
    Sensitivity line;
    for (const YearAccount& year : account.years) {
      const auto choice =
          nearest_factor(other.name, other.kind, settings.factor_year.value_or(year.year));
      if (!choice || choice->factor.kind == "none") continue;
      line.factor = *choice;
      line.factor.asked_year = year.year;
      line.tco2_best += year.kwh().best * choice->factor.kg_per_kwh / 1e3;
    }
    if (line.factor.factor.kg_per_kwh > 0) account.sensitivity.push_back(line);
  }
}

Day local_day(Timestamp time) { return day_of(time + china_ahead); }

Timestamp end_of(const EnergyRule& rule) {
  return rule.until ? Timestamp{*rule.until + std::chrono::days{1}} - china_ahead
                    : Timestamp::max();
}

void add_surcharge(Account& account, const AccountSettings& settings) {
  Surcharge& due = account.surcharge;
  due.rule = find_rule("surcharge", settings.region);
  if (due.rule == nullptr) return;
  const Timestamp from = Timestamp{due.rule->from} - china_ahead, until = end_of(*due.rule);
  std::set<std::string> billed;
  for (const AccountItem& item : account.items) {
    if (!item.same_as.empty()) continue;
    const Timestamp last = item.found.first + std::chrono::duration_cast<Duration>(
                                                  std::chrono::duration<double>(item.hours * 3600));
    due.kwh = due.kwh + item.kwh * share_inside(item.found.first, last, from, until);
    if (settings.bills.empty() || last < from || item.found.first >= until) continue;
    if (!billed.insert(item.found.subject).second) continue;
    const Day begin = std::max(local_day(item.found.first), due.rule->from);
    const Day end = due.rule->until ? std::min(local_day(last), *due.rule->until) : local_day(last);
    due.billed_kwh =
        due.billed_kwh.value_or(0) + billed_kwh(settings.bills, item.found.subject, begin, end);
  }
  due.cny = due.kwh * due.rule->value;
  if (due.billed_kwh) due.billed_cny = *due.billed_kwh * due.rule->value;
}

bool in_china(const std::string& region) { return find_grid_region(region) != nullptr; }

void add_double_count(Account& account, const AccountSettings& settings) {
  if (!in_china(settings.region)) return;
  DoubleCount& twice = account.double_count;
  twice.rule = find_rule("double_count", "China");
  if (twice.rule == nullptr) return;
  for (const AccountItem& item : account.items) {
    const bool is_new = local_day(item.found.first) > twice.rule->from;
    if (!is_new || !item.same_as.empty() || item.found.certainty != Certainty::confirmed) continue;
    ++twice.findings;
    twice.kwh = twice.kwh + item.kwh;
    for (const YearPart& part : item.parts)
      twice.kwh_by_year[part.year] = twice.kwh_by_year[part.year] + part.kwh;
  }
}

}  // namespace

std::optional<Interval> YearAccount::tco2() const {
  if (!factor) return std::nullopt;
  return kwh() * (factor->factor.kg_per_kwh / 1e3);
}

Interval Account::tce_supply() const {
  Interval sum;
  for (const YearAccount& year : years) sum = sum + year.tce_supply();
  return sum;
}

Interval Account::tce_calorific() const {
  Interval sum;
  for (const YearAccount& year : years) sum = sum + year.tce_calorific();
  return sum;
}

std::optional<Interval> Account::tco2() const {
  Interval sum;
  for (const YearAccount& year : years) {
    const auto part = year.tco2();
    if (!part) return std::nullopt;
    sum = sum + *part;
  }
  return sum;
}

Account make_account(std::vector<FoundMining> found, const AccountSettings& settings) {
  Account account;
  account.left_by_certainty =
      std::erase_if(found, [&](const FoundMining& one) { return one.certainty > settings.least; });
  account.items = account_items(std::move(found), settings);
  add_totals(account);
  add_years(account, settings);
  add_sensitivity(account, settings);
  if (settings.tariff_cny_per_kwh) account.cost_cny = account.kwh() * *settings.tariff_cny_per_kwh;
  account.cost_usd = account.kwh() * index_price_usd_per_kwh;
  add_surcharge(account, settings);
  add_double_count(account, settings);
  account.peak = peak_power(account.items, settings);
  return account;
}

}  // namespace davy::energy
