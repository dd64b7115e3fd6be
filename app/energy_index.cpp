#include <fmt/format.h>

#include "app/energy.hpp"
#include "app/energy_output.hpp"
#include "workbench/energy/day_rows.hpp"
#include "workbench/report/energy_reports.hpp"

namespace davy::app {
namespace {

using energy::Day;
using energy::Generation;
using energy::Month;
using energy::NetworkSeries;

Result<NetworkSeries> network_of(const EnergyNetworkOptions& options) {
  if (options.network_path.empty()) return energy::builtin_network();
  const auto text = read_series(options.network_path);
  if (!text) return std::unexpected(text.error());
  return energy::read_network(*text, options.network_path);
}

// A day, or a month's first or last.
Result<Day> day_option(const std::string& text, std::string_view option, bool last) {
  if (const auto day = energy::parse_day(text); day && text.size() == 10) return *day;
  const auto month = energy::parse_month(text);
  if (!month || text.size() != 7)
    return usage_error(fmt::format("{} {}: no day (YYYY-MM-DD) or month (YYYY-MM)", option, text));
  return last ? energy::first_of(*month + std::chrono::months{1}) - std::chrono::days{1}
              : energy::first_of(*month);
}

Result<Month> month_option(const std::string& text, std::string_view option, Month otherwise) {
  if (text.empty()) return otherwise;
  const auto month = energy::parse_month(text);
  if (!month) return usage_error(fmt::format("{} {}: no month (YYYY-MM)", option, text));
  return *month;
}

Result<void> set_days(report::NetworkReport& report, const EnergyNetworkOptions& options) {
  report.from = report.first;
  report.to = report.last;
  if (!options.date.empty()) {
    const auto date = energy::parse_day(options.date);
    if (!date || options.date.size() != 10)
      return usage_error(fmt::format("--date {}: no day (YYYY-MM-DD)", options.date));
    report.date = *date;
    report.published = energy::published_of(*date);
  }
  for (const bool last : {false, true}) {
    const std::string& text = last ? options.to : options.from;
    if (text.empty()) continue;
    const auto day = day_option(text, last ? "--to" : "--from", last);
    if (!day) return std::unexpected(day.error());
    (last ? report.to : report.from) = *day;
  }
  if (report.to < report.from) return usage_error("--to lies before --from");
  return {};
}

// A day of which nothing is known at all is no answer.
Result<void> check_known(const report::NetworkReport& report) {
  if (!report.date) {
    const bool any = report.from <= report.last && report.to >= report.first;
    if (any) return {};
    return input_error(fmt::format(
        "nothing to compute from {} to {}: hash rate and revenue are known from {} to {}; "
        "--network FILE takes your own",
        energy::to_text(report.from), energy::to_text(report.to), energy::to_text(report.first),
        energy::to_text(report.last)));
  }
  const bool computed = energy::row_of(report.index[0], *report.date) != nullptr;
  if (computed || !report.published.empty()) return {};
  return input_error(fmt::format(
      "nothing is known of {}: hash rate and revenue are there from {} to {}, published figures "
      "from {} to {}; --network FILE takes your own",
      energy::to_text(*report.date), energy::to_text(report.first), energy::to_text(report.last),
      energy::published_index().front().period, "2023-09-02"));
}

Result<void> add_comparisons(report::NetworkReport& report, const EnergyNetworkOptions& options) {
  if (!options.compare && options.published_path.empty()) return {};
  std::optional<energy::PublishedSeries> own;
  if (!options.published_path.empty()) {
    const auto text = read_series(options.published_path);
    if (!text) return std::unexpected(text.error());
    auto read = energy::read_published(*text, options.published_path, options.price_usd_per_kwh);
    if (!read) return std::unexpected(read.error());
    own = std::move(*read);
  }
  for (std::size_t i = 0; i < energy::generations; ++i) {
    const auto generation = static_cast<Generation>(i);
    report.comparisons.push_back(own ? energy::compare(report.index[i], generation, *own)
                                     : energy::compare(report.index[i], generation));
  }
  return {};
}

}  // namespace

int energy_network(const EnergyNetworkOptions& options) {
  const auto network = network_of(options);
  if (!network) return refuse(network.error());
  report::NetworkReport report;
  report.settings.price_usd_per_kwh = options.price_usd_per_kwh;
  report.inputs = network->source;
  report.own_inputs = !options.network_path.empty();
  report.rows = network->rows;
  report.first = network->days.front().day;
  report.last = network->days.back().day;
  for (std::size_t i = 0; i < energy::generations; ++i)
    report.index[i] =
        energy::compute_index(network->days, static_cast<Generation>(i), report.settings);
  if (const auto set = set_days(report, options); !set) return refuse(set.error());
  if (const auto known = check_known(report); !known) return refuse(known.error());
  if (const auto added = add_comparisons(report, options); !added) return refuse(added.error());
  return write_energy(options.output, options.output.json ? network_lines(report) : std::string{},
                      network_document(report, report::language_named(options.output.language)), 0);
}

int energy_region(const EnergyRegionOptions& options) {
  const auto map = energy::mining_map();
  const auto from = month_option(options.from, "--from", map.front().month);
  const auto to = month_option(options.to, "--to", map.back().month);
  if (!from) return refuse(from.error());
  if (!to) return refuse(to.error());
  if (*to < *from) return refuse({ErrorKind::usage, "--to lies before --from"});
  report::RegionReport report{*from, *to, options.region,
                              energy::map_shares(*from, *to, options.region)};
  if (report.shares.empty()) {
    return refuse(
        {ErrorKind::input,
         fmt::format("the map has nothing for {} from {} to {}: it knows ten countries from "
                     "{} to {}, and five provinces of China in 2020-04",
                     options.region.empty() ? "any region" : options.region, energy::to_text(*from),
                     energy::to_text(*to), energy::to_text(map.front().month),
                     energy::to_text(map.back().month))});
  }
  return write_energy(options.output, options.output.json ? region_lines(report) : std::string{},
                      region_document(report, report::language_named(options.output.language)), 0);
}

}  // namespace davy::app
