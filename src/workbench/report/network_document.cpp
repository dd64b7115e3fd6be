#include <algorithm>
#include <map>

#include "workbench/energy/day_rows.hpp"
#include "workbench/report/energy_figures.hpp"
#include "workbench/report/energy_reports.hpp"
#include "workbench/report/energy_svg.hpp"
#include "workbench/report/index_phrases.hpp"

namespace davy::report {
namespace {

namespace p = index_phrases;
using energy::Generation;

constexpr std::size_t day_rows_max = 400;  // of a comparison by day; --json has all

// By generation, as they are counted.
using GenerationPhrases = std::array<const Phrase*, energy::generations>;
constexpr GenerationPhrases long_names{&p::listed, &p::makers, &p::aged};
constexpr GenerationPhrases short_names{&p::short_listed, &p::short_makers, &p::short_aged};

std::string in_words(const GenerationPhrases& names, Generation generation, Language language) {
  return say(*names[static_cast<std::size_t>(generation)], language);
}
std::string generation_text(Generation generation, Language language) {
  return in_words(long_names, generation, language);
}

// "v1.2" is that in every language.
std::string edition_text(std::string_view edition, Language language) {
  return edition == "revised" ? say(p::revised, language) : std::string{edition};
}

std::string sourced(std::string_view source, std::string_view date) {
  return fmt::format("{} ({})", source, date);
}

std::string remark(const energy::IndexDay& day, Language language) {
  if (day.carried) return say(p::carried, language);
  return day.warming_up ? say(p::warming_up, language) : std::string{};
}

DocumentTable day_table(const NetworkReport& report, Language language) {
  DocumentTable table{
      {say(p::model, language), say(p::lower, language), say(p::best, language),
       say(p::upper, language), say(p::gw_best, language), say(p::pays_below, language),
       say(p::devices, language), say(p::remark, language)},
      {},
      1};
  table.words_last = true;
  for (std::size_t i = 0; i < energy::generations; ++i) {
    const energy::IndexDay* day = energy::row_of(report.index[i], *report.date);
    if (day == nullptr) continue;
    const energy::Interval& twh = day->twh_per_year;
    table.rows.push_back({generation_text(static_cast<Generation>(i), language), figure(twh.lower),
                          figure(twh.best), figure(twh.upper), figure(energy::gw_of(twh.best)),
                          figure(day->threshold_j_per_gh), std::to_string(day->devices),
                          remark(*day, language)});
  }
  return table;
}

void say_inputs(DocumentSection& section, const NetworkReport& report, Language language) {
  section.note(say(p::inputs_are, language, report.inputs, energy::to_text(report.first),
                   energy::to_text(report.last)));
  if (report.own_inputs) {
    section.note(say(p::rows_are, language, report.rows.used, report.rows.malformed,
                     report.rows.repeated, report.rows.left_out));
  }
  section.note(say(p::first_is_partial, language));
}

DocumentSection date_section(const NetworkReport& report, Language language) {
  const std::string day = energy::to_text(*report.date);
  DocumentSection section{say(p::computed_on, language, day), {}};
  DocumentTable table = day_table(report, language);
  if (table.rows.empty()) {
    section.say(say(p::not_recomputed, language, day, energy::to_text(report.first),
                    energy::to_text(report.last)));
    return section;
  }
  section.add(std::move(table));
  say_inputs(section, report, language);
  return section;
}

std::optional<double> megatonnes(const energy::PublishedRow& row) {
  if (!row.twh.best || !row.gco2_per_kwh) return std::nullopt;
  return *row.twh.best * *row.gco2_per_kwh / 1e3;
}

std::string period_of(const energy::PublishedRow& row, Language language) {
  return row.is_month() ? say(p::month_mean, language, row.period) : std::string{row.period};
}

// What the operator's own bounds of carbon would be: all hydropower, all coal.
void say_carbon_bounds(DocumentSection& section, const energy::PublishedRow& row,
                       Language language) {
  const auto hydro = energy::nearest_factor("World", "hydro", 0);
  const auto coal = energy::nearest_factor("World", "coal", 0);
  if (!megatonnes(row) || !hydro || !coal) return;
  const double low = hydro->factor.kg_per_kwh, high = coal->factor.kg_per_kwh;
  section.note(say(p::carbon_bounds, language, edition_text(row.edition, language), figure(low, 3),
                   figure(*row.twh.best * low), figure(high, 4), figure(*row.twh.best * high)));
}

DocumentSection published_section(const NetworkReport& report, Language language) {
  DocumentSection section{say(p::published, language), {}};
  DocumentTable table{{say(p::edition, language), say(p::period, language), say(p::lower, language),
                       say(p::best, language), say(p::upper, language), say(p::intensity, language),
                       say(p::carbon, language), say(p::source, language)},
                      {},
                      2};
  table.words_last = true;
  for (const energy::PublishedRow& row : report.published) {
    table.rows.push_back({edition_text(row.edition, language), period_of(row, language),
                          figure(row.twh.lower), figure(row.twh.best), figure(row.twh.upper),
                          figure(row.gco2_per_kwh), figure(megatonnes(row)),
                          sourced(row.source, row.date)});
  }
  if (table.rows.empty())
    section.say(say(p::nothing_published, language, energy::to_text(*report.date)));
  section.add(std::move(table));
  for (const energy::PublishedRow& row : report.published)
    say_carbon_bounds(section, row, language);
  return section;
}

struct MonthSum {
  energy::Interval sum;
  double days = 0;
};

// Means of the computed days, by month, for each generation.
DocumentTable month_table(const NetworkReport& report, Language language) {
  std::map<energy::Month, std::array<MonthSum, energy::generations>> months;
  for (std::size_t i = 0; i < energy::generations; ++i) {
    for (const energy::IndexDay& day : report.index[i]) {
      if (day.day < report.from || day.day > report.to) continue;
      MonthSum& month = months[energy::month_of(day.day)][i];
      month.sum = month.sum + day.twh_per_year;
      ++month.days;
    }
  }
  DocumentTable table{{say(p::month, language)}, {}, 1};
  for (const Phrase* bound : {&p::lower, &p::best, &p::upper})
    for (const auto generation : {Generation::listed, Generation::makers, Generation::aged})
      table.heading.push_back(say(*bound, language) + " " +
                              in_words(short_names, generation, language));
  for (const auto& [month, sums] : months) {
    std::vector<std::string> row{energy::to_text(month)};
    for (const auto bound :
         {&energy::Interval::lower, &energy::Interval::best, &energy::Interval::upper})
      for (const MonthSum& one : sums)
        row.push_back(one.days > 0 ? figure(one.sum.*bound / one.days) : "");
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::vector<BandPoint> band_of(const std::vector<energy::IndexDay>& index, energy::Day from,
                               energy::Day to) {
  std::vector<BandPoint> band;
  for (const energy::IndexDay& day : index)
    if (day.day >= from && day.day <= to) band.push_back({day.day, day.twh_per_year});
  return band;
}

// Published months as lines, each drawn at the middle of its month.
std::vector<NamedLine> published_lines(energy::Day from, energy::Day to, Language language) {
  const auto named = [&](const Phrase& bound, std::string_view edition) {
    return NamedLine{fmt::format("{} {}, {}", say(p::published_column, language),
                                 edition_text(edition, language), say(bound, language)),
                     {},
                     true};
  };
  std::vector<NamedLine> lines{named(p::best, "v1.2"), named(p::upper, "v1.2"),
                               named(p::lower, "v1.2"), named(p::best, "revised")};
  for (const energy::PublishedRow& row : energy::published_index()) {
    if (!row.is_month()) continue;
    const energy::Day middle =
        energy::first_of(*energy::parse_month(row.period)) + std::chrono::days{14};
    if (middle < from || middle > to) continue;
    const bool revised = row.edition == "revised";
    if (row.twh.best) lines[revised ? 3 : 0].points.push_back({middle, *row.twh.best});
    if (row.twh.upper) lines[1].points.push_back({middle, *row.twh.upper});
    if (row.twh.lower) lines[2].points.push_back({middle, *row.twh.lower});
  }
  std::erase_if(lines, [](const NamedLine& line) { return line.points.empty(); });
  return lines;
}

DocumentSection months_section(const NetworkReport& report, Language language) {
  DocumentSection section{say(p::by_month, language), {}};
  const auto& makers = report.index[static_cast<std::size_t>(Generation::makers)];
  section.draw(
      band_chart(say(p::chart_index, language, generation_text(Generation::makers, language)),
                 say(p::computed_column, language), band_of(makers, report.from, report.to),
                 published_lines(report.from, report.to, language)));
  section.add(month_table(report, language));
  say_inputs(section, report, language);
  return section;
}

std::string difference(double computed, const std::optional<double>& published) {
  return published ? percent(computed / *published - 1) : std::string{};
}

DocumentTable pairs(const std::vector<energy::Compared>& rows, const Phrase& period,
                    Language language) {
  DocumentTable table{{say(period, language)}, {}, 1};
  for (const Phrase* bound : {&p::lower, &p::best, &p::upper}) {
    table.heading.push_back(say(*bound, language));
    table.heading.push_back(say(p::published_column, language));
    table.heading.push_back(say(p::difference, language));
  }
  for (const energy::Compared& row : rows) {
    const auto& [lower, best, upper] = row.published;
    table.rows.push_back({row.period, figure(row.computed.lower), figure(lower),
                          difference(row.computed.lower, lower), figure(row.computed.best),
                          figure(best), difference(row.computed.best, best),
                          figure(row.computed.upper), figure(upper),
                          difference(row.computed.upper, upper)});
  }
  return table;
}

DocumentTable error_table(const energy::Comparison& comparison, Language language) {
  DocumentTable table{
      {say(p::bound, language), say(p::periods, language), say(p::median_error, language),
       say(p::median_signed, language), say(p::within_one, language)},
      {},
      1};
  const std::array<const Phrase*, 3> bounds{&p::lower, &p::best, &p::upper};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto& error = comparison.errors[i];
    if (!error) continue;
    table.rows.push_back({say(*bounds[i], language), std::to_string(error->periods),
                          fmt::format("{:.3f} %", error->median_absolute * 100),
                          percent(error->median_signed, 3),
                          fmt::format("{:.0f} %", error->within_one_percent * 100)});
  }
  return table;
}

DocumentSection comparison_section(const energy::Comparison& comparison, Language language) {
  DocumentSection section{
      say(p::compared, language, generation_text(comparison.generation, language),
          edition_text(comparison.edition, language)),
      {}};
  section.add(error_table(comparison, language));
  section.add(pairs(comparison.years, p::year, language));
  auto rows = comparison.rows;
  const std::size_t all = rows.size();
  if (all > day_rows_max) rows.resize(day_rows_max);
  section.add(pairs(rows, p::period, language));
  if (all > rows.size()) section.note(say(p::rows_left, language, all - rows.size()));
  return section;
}

}  // namespace

Document network_document(const NetworkReport& report, Language language) {
  const energy::IndexSettings& settings = report.settings;
  Document document{say(p::title, language),
                    say(p::about, language, fmt::format("{:g}", settings.price_usd_per_kwh),
                        settings.pue.lower, settings.pue.best, settings.pue.upper),
                    {}};
  if (report.date) {
    document.sections.push_back(date_section(report, language));
    document.sections.push_back(published_section(report, language));
  } else {
    document.sections.push_back(months_section(report, language));
  }
  for (const energy::Comparison& comparison : report.comparisons)
    document.sections.push_back(comparison_section(comparison, language));
  return document;
}

}  // namespace davy::report
