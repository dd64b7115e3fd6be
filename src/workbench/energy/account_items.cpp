#include "workbench/energy/account_items.hpp"

#include <algorithm>

#include "workbench/energy/calendar.hpp"

namespace davy::energy {
namespace {

double hours(Duration length) { return seconds(length) / 3600; }

Duration duration(double h) {
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(h * 3600));
}

// By year, in proportion to time.
std::vector<YearPart> by_year(const AccountItem& item) {
  const Timestamp first = item.found.first;
  const Timestamp last = first + std::max(duration(item.hours), Duration{1});
  std::vector<YearPart> parts;
  for (int year = year_of(day_of(first)); year <= year_of(day_of(last)); ++year) {
    const double share = share_inside(first, last, first_of_year(year), first_of_year(year + 1));
    if (share > 0) parts.push_back({year, item.hours * share, item.kwh * share});
  }
  return parts;
}

AccountItem item_of(FoundMining found, const AccountSettings& settings) {
  AccountItem item;
  item.hours = hours(found.last - found.first);
  if (!found.measured && settings.hours) {
    item.extrapolated = *settings.hours > item.hours;
    item.hours = *settings.hours;
  }
  if (found.measured && found.kwh) {
    item.kwh = *found.kwh;
  } else if (found.kw) {
    item.kwh = *found.kw * item.hours;
  }
  item.found = std::move(found);
  item.parts = by_year(item);
  return item;
}

// Which measured finding stands for what: kind and id of its own subject, and hosts by the pairs given.
class Measured {
 public:
  Measured(const std::vector<AccountItem>& items, const AccountSettings& settings) {
    std::set<std::string> meters;
    for (const AccountItem& item : items) {
      own_.emplace(item.found.subject_kind, item.found.subject);
      meters.insert(item.found.subject);
    }
    for (const auto& [meter, host] : settings.same)
      if (meters.contains(meter)) meter_of_.emplace(host, meter);
  }
  std::string of(const FoundMining& found) const {
    if (own_.contains({found.subject_kind, found.subject})) return found.subject;
    const auto meter = meter_of_.find(found.subject);
    return meter == meter_of_.end() ? std::string{} : meter->second;
  }

 private:
  std::set<std::pair<std::string, std::string>> own_;
  std::map<std::string, std::string> meter_of_;
};

struct Edge {
  Timestamp time;
  bool begins;
  std::size_t item;
};

std::vector<Edge> edges(const std::vector<AccountItem>& items) {
  std::vector<Edge> out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!items[i].found.kw || !items[i].same_as.empty()) continue;
    out.push_back({items[i].found.first, true, i});
    out.push_back({items[i].found.first + duration(items[i].hours), false, i});
  }
  // What begins goes before what ends: a moment in which both run counts.
  std::ranges::sort(out, [](const Edge& a, const Edge& b) {
    return a.time != b.time ? a.time < b.time : a.begins > b.begins;
  });
  return out;
}

void add_power(PeakPower& peak, const AccountItem& item, double share) {
  Interval& sum = peak.kw[static_cast<std::size_t>(item.found.certainty)];
  sum = sum + *item.found.kw * share;
  peak.at_least = peak.at_least || item.found.at_least;
}

PeakPower power_between(const std::vector<AccountItem>& items, Timestamp from, Timestamp to) {
  PeakPower peak{from, to, true, {}, false};
  for (const AccountItem& item : items) {
    if (!item.found.kw || !item.same_as.empty()) continue;
    const double share =
        share_inside(from, to, item.found.first, item.found.first + duration(item.hours));
    if (share > 0) add_power(peak, item, share);
  }
  return peak;
}

}  // namespace

double share_inside(Timestamp from, Timestamp to, Timestamp first, Timestamp last) {
  const Timestamp begin = std::max(from, first), end = std::min(to, last);
  if (begin > end) return 0;
  return to > from ? seconds(end - begin) / seconds(to - from) : 1;
}

std::vector<AccountItem> account_items(std::vector<FoundMining> found,
                                       const AccountSettings& settings) {
  std::vector<AccountItem> measured, estimated;
  for (FoundMining& one : found)
    if (one.measured) measured.push_back(item_of(std::move(one), settings));
  const Measured known(measured, settings);
  for (FoundMining& one : found) {
    if (one.measured || one.subject.empty()) continue;
    AccountItem item = item_of(std::move(one), settings);
    item.same_as = known.of(item.found);
    estimated.push_back(std::move(item));
  }
  std::ranges::move(estimated, std::back_inserter(measured));
  return measured;
}

std::optional<PeakPower> peak_power(const std::vector<AccountItem>& items,
                                    const AccountSettings& settings) {
  if (settings.peak) return power_between(items, settings.peak->first, settings.peak->second);
  double running = 0, most = 0;
  std::optional<Timestamp> when;
  for (const Edge& edge : edges(items)) {
    running += items[edge.item].found.kw->best * (edge.begins ? 1 : -1);
    if (!edge.begins || (when && running <= most)) continue;
    most = running;
    when = edge.time;
  }
  if (!when) return std::nullopt;
  PeakPower peak = power_between(items, *when, *when);
  peak.asked = false;
  return peak;
}

}  // namespace davy::energy
