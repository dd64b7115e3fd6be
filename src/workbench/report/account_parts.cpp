#include "workbench/report/account_parts.hpp"

#include <algorithm>

#include "workbench/report/account_phrases.hpp"
#include "workbench/report/energy_figures.hpp"
#include "workbench/report/energy_svg.hpp"
#include "workbench/report/number_text.hpp"

namespace davy::report {
namespace {

namespace p = account_phrases;
using energy::Interval;

std::string factor_name(const energy::FactorChoice& choice, Language language) {
  return fmt::format("{}, {} {}", place_name(choice.factor, language),
                     kind_text(choice.factor.kind, language), choice.factor.year);
}

void say_surcharge(DocumentSection& section, const AccountReport& report, Language language) {
  const energy::Surcharge& due = report.account.surcharge;
  if (report.settings.region.empty()) return;
  if (due.rule == nullptr)
    return section.say(
        say(p::no_surcharge, language, region_text(report.settings.region, language)));
  const energy::EnergyRule& rule = *due.rule;
  section.say(say(p::surcharge, language, language == Language::zh ? rule.region_zh : rule.region,
                  fmt::format("{:.2f}", rule.value), energy::to_text(rule.from), rule.document,
                  rule.source));
  if (!rule.in_force()) section.say(say(p::surcharge_draft, language));
  if (due.kwh.upper <= 0) return section.say(say(p::surcharge_before, language));
  section.say(say(p::surcharge_own, language, range_text(due.kwh, language, 6),
                  range_text(due.cny, language, 6)));
  if (due.billed_kwh)
    return section.say(
        say(p::surcharge_billed, language, exact(*due.billed_kwh), exact(*due.billed_cny)));
  if (rule.covers == "account") section.say(say(p::surcharge_account, language));
}

void say_double_count(DocumentSection& section, const energy::DoubleCount& twice,
                      Language language) {
  if (twice.rule == nullptr || twice.findings == 0) return;
  double tce = 0;
  for (const auto& [year, kwh] : twice.kwh_by_year)
    tce += kwh.best * energy::supply_coal_rate(year).gce_per_kwh / 1e6;
  section.say(say(p::double_count, language, twice.rule->document,
                  energy::to_text(twice.rule->from), figure(twice.rule->value, 1), twice.findings,
                  range_text(twice.kwh, language, 6), figure(tce),
                  figure(tce * twice.rule->value)));
}

}  // namespace

DocumentSection sensitivity_section(const energy::Account& account, Language language) {
  DocumentSection section{say(p::sensitivity, language), {}};
  DocumentTable table{{say(p::factor, language), say(p::kg, language), say(p::carbon, language),
                       say(p::where_from, language)},
                      {},
                      1};
  table.words_last = true;
  std::vector<Bar> bars;
  double least = 0, most = 0;
  for (const energy::Sensitivity& line : account.sensitivity) {
    const energy::GridFactor& factor = line.factor.factor;
    std::string source = fmt::format("{} ({})", factor.source, factor.date);
    if (line.factor.other_year())
      source = say(p::other_year, language, factor.year, line.factor.asked_year) + ". " + source;
    table.rows.push_back({factor_name(line.factor, language), figure(factor.kg_per_kwh),
                          figure(line.tco2_best, 5), source});
    bars.push_back({factor_name(line.factor, language),
                    {0, line.tco2_best, line.tco2_best},
                    figure(line.tco2_best) + " t",
                    factor.kind == "popular" ? 7 : 2});
    bars.back().value.lower = bars.back().value.upper;
    least = least == 0 ? line.tco2_best : std::min(least, line.tco2_best);
    most = std::max(most, line.tco2_best);
  }
  section.draw(bar_chart(say(p::chart_factors, language), bars));
  section.add(std::move(table));
  if (least > 0) section.say(say(p::spread, language, fmt::format("{:.1f}", most / least)));
  return section;
}

DocumentSection money_section(const AccountReport& report, Language language) {
  const energy::Account& account = report.account;
  DocumentSection section{say(p::money, language), {}};
  if (account.cost_cny) {
    section.say(say(p::cost_cny, language, figure(*report.settings.tariff_cny_per_kwh),
                    range_text(*account.cost_cny, language, 6)));
  } else {
    section.say(say(p::cost_usd, language, range_text(account.cost_usd, language, 5)));
  }
  say_surcharge(section, report, language);
  say_double_count(section, account.double_count, language);
  return section;
}

DocumentSection peak_section(const energy::Account& account, Language language) {
  DocumentSection section{say(p::peak, language), {}};
  if (!account.peak) return section;
  const energy::PeakPower& peak = *account.peak;
  section.say(peak.asked ? say(p::peak_asked, language, to_whole_second(peak.from),
                               to_whole_second(peak.to))
                         : say(p::peak_most, language, to_whole_second(peak.from)));
  DocumentTable table{{say(p::verdict, language), say(p::megawatts, language)}, {}, 1};
  Interval sum;
  for (std::size_t i = 0; i < energy::certainties; ++i) {
    sum = sum + peak.kw[i];
    table.rows.push_back(
        {fmt::format("{} {}", say(p::up_to, language), text(static_cast<Text>(i), language)),
         range_text(sum * 1e-3, language) +
             (peak.at_least ? " · " + say(p::at_least, language) : "")});
  }
  section.add(std::move(table));
  return section;
}

DocumentSection rates_section(const energy::Account& account, Language language) {
  DocumentSection section{say(p::rates, language), {}};
  DocumentTable table{
      {say(p::algorithm, language), say(p::findings, language), say(p::hash_rate, language)},
      {},
      1};
  for (const auto& [algorithm, rate] : account.rates) {
    table.rows.push_back(
        {algorithm, std::to_string(rate.findings),
         fmt::format("{} ({})", with_si_prefix(rate.hashes_per_s.best, "H/s"),
                     si_range(rate.hashes_per_s, "H/s", text(Text::to, language)))});
  }
  section.add(std::move(table));
  section.note(say(p::rates_note, language));
  return section;
}

DocumentSection read_section(const AccountReport& report, Language language) {
  DocumentSection section{say(p::read, language), {}};
  const auto& read = report.read;
  section.say(say(p::read_line, language, grouped(read.lines), grouped(read.findings),
                  grouped(read.other), grouped(read.malformed)));
  const auto also = [&](std::uint64_t count, const Phrase& phrase) {
    if (count > 0) section.say(say(phrase, language, grouped(count)));
  };
  also(read.hosts, p::read_hosts);
  also(read.without_electricity, p::read_without);
  also(read.repeated, p::read_repeated);
  also(read.unusable, p::read_unusable);
  also(read.left_out, p::read_left);
  if (report.account.left_by_certainty > 0) {
    const auto level = static_cast<Text>(report.settings.least);
    section.say(say(p::read_less_sure, language, grouped(report.account.left_by_certainty),
                    text(level, language)));
  }
  return section;
}

}  // namespace davy::report
