// A file of readings read whole and in pieces: both tell the same, and what they tell is within its bounds.
#pragma once

#include <cmath>
#include <cstdlib>
#include <vector>

#include "base/limits.hpp"
#include "power/meter_file_test_support.hpp"

namespace davy::power {

inline void require(bool held) {
  if (!held) std::abort();
}

struct ReadMeters {
  MeterFileCounts counts;
  bool usable = true;
  std::uint64_t book_readings = 0;
  std::vector<PowerRecord> records;

  ReadMeters(MeterFileKind kind, std::string_view text, std::size_t piece,
             const ReadingOptions& options) {
    MeterBook book;
    MeterReader reader(kind, book, options, "file_kw.csv");
    for (std::size_t at = 0; at < text.size(); at += piece)
      reader.octets(as_bytes(text.substr(at, piece)));
    reader.end();
    counts = reader.counts();
    usable = reader.problem().has_value();
    book_readings = book.readings() + book.refused_readings();
    records = book.finish();
  }
};

inline void check_bounds(const ReadMeters& read) {
  require(read.counts.notes.size() <= limits::meter_notes_max);
  require(read.records.size() <= limits::meters_max);
  require(read.book_readings == read.counts.readings);
  for (const PowerRecord& record : read.records) {
    require(record.kw.size() <= limits::meter_hours_each_max);
    require(record.meter.size() <= limits::text_field_octets_max);
    for (const float kw : record.kw) require(is_gap(kw) || (kw >= 0 && std::isfinite(kw)));
  }
}

// The first octet says how long the pieces are, and which options are set; the rest is the file.
inline void replay_meters(const std::uint8_t* data, std::size_t size, MeterFileKind kind) {
  if (size == 0) return;
  const std::string_view text = as_text({data + 1, size - 1});
  meter_file_kind(text);
  ReadingOptions options;
  if (data[0] & 1) options.time_zone = "Europe/Berlin";
  options.interval_end = (data[0] & 2) != 0;
  const ReadMeters whole(kind, text, text.size() + 1, options);
  check_bounds(whole);
  const ReadMeters pieces(kind, text, std::size_t{data[0]} + 1, options);
  require(pieces.usable == whole.usable);
  require(pieces.counts.readings == whole.counts.readings);
  require(pieces.counts.notes == whole.counts.notes);
  require(pieces.records.size() == whole.records.size());
  for (std::size_t i = 0; i < whole.records.size(); ++i)
    require(same_hours(whole.records[i], pieces.records[i]));
}

}  // namespace davy::power
