// When each sensor was awake, and what it saw: so that "nothing found" means something.
//
// Shape:   a cell is one sensor in one UTC hour. Counts add up; a sensor is alive for at most 3,600 s of an hour, however many
//          inputs tell of it; the clock's offset and the pack are the last ones told.
// Units:   seconds alive; octets as in the event line `coverage`; hours since 1970.
// Errors:  as store.hpp.
// Bounds:  limits::store_cells_max cells of one query. Counts stop at 2^60.
// Threads: of the store.
#pragma once

#include <span>
#include <string>

#include "workbench/store/page.hpp"
#include "workbench/store/store.hpp"

namespace davy::store {

struct CoverageCell {
  std::string sensor = {};
  std::int64_t hour = 0;
  double alive_s = 0;
  std::uint64_t packets = 0;
  std::uint64_t octets = 0;
  std::uint64_t flows = 0;
  std::uint64_t malformed = 0;
  std::uint64_t dropped_kernel = 0;
  std::uint64_t dropped_davy = 0;
  std::uint64_t exporter_gaps = 0;
  std::optional<std::int64_t> clock_offset_ns = {};
  std::string pack_version = {};
  std::uint32_t blind_bits = 0;  // what could not be looked for, at times: 1 << report::Blindness
  Timestamp first_seen = {};
  Timestamp last_seen = {};
};

Result<void> add_coverage(Store& store, std::span<const CoverageCell> cells);

struct CoveragePlace {
  std::string sensor;
  std::int64_t hour = 0;
};

struct CoverageFilter {
  std::string sensor = {};     // "": all
  std::int64_t from_hour = 0;  // [from, to)
  std::int64_t to_hour = 0;
  std::optional<CoveragePlace> after = {};
  std::size_t limit = limits::store_cells_max;
};

using CoveragePage = Page<CoverageCell, CoveragePlace>;
Result<CoveragePage> coverage_cells(Store& store, const CoverageFilter& filter);  // by sensor, hour

}  // namespace davy::store
