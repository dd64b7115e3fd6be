#include "signal/intel/indicator.hpp"

#include <algorithm>

namespace davy::signal {
namespace {

constexpr std::array<std::string_view, indicator_categories> categories{
    "pool", "proxy",  "donation", "web-miner", "storage-network",
    "node", "wallet", "exchange", "price-site"};

constexpr std::array<std::string_view, refused_reasons> reasons{
    "empty",     "too_long",          "malformed",     "single_label",     "public_suffix",
    "shared",    "private_address",   "whole_network", "unknown_category", "no_source",
    "duplicate", "not_for_detection", "expired",       "other_kind",       "not_understood",
    "table_full"};

}  // namespace

std::string_view name(IndicatorCategory category) {
  return categories[static_cast<std::size_t>(category)];
}

std::optional<IndicatorCategory> indicator_category(std::string_view name) {
  const auto found = std::ranges::find(categories, name);
  if (found == categories.end()) return std::nullopt;
  return static_cast<IndicatorCategory>(found - categories.begin());
}

std::string_view name(Refused reason) { return reasons[static_cast<std::size_t>(reason)]; }

}  // namespace davy::signal
