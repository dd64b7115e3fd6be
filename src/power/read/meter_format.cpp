#include "power/read/meter_format.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.hpp"
#include "power/read/words.hpp"

namespace davy::power {
namespace {

constexpr std::size_t contradicted_meters_max = 256;
constexpr std::uint64_t contradictions_to_tell = 24;

}  // namespace

MeterFileOutput::MeterFileOutput(MeterBook& to, const ReadingOptions& how, std::string_view name)
    : book(to), options(how), file_name(name), contradictions_seen_(to.contradictions()) {
  auto read = read_mapping(options.columns);
  if (!read) {
    problem = read.error();
    return;
  }
  mapping = std::move(*read);
  if (options.time_zone.empty()) options.time_zone = mapping.time_zone;
  if (options.unit.empty()) return;
  mapping.unit = parse_unit(options.unit);
  if (!mapping.unit)
    problem = Error{ErrorKind::usage,
                    fmt::format("unit '{}' is not known: one of kWh, Wh, MWh, kW, W, MW and others",
                                options.unit)};
}

void MeterFileOutput::note(std::string_view text) {
  if (counts.notes.size() < limits::meter_notes_max)
    counts.notes.push_back(fmt::format("{}: {}", file_name, text));
}

void MeterFileOutput::note(std::uint64_t line, std::string_view text) {
  if (counts.notes.size() < limits::meter_notes_max)
    counts.notes.push_back(fmt::format("{}:{}: {}", file_name, line, text));
}

void MeterFileOutput::fail(std::string_view text) {
  if (!problem) problem = Error{ErrorKind::input, fmt::format("{}: {}", file_name, text)};
}

void MeterFileOutput::fail(std::uint64_t line, std::string_view text) {
  if (!problem) problem = Error{ErrorKind::input, fmt::format("{}:{}: {}", file_name, line, text)};
}

void MeterFileOutput::contradiction(std::uint64_t line) {
  const std::uint64_t times = book.contradictions() - contradictions_seen_;
  contradictions_seen_ = book.contradictions();
  const MeterNumber meter = book.last_contradicted();
  if (contradicted_.size() == contradicted_meters_max && !contradicted_.contains(meter)) return;
  Contradicted& one = contradicted_[meter];
  if (one.times == 0) one.first_line = line;
  one.times += times;
}

void MeterFileOutput::tell_contradictions() {
  std::vector<std::pair<std::uint64_t, MeterNumber>> first;
  for (const auto& [meter, seen] : contradicted_)
    if (seen.times >= contradictions_to_tell) first.emplace_back(seen.first_line, meter);
  std::ranges::sort(first);
  for (const auto& [line, meter] : first)
    note(line, fmt::format("'{}' has {} times with two different values, the first of which were "
                           "kept: two accounts under one id? Give each its own, or name the column "
                           "that tells them apart (meter = id, channel)",
                           book.name_of(meter), contradicted_[meter].times));
}

std::string MeterFileOutput::stem() const {
  std::string_view stem = file_name;
  const std::size_t slash = stem.find_last_of("/\\");
  if (slash != stem.npos) stem.remove_prefix(slash + 1);
  for (const std::string_view end :
       {".gz", ".zst", ".csv", ".tsv", ".txt", ".xml", ".json", ".log"})
    if (stem.size() > end.size() && lower(stem).ends_with(end)) stem.remove_suffix(end.size());
  return stem.empty() ? "meter" : std::string{stem};
}

std::optional<Unit> MeterFileOutput::unit_in_name() const {
  for (const std::string& word : words(stem())) {
    const auto unit = parse_unit(word);
    if (unit && word.size() > 1 && is_active(unit->quantity)) return unit;
  }
  return std::nullopt;
}

}  // namespace davy::power
