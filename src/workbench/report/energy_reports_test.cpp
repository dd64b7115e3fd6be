#include "workbench/report/energy_reports.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "workbench/energy/sample_lines.hpp"
#include "workbench/report/energy_figures.hpp"
#include "workbench/report/energy_svg.hpp"

namespace davy::report {
namespace {

using testing::HasSubstr;
using testing::Not;

NetworkReport network(std::string_view date = {}) {
  NetworkReport report;
  report.inputs = energy::builtin_network().source;
  report.first = energy::builtin_network().days.front().day;
  report.last = energy::builtin_network().days.back().day;
  report.from = report.first;
  report.to = report.last;
  for (std::size_t i = 0; i < energy::generations; ++i) {
    const auto generation = static_cast<energy::Generation>(i);
    report.index[i] = energy::compute_index(energy::builtin_network().days, generation, {});
    if (date.empty()) report.comparisons.push_back(energy::compare(report.index[i], generation));
  }
  if (date.empty()) return report;
  report.date = energy::parse_day(date);
  report.published = energy::published_of(*report.date);
  return report;
}

RegionReport region(std::string_view name = {}) {
  const auto from = *energy::parse_month("2019-09"), to = *energy::parse_month("2022-01");
  return {from, to, std::string{name}, energy::map_shares(from, to, name)};
}

AccountReport account(std::string_view region = "Inner Mongolia", bool any = true) {
  AccountReport report;
  report.inputs = {"<findings>.jsonl"};
  report.settings.region = region;
  report.settings.same.emplace("b98", "10.0.0.9");
  report.settings.tariff_cny_per_kwh = 0.38;
  report.settings.bills = {*energy::parse_billing_cycle("b97:2022-01-01:2022-01-31:9000")};
  energy::FindingReader reader;
  if (any) {
    for (const std::string& line :
         {energy::sample_meter("b97", "2021-10-05", "2022-02-28", "confirmed"),
          energy::sample_meter("b98", "2021-05-01", "2021-08-01"),
          energy::sample_flow("10.0.0.9", 1, "2021-06-01T08:00:00Z", "2021-06-01T18:00:00Z"),
          energy::sample_flow("10.0.0.1", 1, "2021-06-01T08:00:00Z", "2021-06-11T18:00:00Z"),
          energy::sample_flow("10.0.0.2", 1, "2021-06-01T08:00:00Z", "2021-06-09T18:00:00Z",
                              "suspected"),
          energy::sample_host("10.0.0.1"), std::string{"{"}})
      reader.line(line);
  }
  report.account = energy::make_account(reader.take(), report.settings);
  report.read = reader.counts();
  return report;
}

AttributionReport attribution(bool identifiable) {
  AttributionReport report;
  report.region = "Inner Mongolia";
  report.unit = "GWh";
  report.input = {{3'650, 3'653, 3'656},
                  {3'950, 3'957, 3'960},
                  energy::Interval{1, 1.2, 1.5},
                  energy::Interval{20, 40, 90},
                  std::nullopt};
  report.measured_from = "12 findings of meters";
  report.estimated_from = "a survey";
  report.before_growth = 2;
  if (!identifiable) report.input.after = report.input.before;
  report.result = energy::attribute(report.input);
  return report;
}

TEST(EnergyFigures, have_digits_and_no_exponent) {
  EXPECT_EQ(figure(81.7124), "81.71");
  EXPECT_EQ(figure(0), "0");
  EXPECT_EQ(figure(1234567.0, 3), "1,234,567");
  EXPECT_EQ(figure(0.00058212, 3), "0.000582");
  EXPECT_EQ(figure(std::optional<double>{}), "");
  EXPECT_EQ(percent(0.0036), "+0.36 %");
  EXPECT_EQ(range_text({9, 10, 12}, Language::en, 2), "10 (9.0 to 12)");
  EXPECT_EQ(range_text({9, 9, 9}, Language::zh, 2), "9.0");
}

TEST(EnergyNetwork, tells_published_figures_apart) {
  const std::string out =
      terminal_text(network_document(network("2020-04-15"), Language::en), 100, false);
  for (const std::string_view part : {"not recomputed", "39.97", "81.71", "125.0", "78.30", "48.42",
                                      "not computed here", "v1.2", "revised"})
    EXPECT_THAT(out, HasSubstr(std::string{part}));
}

TEST(EnergyNetwork, compares_every_month) {
  const std::string out = terminal_text(network_document(network(), Language::en), 100, false);
  EXPECT_THAT(out, HasSubstr("2019-12"));
  EXPECT_THAT(out, HasSubstr("median error"));
}

TEST(EnergyRegion, tells_both_editions_and_the_bias) {
  const std::string out = terminal_text(region_document(region(), Language::en), 100, false);
  EXPECT_THAT(out, HasSubstr("65.08 % in edition v1.0.0 and 64.81 % in edition v1.1.1"));
  EXPECT_THAT(out, HasSubstr("all with their seat in China"));
  EXPECT_THAT(out, HasSubstr("Inner Mongolia"));
}

TEST(EnergyAccount, tells_each_factor_with_source_and_year) {
  const std::string out = terminal_text(account_document(account(), Language::en), 120, false);
  for (const std::string_view part :
       {"0.7025 kg/kWh", "0.6849 kg/kWh", "122.9 g/kWh", "calorific", "supply rate", "MEE and NBS",
        "differs", "+1.00 CNY/kWh from 2022-01-20", "not added: the same mining as meter b98",
        "never added", "1 not readable", "发改运行〔2021〕1283号", "0.3800 CNY/kWh"})
    EXPECT_THAT(out, HasSubstr(std::string{part})) << part;
}

TEST(EnergyAccount, of_nothing_says_so) {
  EXPECT_THAT(terminal_text(account_document(account("Sichuan", false), Language::en), 100, false),
              HasSubstr("No mining with electricity"));
}

TEST(EnergyAttribution, refuses_in_words) {
  EXPECT_THAT(terminal_text(attribution_document(attribution(false), Language::en), 100, false),
              HasSubstr("Not identifiable: the growth may be zero"));
  EXPECT_THAT(terminal_text(attribution_document(attribution(true), Language::en), 100, false),
              HasSubstr("of it measured"));
}

TEST(EnergyPages, escape_speak_one_language_and_need_nothing) {
  for (const Language language : {Language::en, Language::zh}) {
    const std::string page = html_text(account_document(account(), language), language, "0.1.0");
    EXPECT_THAT(page, HasSubstr("&lt;findings&gt;"));
    for (const std::string_view outside : {"http:", "https:", "src=", "url(", "<script", "<link"})
      EXPECT_THAT(page, Not(HasSubstr(std::string{outside}))) << outside;
    EXPECT_THAT(page, HasSubstr("<svg"));
  }
  EXPECT_THAT(html_text(region_document(region(), Language::zh), Language::zh, "0.1.0"),
              Not(HasSubstr("Where Bitcoin")));
  EXPECT_THAT(html_text(region_document(region(), Language::en), Language::en, "0.1.0"),
              Not(HasSubstr("内蒙古")));
}

TEST(EnergyCharts, of_nothing_are_nothing) {
  EXPECT_EQ(band_chart("t", "b", {}, {}), "");
  EXPECT_EQ(area_chart("t", {}, {}), "");
  EXPECT_EQ(bar_chart("t", {}), "");
}

TEST(EnergyLines, samples_for_the_schema) {
  const char* directory = std::getenv("DAVY_SAMPLE_DIRECTORY");
  if (directory == nullptr) GTEST_SKIP() << "DAVY_SAMPLE_DIRECTORY is not set";
  std::ofstream(std::string{directory} + "/energy.jsonl")
      << network_lines(network()) << network_lines(network("2020-04-15"))
      << network_lines(network("2018-07-01")) << region_lines(region()) << account_lines(account())
      << account_lines(account("Atlantis")) << account_lines(account("", false))
      << attribution_lines(attribution(true)) << attribution_lines(attribution(false));
}

// Writes pages to look at in a browser: tests/browser/render.sh does.
TEST(EnergyPages, pages_to_look_at) {
  const char* directory = std::getenv("DAVY_SAMPLE_DIRECTORY");
  if (directory == nullptr) GTEST_SKIP() << "DAVY_SAMPLE_DIRECTORY is not set";
  for (const Language language : {Language::en, Language::zh}) {
    const auto write = [&](std::string_view name, const Document& document) {
      std::ofstream(
          fmt::format("{}/{}.{}.html", directory, name, language == Language::zh ? "zh" : "en"))
          << html_text(document, language, "0.1.0");
    };
    write("energy_network", network_document(network(), language));
    write("energy_region", region_document(region(), language));
    write("energy_account", account_document(account(), language));
  }
}

}  // namespace
}  // namespace davy::report
