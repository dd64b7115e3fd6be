#include "workbench/report/timeline_svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "workbench/report/html_page.hpp"
#include "workbench/report/number_text.hpp"

namespace davy::report {
namespace {

using flow::Timeline;

constexpr std::array<std::string_view, Timeline::rows> row_ids{"job", "share", "accepted",
                                                               "rejected", "other"};
constexpr std::size_t row_height = 20;
constexpr std::size_t bins_min =
    8;  // a short conversation does not fill the page with three fat bars

Text row_name(std::size_t row) {
  return static_cast<Text>(static_cast<std::size_t>(Text::row_job) + row);
}

std::uint64_t sum(const Timeline& timeline, std::size_t row) {
  std::uint64_t out = 0;
  for (const std::uint16_t count : timeline.counts[row]) out += count;
  return out;
}

// Bins up to the last that holds anything.
std::size_t used_bins(const Timeline& timeline) {
  std::size_t used = 0;
  for (const auto& row : timeline.counts) {
    for (std::size_t bin = 0; bin < Timeline::bins; ++bin) {
      if (row[bin] > 0) used = std::max(used, bin + 1);
    }
  }
  return used;
}

std::string row_svg(const Timeline& timeline, std::size_t row, std::size_t bins,
                    std::string_view name) {
  const auto& counts = timeline.counts[row];
  const std::uint16_t highest = *std::ranges::max_element(counts);
  std::string bars;
  for (std::size_t bin = 0; bin < bins; ++bin) {
    if (counts[bin] == 0) continue;
    const double height = std::max(1.5, row_height * static_cast<double>(counts[bin]) / highest);
    fmt::format_to(std::back_inserter(bars), "<path d=\"M{} {}h.8v{:.1f}h-.8z\"/>", bin, row_height,
                   -height);
  }
  return fmt::format(
      "<svg class=\"row-{}\" viewBox=\"0 0 {} {}\" preserveAspectRatio=\"none\" role=\"img\" "
      "fill=\"currentColor\"><title>{}: {}</title>{}</svg>",
      row_ids[row], bins, row_height, name, grouped(sum(timeline, row)), bars);
}

std::string rows_html(const Timeline& timeline, std::size_t bins, Language language) {
  std::string out;
  for (std::size_t row = 0; row < timeline.counts.size() && row < Timeline::rows; ++row) {
    if (sum(timeline, row) == 0) continue;
    const std::string_view name = text(row_name(row), language);
    out += element("span", "", name) + row_svg(timeline, row, bins, name);
    out +=
        element("span", "num", fmt::format("{}", *std::ranges::max_element(timeline.counts[row])));
  }
  return out;
}

std::string axis_html(const Timeline& timeline, std::size_t bins) {
  const Timestamp end = timeline.start + timeline.bin_width * static_cast<std::int64_t>(bins);
  const auto label = [&](Timestamp t) {
    return same_day(timeline.start, end) ? time_of_day(t) : to_whole_second(t).substr(5, 11) + "Z";
  };
  const Timestamp middle = timeline.start + (end - timeline.start) / 2;
  return fmt::format(
      "<span></span><span "
      "class=\"axis\"><span>{}</span><span>{}</span><span>{}</span></span><span></span>",
      label(timeline.start), label(middle), label(end));
}

std::string table_row(const Timeline& timeline, std::size_t bin) {
  std::string cells;
  std::uint64_t any = 0;
  for (const auto& row : timeline.counts) {
    any += row[bin];
    cells += element("td", "num", std::to_string(row[bin]));
  }
  const Timestamp begin = timeline.start + timeline.bin_width * static_cast<std::int64_t>(bin);
  return any == 0 ? "" : element("tr", "", element("td", "", to_whole_second(begin)) + cells);
}

std::string table_html(const Timeline& timeline, Language language) {
  std::string head = element("th", "", text(Text::time, language));
  for (std::size_t row = 0; row < Timeline::rows; ++row) {
    head += element("th", "num", text(row_name(row), language));
  }
  std::string rows;
  for (std::size_t bin = 0; bin < Timeline::bins; ++bin) rows += table_row(timeline, bin);
  return element(
      "details", "",
      element("summary", "", text(Text::in_table, language)) +
          element("table", "tight",
                  element("thead", "", element("tr", "", head)) + element("tbody", "", rows)));
}

// A logarithmic scale that begins and ends at 1, 2 or 5 times a power of ten.
struct Scale {
  double first;
  double last;
  double percent(double value) const {
    return 100 * std::log(value / first) / std::log(last / first);
  }
};

// The largest round number (1, 2 or 5 times a power of ten) that is not above `value`.
double round_below(double value) {
  const double decade = std::pow(10, std::floor(std::log10(value) + 1e-9));
  const double digit = value / decade * (1 + 1e-9);
  return decade * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
}

// From a round number to the one after it.
double next_round(double round) { return round_below(round * 2.6); }

Scale scale_for(const energy::Interval& interval) {
  const double least = interval.lower > 0 ? interval.lower : interval.upper / 100;
  const double first = round_below(least);
  const double below = round_below(interval.upper);
  const double last = below < interval.upper * (1 - 1e-9) ? next_round(below) : below;
  return {first, std::max(last, next_round(next_round(first)))};
}

std::string upright(double percent, int top, int bottom, std::string_view colour, int width) {
  return fmt::format(
      "<line x1=\"{0:.1f}%\" x2=\"{0:.1f}%\" y1=\"{1}\" y2=\"{2}\" stroke=\"{3}\" "
      "stroke-width=\"{4}\"/>",
      percent, top, bottom, colour, width);
}

}  // namespace

std::string timeline_html(const Timeline& timeline, Language language) {
  if (timeline.counts.size() != Timeline::rows || timeline.bin_width <= Duration{0}) return {};
  const std::size_t used = used_bins(timeline);
  if (used == 0) return {};
  const std::size_t bins = std::min(std::max(used, bins_min), Timeline::bins);
  const Timestamp end = timeline.start + timeline.bin_width * static_cast<std::int64_t>(used);
  const std::string caption = text(Text::timeline_desc, language, to_whole_second(timeline.start),
                                   to_whole_second(end), duration_text(timeline.bin_width));
  return element(
      "figure", "",
      element("div", "line", rows_html(timeline, bins, language) + axis_html(timeline, bins)) +
          element("figcaption", "", caption) + table_html(timeline, language));
}

std::string interval_html(const energy::Interval& interval, std::string_view unit,
                          std::string_view title) {
  if (interval.upper <= 0) return {};
  const Scale scale = scale_for(interval);
  const double left = interval.lower > 0 ? scale.percent(interval.lower) : 0;
  const double right = scale.percent(interval.upper);
  std::string marks;
  for (double tick = scale.first; tick < scale.last * 1.01; tick = next_round(tick)) {
    marks += upright(scale.percent(tick), 6, 28, "var(--line)", 1);
  }
  fmt::format_to(std::back_inserter(marks),
                 "<line x1=\"{:.1f}%\" x2=\"{:.1f}%\" y1=\"17\" y2=\"17\" stroke=\"currentColor\" "
                 "stroke-width=\"8\" stroke-opacity=\".3\"/>",
                 left, right);
  if (interval.lower > 0) marks += upright(left, 9, 25, "currentColor", 2);
  marks += upright(right, 9, 25, "currentColor", 2);
  if (interval.best > 0) {
    fmt::format_to(std::back_inserter(marks),
                   "<circle cx=\"{:.1f}%\" cy=\"17\" r=\"6\" fill=\"currentColor\"/>",
                   scale.percent(interval.best));
  }
  return fmt::format(
      "<svg role=\"img\"><title>{}</title>{}</svg><div "
      "class=\"scale\"><span>{}</span><span>{}</span></div>",
      escaped(title), marks, with_si_prefix(scale.first, unit), with_si_prefix(scale.last, unit));
}

}  // namespace davy::report
