// Charts of energy reports: HTML with inline SVG.
//
// Shape:   each has a title, axes with numbers, and says nothing by colour alone: lines differ in dashes, areas are named where
//          they lie, and every chart stands beside a table with its numbers.
// Threads: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workbench/energy/calendar.hpp"
#include "workbench/energy/interval.hpp"
#include "workbench/report/text.hpp"

namespace davy::report {

struct BandPoint {
  energy::Day day;
  energy::Interval value;
};
struct LinePoint {
  energy::Day day;
  double value = 0;
};
struct NamedLine {
  std::string name;
  std::vector<LinePoint> points;
  bool dashed = true;
};
// A band with its best line and further lines over it, on a linear scale from 0.
std::string band_chart(std::string_view title, std::string_view band_name,
                       const std::vector<BandPoint>& band, const std::vector<NamedLine>& lines);

// Areas on top of each other, by month; each series has a value for every month.
struct AreaSeries {
  std::string name;
  std::vector<double> values;
};
std::string area_chart(std::string_view title, const std::vector<energy::Month>& months,
                       const std::vector<AreaSeries>& series);

// Horizontal bars from 0, each perhaps with its interval.
struct Bar {
  std::string name;
  energy::Interval value;
  std::string text;  // behind the bar
  int shade = 0;     // one of the classes s0 to s7 of energy.css
};
std::string bar_chart(std::string_view title, const std::vector<Bar>& bars);

}  // namespace davy::report
