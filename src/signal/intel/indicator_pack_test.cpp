// The rows that come with the program, and those that administrators add.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/tsv.hpp"
#include "flow/dissect/json_dialects.hpp"
#include "signal/intel/indicator_rows.hpp"
#include "signal/intel/indicators.hpp"
#include "signal/intel/shared_names.hpp"

namespace davy::signal {
namespace {

IndicatorRow row(std::string_view pattern, std::string_view name = "") {
  return {pattern, {IndicatorCategory::pool, "", "", name, "a notice", "2026", "2026", ""}};
}

std::string source_file(const std::string& path) {
  std::ifstream file(std::string{DAVY_SOURCE_DIR} + '/' + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Pack, every_row_is_taken) {
  IndicatorsBuilder builder;
  builder.add_rows(embedded_indicators());
  for (std::size_t i = 0; i < refused_reasons; ++i)
    EXPECT_EQ(builder.refused()[static_cast<Refused>(i)], 0u) << name(static_cast<Refused>(i));
  const Indicators all = std::move(builder).build();
  EXPECT_GE(all.count(IndicatorCategory::pool), 400u);
  for (std::size_t i = 0; i < indicator_categories; ++i)
    EXPECT_GT(all.count(static_cast<IndicatorCategory>(i)), 5u)
        << name(static_cast<IndicatorCategory>(i));
}

TEST(Pack, patterns_are_in_normal_form_and_coins_and_dialects_are_known) {
  std::set<std::string_view> dialects;
  for (const flow::Dialect* dialect : flow::all_dialects()) dialects.insert(dialect->id);
  const std::string table_of_coins = source_file("data/coins.tsv");
  std::set<std::string_view> coins;
  for (const auto& [ticker] : tsv_rows<1>(table_of_coins)) coins.insert(ticker);
  const auto loaded = load_indicators({});
  ASSERT_TRUE(loaded);
  std::set<std::string_view> coins_with_pools;
  for (const Indicator& each : loaded->indicators.rows()) {
    EXPECT_EQ(parse_indicator_pattern(each.pattern)->text, each.pattern);
    EXPECT_FALSE(each->name.empty()) << each.pattern;
    std::istringstream ids{std::string{each->dialects}};
    for (std::string id; std::getline(ids, id, ',');)
      EXPECT_TRUE(dialects.contains(id)) << each.pattern << ' ' << id;
    std::istringstream tickers{std::string{each->coins}};
    for (std::string ticker; std::getline(tickers, ticker, ',');) {
      const auto coin = coins.find(ticker);
      ASSERT_NE(coin, coins.end()) << each.pattern << ' ' << ticker;
      if (each->category == IndicatorCategory::pool) coins_with_pools.insert(*coin);
    }
  }
  EXPECT_GE(coins_with_pools.size(), 60u);
}

TEST(Pack, what_administrators_will_look_up) {
  const Indicators all = std::move(load_indicators({})->indicators);
  const auto category = [&](std::string_view host) {
    const Indicator* hit = all.find(host);
    return hit == nullptr ? "" : name(hit->facts->category);
  };
  EXPECT_EQ(category("pool.supportxmr.com"), "pool");
  EXPECT_EQ(category("xmr-eu1.nanopool.org"), "pool");
  EXPECT_EQ(category("de.monero.herominers.com"), "pool");
  EXPECT_EQ(category("gulf.moneroocean.stream"), "pool");
  EXPECT_EQ(category("donate.v2.xmrig.com"), "donation");
  EXPECT_EQ(category("randomxmonero.auto.nicehash.com"), "proxy");
  EXPECT_EQ(category("introducer.chia.net"), "storage-network");
  EXPECT_EQ(category("x9.seed.bitcoin.sipa.be"), "node");
  EXPECT_EQ(category("api.coingecko.com"), "price-site");
  EXPECT_EQ(category("api.nanopool.org"), "price-site");
  EXPECT_EQ(category("ws001.coinhive.com"), "web-miner");
  EXPECT_EQ(category("www.example.org"), "");
  EXPECT_EQ(category("nanopool.org"), "");
}

TEST(SharedNames, every_row_says_what_it_is) {
  const std::string text = source_file("data/shared_names.tsv");
  std::size_t rows = 0;
  for (const auto& [name, kind, source, date] : tsv_rows<4>(text)) {
    ++rows;
    EXPECT_TRUE(kind == "public-suffix" || kind == "shared") << name;
    EXPECT_NE(name.find_first_of(".:"), std::string_view::npos) << name;
  }
  EXPECT_EQ(shared_rows(), rows);
}

TEST(Load, files_that_cannot_be_are_errors) {
  const std::string folder = testing::TempDir();
  const std::string list = folder + "davy_load_test.txt";
  std::ofstream{list} << "pool.example.org\n";
  EXPECT_FALSE(load_indicators(std::vector<std::string>{folder}));
  EXPECT_FALSE(load_indicators(std::vector<std::string>{folder + "davy_no_such_file"}));
  const auto plain = load_indicators(std::vector<std::string>{list});
  ASSERT_FALSE(plain);
  EXPECT_NE(plain.error().message.find("davy indicators import"), std::string::npos);
  std::ofstream{list} << indicator_heading << '\n'
                      << to_tsv(row("pool.example.org")) << to_tsv(row("*.com"));
  const auto loaded = load_indicators(std::vector<std::string>{list});
  ASSERT_TRUE(loaded);
  EXPECT_NE(loaded->indicators.find("pool.example.org"), nullptr);
  EXPECT_EQ(loaded->refused[Refused::single_label], 1u);
  std::filesystem::remove(list);
}

TEST(Load, a_row_of_ours_gives_way_to_one_of_theirs) {
  const std::string list = testing::TempDir() + "davy_load_override_test.tsv";
  IndicatorRow theirs = row("pool.supportxmr.com", "parked since May");
  theirs.facts.category = IndicatorCategory::price_site;
  std::ofstream{list} << indicator_heading << '\n' << to_tsv(theirs);
  const auto loaded = load_indicators(std::vector<std::string>{list});
  std::filesystem::remove(list);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->indicators.find("pool.supportxmr.com")->facts->name, "parked since May");
  EXPECT_EQ(loaded->refused.total(), 0u);
}

}  // namespace
}  // namespace davy::signal
