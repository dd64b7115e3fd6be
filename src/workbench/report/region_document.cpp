#include <algorithm>
#include <map>
#include <set>

#include "workbench/energy/regions.hpp"
#include "workbench/report/energy_figures.hpp"
#include "workbench/report/energy_reports.hpp"
#include "workbench/report/energy_svg.hpp"
#include "workbench/report/index_phrases.hpp"

namespace davy::report {
namespace {

namespace p = index_phrases;
using energy::MapShare;

std::string shown_name(const MapShare& share, Language language) {
  return std::string{language == Language::zh ? share.name_zh : share.name};
}

// Places of one level, largest share of any month first.
std::vector<const MapShare*> places(const RegionReport& report, std::string_view level) {
  std::map<std::string_view, const MapShare*> largest;
  for (const MapShare& share : report.shares) {
    if (share.level != level) continue;
    const MapShare*& known = largest[share.name];
    if (known == nullptr || share.percent > known->percent) known = &share;
  }
  std::vector<const MapShare*> out;
  for (const auto& [name, share] : largest) out.push_back(share);
  std::ranges::stable_sort(
      out, [](const MapShare* a, const MapShare* b) { return a->percent > b->percent; });
  return out;
}

using Row = std::pair<energy::Month, std::string_view>;  // month and edition

std::map<Row, std::map<std::string_view, double>> by_row(const RegionReport& report,
                                                         std::string_view level) {
  std::map<Row, std::map<std::string_view, double>> out;
  for (const MapShare& share : report.shares)
    if (share.level == level) out[{share.month, share.edition}][share.name] = share.percent;
  return out;
}

DocumentTable share_table(const RegionReport& report, std::string_view level, Language language) {
  const auto columns = places(report, level);
  DocumentTable table{{say(p::month, language), say(p::edition, language)}, {}, 2};
  for (const MapShare* place : columns) table.heading.push_back(shown_name(*place, language));
  for (const auto& [key, shares] : by_row(report, level)) {
    std::vector<std::string> row{energy::to_text(key.first), std::string{key.second}};
    for (const MapShare* place : columns) {
      const auto found = shares.find(place->name);
      row.push_back(found == shares.end() ? "" : fmt::format("{:.2f}", found->second));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

// Only an edition that has every month can be drawn over time.
std::string chart(const RegionReport& report, Language language) {
  constexpr std::string_view edition = "v1.1.1";
  const auto rows = by_row(report, "country");
  std::vector<energy::Month> months;
  for (const auto& [key, shares] : rows)
    if (key.second == edition) months.push_back(key.first);
  std::vector<AreaSeries> series;
  for (const MapShare* place : places(report, "country")) {
    AreaSeries one{shown_name(*place, language), {}};
    for (const energy::Month month : months) {
      const auto& shares = rows.at({month, edition});
      const auto found = shares.find(place->name);
      one.values.push_back(found == shares.end() ? 0 : found->second);
    }
    series.push_back(std::move(one));
  }
  return area_chart(say(p::chart_map, language, edition), months, series);
}

// The same place and month in two editions.
void say_both_editions(DocumentSection& section, const RegionReport& report, Language language) {
  for (const MapShare& share : report.shares) {
    const auto other = std::ranges::find_if(report.shares, [&](const MapShare& later) {
      return later.month == share.month && later.name == share.name &&
             later.edition > share.edition;
    });
    if (other == report.shares.end() || other->percent == share.percent) continue;
    section.say(say(p::two_editions, language, shown_name(share, language),
                    energy::to_text(share.month), share_text(share.percent), share.edition,
                    share_text(other->percent), other->edition));
  }
}

DocumentSection shares_section(const RegionReport& report, Language language) {
  DocumentSection section{say(p::shares_heading, language), {}};
  if (report.shares.empty()) section.say(say(p::nothing_on_map, language));
  section.draw(chart(report, language));
  section.add(share_table(report, "country", language));
  say_both_editions(section, report, language);
  return section;
}

// Without a region asked for, of China and its provinces: of all the map would be a thousand rows.
bool is_told(const MapShare& share, const RegionReport& report) {
  return !report.region.empty() || share.level == "province" ||
         energy::names_region("China", share.name, share.name_zh);
}

void add_energy_rows(DocumentTable& table, const MapShare& share, Language language) {
  const energy::Interval unseen = energy::unseen_bounds(share);
  for (const energy::RegionEnergy& one : energy::energy_of(share)) {
    table.rows.push_back(
        {energy::to_text(share.month), shown_name(share, language), std::string{share.edition},
         std::string{one.network.edition}, share_text(share.percent), figure(one.network.twh.best),
         figure(one.twh_per_year.lower), figure(one.twh_per_year.best),
         figure(one.twh_per_year.upper),
         fmt::format("{:.0f} {} {:.0f} %", unseen.lower, text(Text::to, language), unseen.upper)});
  }
}

DocumentSection energy_section(const RegionReport& report, Language language) {
  DocumentSection section{say(p::region_energy, language), {}};
  DocumentTable table{
      {say(p::month, language), say(p::region, language), say(p::edition, language),
       say(p::index_edition, language), say(p::share, language), say(p::network_best, language),
       say(p::lower, language), say(p::best, language), say(p::upper, language),
       say(p::share_unseen, language)},
      {},
      4};
  table.words_last = true;
  for (const MapShare& share : report.shares)
    if (is_told(share, report)) add_energy_rows(table, share, language);
  section.add(std::move(table));
  section.note(say(p::region_note, language));
  return section;
}

DocumentSection bias_section(const RegionReport& report, Language language) {
  DocumentSection section{say(p::bias_heading, language), {}};
  std::set<std::string_view> editions;
  for (const MapShare& share : report.shares) editions.insert(share.edition);
  for (const std::string_view edition : editions) {
    const energy::MapEdition* known = energy::map_edition(edition);
    if (known == nullptr) continue;
    section.say(say(p::bias_line, language, known->edition, known->months, known->pools,
                    figure(known->sample_low_percent, 2), figure(known->sample_high_percent, 2),
                    known->bias, known->source, known->date));
  }
  return section;
}

}  // namespace

Document region_document(const RegionReport& report, Language language) {
  Document document{
      say(p::map_title, language),
      say(p::map_about, language, energy::to_text(report.from), energy::to_text(report.to)),
      {}};
  document.sections.push_back(shares_section(report, language));
  if (DocumentTable provinces = share_table(report, "province", language);
      !provinces.rows.empty()) {
    DocumentSection section{say(p::provinces, language), {}};
    section.add(std::move(provinces));
    document.sections.push_back(std::move(section));
  }
  document.sections.push_back(energy_section(report, language));
  document.sections.push_back(bias_section(report, language));
  return document;
}

}  // namespace davy::report
