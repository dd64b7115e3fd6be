// The computed index held against the published one.
//
// Units:   TWh a year; errors relative, computed / published - 1.
// Shape:   every day of a series that is given; else the single days and whole months that are built in. Errors are of single
//          days. Days that are warming up are left out of them, and of monthly means; yearly means take every day.
// Threads: pure functions.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "workbench/energy/network_index.hpp"
#include "workbench/energy/published_index.hpp"

namespace davy::energy {

struct Compared {
  std::string period;  // day, month or year
  Interval computed;
  PublishedFigures published;
};

// Of one bound: the median of the absolute errors, of the signed ones, and the share of periods within 1 %.
struct ErrorSummary {
  std::size_t periods = 0;
  double median_absolute = 0;
  double median_signed = 0;
  double within_one_percent = 0;
};

struct Comparison {
  Generation generation{};
  std::string edition;  // "v1.2", or the file's name
  bool by_day = false;
  std::vector<Compared> rows;
  std::vector<Compared> years;
  std::array<std::optional<ErrorSummary>, 3> errors;  // lower, best, upper
};

// Which published edition a generation is held against.
std::string_view edition_for(Generation generation);

Comparison compare(std::span<const IndexDay> index, Generation generation);
Comparison compare(std::span<const IndexDay> index, Generation generation,
                   const PublishedSeries& published);

}  // namespace davy::energy
