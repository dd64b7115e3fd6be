// A file of readings from a text, in pieces, and what became of it; for tests.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "power/meter_file.hpp"

namespace davy::power {

struct ReadFile {
  MeterFileCounts counts;
  std::string problem;  // "" where the file is usable
  std::vector<PowerRecord> records;
  std::vector<SideRecord> sides;
  Quality flaws;  // of all meters and of the file

  // `piece` octets at a time; 0: all at once.
  ReadFile(MeterFileKind kind, std::string_view text, const ReadingOptions& options = {},
           std::string_view file_name = "readings.csv", std::size_t piece = 0) {
    MeterBook book;
    MeterReader reader(kind, book, options, file_name);
    if (piece == 0) piece = std::max<std::size_t>(text.size(), 1);
    for (std::size_t at = 0; at < text.size(); at += piece)
      reader.octets(as_bytes(text.substr(at, piece)));
    reader.end();
    counts = reader.counts();
    if (!reader.problem()) problem = reader.problem().error().message;
    records = book.finish();
    sides = book.side_records();
    for (const PowerRecord& record : records) flaws.add(record.quality);
    flaws.add(counts.flaws);
  }

  bool notes_say(std::string_view text) const {
    return std::ranges::any_of(
        counts.notes, [&](const std::string& note) { return note.find(text) != note.npos; });
  }
  const PowerRecord* meter(std::string_view name) const {
    const auto found = std::ranges::find(records, name, &PowerRecord::meter);
    return found == records.end() ? nullptr : &*found;
  }
};

inline bool same_hours(const PowerRecord& a, const PowerRecord& b) {
  if (a.meter != b.meter || a.first_hour != b.first_hour || a.kw.size() != b.kw.size())
    return false;
  for (std::size_t i = 0; i < a.kw.size(); ++i)
    if (is_gap(a.kw[i]) != is_gap(b.kw[i]) || (!is_gap(a.kw[i]) && a.kw[i] != b.kw[i]))
      return false;
  return a.quality.flaws == b.quality.flaws;
}

}  // namespace davy::power
