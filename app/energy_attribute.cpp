#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "app/energy.hpp"
#include "app/energy_options.hpp"
#include "app/energy_output.hpp"
#include "workbench/energy/account_items.hpp"
#include "workbench/report/energy_reports.hpp"

namespace davy::app {
namespace {

using energy::Interval;

const std::map<std::string, double>& electric_units() {  // in kWh
  static const std::map<std::string, double> units{
      {"kWh", 1}, {"MWh", 1e3}, {"GWh", 1e6}, {"TWh", 1e9}};
  return units;
}
const std::map<std::string, double>& coal_units() {  // in tce
  static const std::map<std::string, double> units{{"tce", 1}, {"ktce", 1e3}, {"Mtce", 1e6}};
  return units;
}

Result<std::string> unit_of(const EnergyAttributeOptions& options) {
  const auto& units = options.coal ? coal_units() : electric_units();
  const std::string unit = options.coal && options.unit == "kWh" ? "tce" : options.unit;
  if (units.contains(unit)) return unit;
  std::string known;
  for (const auto& [name, factor] : units) known += (known.empty() ? "" : ", ") + name;
  return usage_error(fmt::format("--unit {}: {} is told in {}", options.unit,
                                 options.coal ? "coal" : "electricity", known));
}

// The share of coal power in what the region generates; unknown: anything.
Result<Interval> thermal_share(const EnergyAttributeOptions& options) {
  if (options.thermal_share.empty()) return Interval{0, 1, 1};
  auto share = interval_option(options.thermal_share, "--thermal-share", 1);
  if (share && share->upper > 1) return usage_error("--thermal-share is a part of 1");
  return share;
}

class Attributing {
 public:
  explicit Attributing(const EnergyAttributeOptions& options) : options_(options) {}

  Result<report::AttributionReport> make() {
    if (auto set = regional(); !set) return std::unexpected(set.error());
    if (auto set = findings(); !set) return std::unexpected(set.error());
    if (auto set = estimated(); !set) return std::unexpected(set.error());
    report_.result = energy::attribute(report_.input);
    return std::move(report_);
  }

 private:
  Result<void> regional() {
    const auto unit = unit_of(options_);
    if (!unit) return std::unexpected(unit.error());
    report_.region = options_.region;
    report_.resource = options_.coal ? report::Resource::coal : report::Resource::electricity;
    report_.unit = *unit;
    report_.inputs = options_.inputs;
    const auto before = interval_option(options_.before, "--before", 1);
    const auto after = interval_option(options_.after, "--after", 1);
    if (!before) return std::unexpected(before.error());
    if (!after) return std::unexpected(after.error());
    report_.input.before = *before;
    report_.input.after = *after;
    if (!options_.period.empty()) {
      const auto period = time_window(options_.period, "--period");
      if (!period) return std::unexpected(period.error());
      period_ = *period;
    }
    if (options_.others.empty()) return {};
    const auto others = interval_option(options_.others, "--others", 1);
    if (!others) return std::unexpected(others.error());
    report_.input.others = *others;
    report_.others_from = options_.others_source;
    return {};
  }

  // In the report's unit: kilowatt-hours of one year as they are, or as the coal that was burnt for them.
  Result<Interval> in_unit(const Interval& kwh, int year) const {
    if (!options_.coal) return kwh * (1 / electric_units().at(report_.unit));
    const auto share = thermal_share(options_);
    if (!share) return std::unexpected(share.error());
    const double tce =
        energy::supply_coal_rate(year).gce_per_kwh / 1e6 / coal_units().at(report_.unit);
    return Interval{kwh.lower * share->lower * tce, kwh.best * share->best * tce,
                    kwh.upper * share->upper * tce};
  }

  // The part of an item's energy that lies in the period asked for.
  Interval inside(const energy::AccountItem& item) const {
    if (!period_) return item.kwh;
    return item.kwh *
           energy::share_inside(item.found.first, item.found.last, period_->first, period_->second);
  }

  Result<void> add(const energy::AccountItem& item) {
    if (period_ && item.found.first < period_->first) {
      ++report_.before_growth;
      return {};
    }
    const Interval kwh = inside(item);
    if (kwh.upper <= 0) return {};
    const auto part = in_unit(kwh, energy::year_of(energy::day_of(item.found.first)));
    if (!part) return std::unexpected(part.error());
    auto& sum = item.found.measured ? report_.input.measured : report_.input.estimated;
    sum = sum.value_or(Interval{}) + *part;
    ++(item.found.measured ? measured_ : estimated_);
    return {};
  }

  Result<void> findings() {
    if (options_.inputs.empty()) return {};
    energy::FindingReader reader;
    if (auto read = read_findings(options_.inputs, reader); !read) return read;
    energy::AccountSettings settings;
    settings.least = energy::certainty_named(options_.least).value_or(settings.least);
    auto found = reader.take();
    std::erase_if(found, [&](const auto& one) { return one.certainty > settings.least; });
    for (const energy::AccountItem& item : energy::account_items(std::move(found), settings))
      if (item.same_as.empty())
        if (auto added = add(item); !added) return added;
    report_.measured_from = fmt::format("{} findings of meters", measured_);
    if (estimated_ > 0)
      report_.estimated_from = fmt::format("{} findings by their shares", estimated_);
    return {};
  }

  Result<void> estimated() {
    if (!options_.estimated.empty()) {
      const auto given = interval_option(options_.estimated, "--estimated", 1);
      if (!given) return std::unexpected(given.error());
      if (options_.estimated_source.empty())
        return usage_error(
            "--estimated needs --estimated-source TEXT: no estimate goes without its source");
      add_estimate(*given, options_.estimated_source);
    }
    return options_.estimated_map.empty() ? Result<void>{} : from_map();
  }

  void add_estimate(const Interval& part, const std::string& source) {
    report_.input.estimated = report_.input.estimated.value_or(Interval{}) + part;
    report_.estimated_from += (report_.estimated_from.empty() ? "" : "; ") + source;
  }

  // The map's share of the network holds what was found too: only what it has beyond that is added.
  Result<void> from_map() {
    const auto month = energy::parse_month(options_.estimated_map);
    if (!month)
      return usage_error(
          fmt::format("--estimated-map {}: no month (YYYY-MM)", options_.estimated_map));
    const auto shares = energy::map_shares(*month, *month, options_.region);
    for (const energy::MapShare& share : shares)
      for (const energy::RegionEnergy& one : energy::energy_of(share))
        if (one.twh_per_year.lower && one.twh_per_year.best && one.twh_per_year.upper)
          return add_map(share, one);
    return input_error(fmt::format("the map or the published index has nothing for \"{}\" in {}",
                                   options_.region, options_.estimated_map));
  }

  Result<void> add_map(const energy::MapShare& share, const energy::RegionEnergy& one) {
    const double years =
        period_ ? seconds(period_->second - period_->first) / (365.25 * 86'400) : 1;
    const double kwh = 1e9 * years;
    const auto part = in_unit(Interval{*one.twh_per_year.lower * kwh, *one.twh_per_year.best * kwh,
                                       *one.twh_per_year.upper * kwh},
                              int{share.month.year()});
    if (!part) return std::unexpected(part.error());
    const Interval known =
        report_.input.measured.value_or(Interval{}) + report_.input.estimated.value_or(Interval{});
    add_estimate(
        {std::max(0.0, part->lower - known.lower), std::max(0.0, part->best - known.best),
         std::max(0.0, part->upper - known.upper)},
        fmt::format("map {} of {}: {:.2f} % × the published index {} ({:.2f} years of it){}",
                    share.edition, energy::to_text(share.month), share.percent, one.network.edition,
                    years, known.upper > 0 ? ", less what is above: the map holds it too" : ""));
    return {};
  }

  const EnergyAttributeOptions& options_;
  report::AttributionReport report_;
  std::optional<std::pair<Timestamp, Timestamp>> period_;
  std::size_t measured_ = 0, estimated_ = 0;
};

}  // namespace

int energy_attribute(const EnergyAttributeOptions& options) {
  const auto report = Attributing(options).make();
  if (!report) return refuse(report.error());
  const int status = report->input.measured && report->input.measured->upper > 0 ? 1 : 0;
  return write_energy(
      options.output, options.output.json ? attribution_lines(*report) : std::string{},
      attribution_document(*report, report::language_named(options.output.language)), status);
}

}  // namespace davy::app
