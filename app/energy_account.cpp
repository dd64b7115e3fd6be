#include <fmt/format.h>

#include "app/energy.hpp"
#include "app/energy_options.hpp"
#include "app/energy_output.hpp"
#include "workbench/report/energy_reports.hpp"

namespace davy::app {
namespace {

using energy::AccountSettings;

Result<void> set_pairs(AccountSettings& settings, const std::vector<std::string>& pairs) {
  for (const std::string& pair : pairs) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == pair.size())
      return usage_error(fmt::format("--same {}: not METER=HOST", pair));
    settings.same.emplace(pair.substr(0, equals), pair.substr(equals + 1));
  }
  return {};
}

Result<void> set_bills(AccountSettings& settings, const std::vector<std::string>& bills) {
  for (const std::string& bill : bills) {
    const auto cycle = energy::parse_billing_cycle(bill);
    if (!cycle)
      return usage_error(fmt::format(
          "--bill {}: not METER:FROM:TO:KWH, such as b97:2022-05-01:2022-05-31:120000", bill));
    settings.bills.push_back(*cycle);
  }
  return {};
}

Result<AccountSettings> settings_of(const EnergyAccountOptions& options) {
  AccountSettings settings;
  settings.region = options.region;
  settings.factor_region = options.factor_region;
  settings.factor_year = options.year;
  settings.own_factor = options.factor;
  settings.own_factor_source = options.factor_source;
  settings.hours = options.hours;
  settings.least = energy::certainty_named(options.least).value_or(energy::Certainty::suspected);
  settings.tariff_cny_per_kwh = options.tariff;
  if (options.factor && options.factor_source.empty())
    return usage_error(
        "--factor needs --factor-source TEXT: no factor goes without where it is from");
  if (auto set = set_pairs(settings, options.same); !set) return std::unexpected(set.error());
  if (auto set = set_bills(settings, options.bills); !set) return std::unexpected(set.error());
  if (!options.peak.empty()) {
    const auto peak = time_window(options.peak, "--peak");
    if (!peak) return std::unexpected(peak.error());
    settings.peak = *peak;
  }
  return settings;
}

}  // namespace

int energy_account(const EnergyAccountOptions& options) {
  report::AccountReport report;
  auto settings = settings_of(options);
  if (!settings) return refuse(settings.error());
  report.settings = std::move(*settings);
  report.inputs = options.inputs;
  energy::FindingReader reader;
  if (const auto read = read_findings(options.inputs, reader); !read) return refuse(read.error());
  report.account = energy::make_account(reader.take(), report.settings);
  report.read = reader.counts();
  const auto language = report::language_named(options.output.language);
  const int status = report.account.accounted() > 0 ? 1 : 0;
  for (const energy::FactorGap& gap : report.account.gaps)
    if (options.output.json) fmt::print(stderr, "davy: {}\n", gap.message);
  return write_energy(options.output, options.output.json ? account_lines(report) : std::string{},
                      account_document(report, language), status);
}

}  // namespace davy::app
