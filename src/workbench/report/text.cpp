#include "workbench/report/text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "workbench/report/text_catalogue.hpp"

namespace davy::report {
namespace {

constexpr bool complete() {
  for (std::size_t i = 0; i < catalogue::entries.size(); ++i) {
    const CatalogueEntry& entry = catalogue::entries[i];
    if (entry.key != static_cast<Text>(i) || entry.en.empty() || entry.zh.empty()) return false;
  }
  return true;
}
static_assert(complete(), "every key has both languages, in the order of the enumeration");

}  // namespace

std::string_view text(Text key, Language language) {
  const CatalogueEntry& entry = catalogue::entries[static_cast<std::size_t>(key)];
  return language == Language::zh ? entry.zh : entry.en;
}

}  // namespace davy::report
