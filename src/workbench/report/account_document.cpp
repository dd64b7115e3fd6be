#include <algorithm>

#include "workbench/report/account_parts.hpp"
#include "workbench/report/account_phrases.hpp"
#include "workbench/report/energy_figures.hpp"
#include "workbench/report/energy_reports.hpp"
#include "workbench/report/energy_svg.hpp"
#include "workbench/report/number_text.hpp"

namespace davy::report {
namespace {

namespace p = account_phrases;
using energy::Certainty;
using energy::Interval;

constexpr std::size_t items_max = 200;  // rows of a document; --json has all

std::string level(std::size_t certainty, Language language) {
  return std::string{text(static_cast<Text>(certainty), language)};  // as verdict::Level
}

bool is_some(const Interval& value) { return value.upper > 0; }

DocumentTable energy_table(const energy::Account& account, Language language) {
  DocumentTable table{{say(p::verdict, language), say(p::measured_kwh, language),
                       say(p::estimated_kwh, language), say(p::both_kwh, language)},
                      {},
                      1};
  const auto cell = [&](const Interval& value) {
    return is_some(value) ? range_text(value, language, 6) : std::string{"–"};
  };
  for (std::size_t i = 0; i < energy::certainties; ++i) {
    const Interval both = account.measured_kwh[i] + account.estimated_kwh[i];
    if (!is_some(both)) continue;
    table.rows.push_back({level(i, language), cell(account.measured_kwh[i]),
                          cell(account.estimated_kwh[i]), cell(both)});
  }
  table.rows.push_back({say(p::all, language), cell(account.measured()), cell(account.estimated()),
                        cell(account.kwh())});
  return table;
}

std::string energy_chart(const energy::Account& account, Language language) {
  std::vector<Bar> bars;
  const auto add = [&](std::size_t i, const Interval& value, const Phrase& basis, int shade) {
    if (is_some(value))
      bars.push_back({level(i, language) + " · " + say(basis, language), value,
                      figure(value.best) + " kWh", shade});
  };
  for (std::size_t i = 0; i < energy::certainties; ++i) {
    add(i, account.measured_kwh[i], p::measured, 0);
    add(i, account.estimated_kwh[i], p::estimated, 1);
  }
  return bar_chart(say(p::chart_energy, language), bars);
}

DocumentSection energy_section(const AccountReport& report, Language language) {
  const energy::Account& account = report.account;
  DocumentSection section{say(p::sum, language), {}};
  section.draw(energy_chart(account, language));
  section.add(energy_table(account, language));
  section.note(say(p::sum_note, language));
  const auto count = [&](auto test) { return std::ranges::count_if(account.items, test); };
  if (const auto n = count([](const auto& item) { return item.extrapolated; }); n > 0)
    section.say(say(p::extrapolated_note, language, n, figure(*report.settings.hours)));
  if (const auto n = count([](const auto& item) { return item.found.at_least; }); n > 0)
    section.say(say(p::at_least_note, language, n));
  return section;
}

std::string coal_basis(energy::CoalBasis basis, Language language) {
  constexpr std::array<const Phrase*, 5> phrases{&p::coal_basis_measured,
                                                 &p::coal_basis_interpolated, &p::coal_basis_target,
                                                 &p::coal_basis_nearest, &p::coal_basis_definition};
  return say(*phrases[static_cast<std::size_t>(basis)], language);
}

std::vector<std::string> coal_row(const energy::YearAccount& year, const energy::CoalRate& rate,
                                  const Interval& tce, const Phrase& step, Language language) {
  return {std::to_string(year.year), say(step, language),
          fmt::format("{} g/kWh", figure(rate.gce_per_kwh)), range_text(tce, language, 5),
          fmt::format("{} ({}): {}", coal_basis(rate.basis, language),
                      rate.year == 0 ? year.year : rate.year, rate.source)};
}

std::vector<std::string> carbon_row(const energy::YearAccount& year, Language language) {
  const auto tonnes = year.tco2();
  if (!tonnes)
    return {std::to_string(year.year), say(p::carbon, language), say(p::no_factor, language), "",
            ""};
  const energy::GridFactor& factor = year.factor->factor;
  std::string source =
      fmt::format("{}, {} {}: {}{}", place_name(factor, language), kind_text(factor.kind, language),
                  factor.year == 0 ? "" : std::to_string(factor.year), factor.source,
                  factor.date.empty() ? "" : fmt::format(" ({})", factor.date));
  if (year.factor->other_year())
    source = say(p::other_year, language, factor.year, year.year) + ". " + source;
  return {std::to_string(year.year), say(p::carbon, language),
          fmt::format("{} kg/kWh", figure(factor.kg_per_kwh)), range_text(*tonnes, language, 5),
          source};
}

std::string gap_text(const energy::FactorGap& gap, Language language) {
  using Kind = energy::FactorGap::Kind;
  if (language == Language::en) return gap.message;
  switch (gap.kind) {
    case Kind::no_region_given:
      return say(p::gap_no_region, language);
    case Kind::none_published:
      return say(p::gap_none, language, gap.region, gap.year, gap.wider);
    case Kind::too_far:
      return say(p::gap_far, language, gap.region, gap.year, gap.nearest_year, gap.nearest_year);
    case Kind::unknown_region:
      break;
  }
  return say(p::gap_unknown, language, gap.region);
}

DocumentSection chain_section(const AccountReport& report, Language language) {
  const energy::Account& account = report.account;
  DocumentSection section{say(p::chain, language), {}};
  DocumentTable table{{say(p::year, language), say(p::step, language), say(p::times, language),
                       say(p::result, language), say(p::where_from, language)},
                      {},
                      2};
  table.words_last = true;
  for (const energy::YearAccount& year : account.years) {
    table.rows.push_back(
        {std::to_string(year.year), say(p::kwh, language), "", range_text(year.kwh(), language, 6),
         fmt::format("{} {}, {} {}", say(p::measured, language), exact(year.measured_kwh.best),
                     say(p::estimated, language), exact(year.estimated_kwh.best))});
    table.rows.push_back(coal_row(year, year.supply, year.tce_supply(), p::coal_supply, language));
    table.rows.push_back(
        coal_row(year, year.calorific, year.tce_calorific(), p::coal_calorific, language));
    table.rows.push_back(carbon_row(year, language));
  }
  section.add(std::move(table));
  const auto tonnes = account.tco2();
  section.say(say(p::totals_line, language, range_text(account.kwh(), language, 6),
                  range_text(account.tce_supply(), language),
                  range_text(account.tce_calorific(), language),
                  tonnes ? say(p::totals_carbon, language, range_text(*tonnes, language))
                         : say(p::totals_no_carbon, language)));
  for (const energy::FactorGap& gap : account.gaps) section.say(gap_text(gap, language));
  return section;
}

}  // namespace

std::string region_text(std::string_view region, Language language) {
  if (region.empty()) return say(p::no_region, language);
  const energy::GridFactor* known = energy::find_grid_region(region);
  return known == nullptr ? std::string{region} : place_name(*known, language);
}

std::string place_name(const energy::GridFactor& factor, Language language) {
  return std::string{language == Language::zh ? factor.name_zh : factor.name};
}

std::string kind_text(std::string_view kind, Language language) {
  if (kind == "residual") return say(p::kind_residual, language);
  if (kind == "fossil") return say(p::kind_fossil, language);
  if (kind == "popular") return say(p::kind_popular, language);
  return say(kind == "own" ? p::kind_own : p::kind_average, language);
}

DocumentSection items_section(const AccountReport& report, Language language) {
  const energy::Account& account = report.account;
  DocumentSection section{say(p::items, language), {}};
  DocumentTable table{
      {say(p::subject, language), say(p::verdict, language), say(p::basis, language),
       say(p::since_until, language), say(p::hours, language), say(p::kilowatts, language),
       say(p::kwh, language), say(p::how, language)},
      {},
      4};
  table.words_last = true;
  for (const energy::AccountItem& item : account.items) {
    if (table.rows.size() == items_max) break;
    table.rows.push_back(item_row(item, language));
  }
  const std::size_t shown = table.rows.size();
  section.add(std::move(table));
  if (shown < account.items.size())
    section.note(say(p::items_left, language, account.items.size() - shown));
  return section;
}

namespace {

std::string subject_text(const energy::FoundMining& found, Language language) {
  if (found.subject_kind == "meter") return say(p::meter, language, found.subject);
  if (found.subject_kind == "host") return say(p::host, language, found.subject);
  return found.subject_kind + " " + found.subject;
}

}  // namespace

std::vector<std::string> item_row(const energy::AccountItem& item, Language language) {
  const energy::FoundMining& found = item.found;
  std::string how = found.measured ? found.pattern : found.detail;
  const auto also = [&](std::string words) {
    how += (how.empty() ? "" : " · ") + std::move(words);
  };
  if (!found.algorithm.empty()) also(found.algorithm);
  if (found.at_least) also(say(p::at_least, language));
  if (item.extrapolated) also(say(p::beyond, language));
  if (!item.same_as.empty()) also(say(p::not_added, language, item.same_as));
  return {subject_text(found, language),
          level(static_cast<std::size_t>(found.certainty), language),
          say(found.measured ? p::measured : p::estimated, language),
          to_whole_second(found.first) + " – " + to_whole_second(found.last),
          figure(item.hours),
          found.kw ? range_text(*found.kw, language, 3) : "",
          range_text(item.kwh, language, 5),
          how};
}

Document account_document(const AccountReport& report, Language language) {
  const energy::Account& account = report.account;
  std::string inputs;
  for (const std::string& input : report.inputs) inputs += (inputs.empty() ? "" : ", ") + input;
  const std::size_t count = account.accounted();
  Document document{
      say(p::title, language),
      say(p::about, language, region_text(report.settings.region, language),
          say(count == 1 ? p::accounted_one : p::accounted_many, language, grouped(count)), inputs),
      {}};
  auto& sections = document.sections;
  if (account.items.empty()) {
    sections.push_back({say(p::sum, language), {}});
    sections.back().say(say(p::nothing, language));
  } else {
    sections.push_back(energy_section(report, language));
    sections.push_back(chain_section(report, language));
    sections.push_back(sensitivity_section(account, language));
    sections.push_back(money_section(report, language));
    sections.push_back(peak_section(account, language));
    if (!account.rates.empty()) sections.push_back(rates_section(account, language));
    sections.push_back(items_section(report, language));
  }
  sections.push_back(read_section(report, language));
  return document;
}

}  // namespace davy::report
