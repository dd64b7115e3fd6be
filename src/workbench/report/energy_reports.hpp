// What `davy energy` tells: the values of each of its commands, and how they become a document or event lines.
//
// Shape:   one struct a command. Documents carry charts too; lines follow schema/event.schema.json.
// Threads: pure functions.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "workbench/energy/account.hpp"
#include "workbench/energy/attribution.hpp"
#include "workbench/energy/comparison.hpp"
#include "workbench/energy/mining_map.hpp"
#include "workbench/report/document.hpp"

namespace davy::report {

struct NetworkReport {
  energy::IndexSettings settings;
  std::string inputs;       // where hash rate and revenue are from
  bool own_inputs = false;  // a file of the user's
  energy::RowCounts rows;   // of that file
  energy::Day first, last;  // that can be computed
  std::array<std::vector<energy::IndexDay>, energy::generations> index;
  std::optional<energy::Day> date;              // asked for
  energy::Day from, to;                         // what is shown otherwise
  std::vector<energy::PublishedRow> published;  // of the date
  std::vector<energy::Comparison> comparisons;  // where asked for
};

struct RegionReport {
  energy::Month from, to;
  std::string region;  // "": all
  std::vector<energy::MapShare> shares;
};

struct AccountReport {
  std::vector<std::string> inputs;
  energy::AccountSettings settings;
  energy::Account account;
  energy::FindingReader::Counts read;
};

enum class Resource : std::uint8_t { electricity, coal };

struct AttributionReport {
  std::string region;
  Resource resource{};
  std::string unit;  // of the growth: "kWh", "GWh", "tce", …
  energy::AttributionInput input;
  energy::Attribution result;
  std::string measured_from;  // what the parts rest on, in words
  std::string estimated_from;
  std::string others_from;
  std::vector<std::string> inputs;
  std::size_t before_growth = 0;  // findings that began before the growth did: no part of it
};

Document network_document(const NetworkReport& report, Language language);
Document region_document(const RegionReport& report, Language language);
Document account_document(const AccountReport& report, Language language);
Document attribution_document(const AttributionReport& report, Language language);

std::string network_lines(const NetworkReport& report);
std::string region_lines(const RegionReport& report);
std::string account_lines(const AccountReport& report);
std::string attribution_lines(const AttributionReport& report);

}  // namespace davy::report
