// A list of indicators: everything offered is taken or counted, what is taken is in normal form and once, and a table made of
// the rows loads them all again and finds every one.
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>

#include "base/byte_reader.hpp"
#include "signal/intel/indicator_import.hpp"
#include "signal/intel/indicators.hpp"

namespace davy::signal {
namespace {

void require(bool held) {
  if (!held) std::abort();
}

// Some host, address or fingerprint that the pattern means.
const Indicator* find_example(const Indicators& all, const IndicatorPattern& pattern) {
  std::string text = pattern.text;
  if (pattern.kind == PatternKind::network) return all.find(pattern.network.address);
  if (pattern.kind == PatternKind::fingerprint)
    return text[2] == '3' ? all.find_ja3(text.substr(4)) : all.find_ja4(text.substr(4));
  if (pattern.kind == PatternKind::below) text.erase(0, 2);
  if (const std::size_t star = text.find('*'); star != std::string::npos) text.erase(star, 1);
  return all.find(text);
}

void check_rows(const std::set<std::string>& patterns, const std::string& rows) {
  IndicatorsBuilder builder;
  builder.add_rows(rows);
  const RefusedCounts refused = builder.refused();
  const Indicators all = std::move(builder).build();
  require(all.size() + refused[Refused::table_full] == patterns.size());
  for (const Indicator& row : all.rows()) {
    require(patterns.contains(std::string{row.pattern}));
    const auto pattern = parse_indicator_pattern(row.pattern);
    require(pattern && pattern->text == row.pattern);
    const Indicator* found = find_example(all, *pattern);
    // Another row may fix more of that name: never nothing.
    require(found != nullptr);
    require(pattern->kind != PatternKind::exact || found == &row);
  }
}

}  // namespace
}  // namespace davy::signal

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace davy::signal;
  const std::string_view text = davy::as_text({data, size});
  ImportOptions options;
  options.source = "a fuzzer";
  options.date = "2026-11-22";
  std::set<std::string> patterns;
  std::string rows = std::string{indicator_heading} + '\n';
  const auto counts = import_indicators(text, options, [&](const IndicatorRow& row) {
    require(patterns.emplace(row.pattern).second);
    rows += to_tsv(row);
  });
  if (!counts) return 0;
  require(counts->taken == patterns.size());
  require(counts->offered == counts->taken + counts->refused.total());
  check_rows(patterns, rows);
  return 0;
}
