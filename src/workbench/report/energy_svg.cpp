#include "workbench/report/energy_svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "workbench/report/energy_figures.hpp"
#include "workbench/report/html_page.hpp"
#include "workbench/report/utf8.hpp"

namespace davy::report {
namespace {

constexpr double width = 1000, height = 360;
constexpr double left = 56, right = 24, top = 14, bottom = 30;
constexpr std::size_t points_max = 1'200;  // of a line; more are not to be told apart

// A scale from 0 to a round number with few steps.
struct Scale {
  double step = 1;
  double most = 1;
  double y(double value) const { return top + (height - top - bottom) * (1 - value / most); }
};

Scale scale_to(double most) {
  if (!(most > 0)) return {};
  const double decade = std::pow(10, std::floor(std::log10(most / 5)));
  const double digit = most / 5 / decade;
  const double step = decade * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
  return {step, step * std::ceil(most / step - 1e-9)};
}

struct TimeAxis {
  energy::Day first, last;
  double x(energy::Day day) const {
    const double days = std::max<double>(1, static_cast<double>((last - first).count()));
    return left + (width - left - right) * static_cast<double>((day - first).count()) / days;
  }
};

std::string grid(const Scale& scale) {
  std::string out;
  for (double value = 0; value <= scale.most * 1.001; value += scale.step) {
    fmt::format_to(
        std::back_inserter(out),
        "<line class=\"{}\" x1=\"{}\" x2=\"{}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/><text x=\"{}\" "
        "y=\"{:.1f}\" text-anchor=\"end\">{}</text>",
        value == 0 ? "axis" : "grid", left, width - right, scale.y(value), scale.y(value), left - 8,
        scale.y(value) + 4, fmt::format("{:g}", value));
  }
  return out;
}

// A mark every month, quarter or year, so that at most some fourteen stand.
std::string time_marks(const TimeAxis& axis) {
  const auto months = (energy::month_of(axis.last) - energy::month_of(axis.first)).count() + 1;
  const std::int64_t every = months <= 14 ? 1 : months <= 42 ? 3 : 12;
  std::string out;
  for (energy::Month month = energy::month_of(axis.first); month <= energy::month_of(axis.last);
       month += std::chrono::months{1}) {
    const energy::Day day = energy::first_of(month);
    if ((static_cast<unsigned>(month.month()) - 1) % every != 0 || day < axis.first) continue;
    fmt::format_to(
        std::back_inserter(out),
        "<line class=\"axis\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" y2=\"{2}\"/><text "
        "x=\"{0:.1f}\" y=\"{3}\" text-anchor=\"middle\">{4}</text>",
        axis.x(day), height - bottom, height - bottom + 5, height - 8, energy::to_text(month));
  }
  return out;
}

std::string svg(std::string_view title, double tall, std::string_view inner) {
  return fmt::format(
      "<div class=\"chart\"><svg viewBox=\"0 0 {} {:.0f}\" "
      "role=\"img\"><title>{}</title>{}</svg></div>",
      width, tall, escaped(title), inner);
}

std::string caption(std::string_view title, std::string_view key) {
  return element("figcaption", "", escaped(title)) +
         (key.empty() ? "" : element("div", "key", key));
}

std::string key_entry(std::string_view name, int shade, std::string_view mark) {
  return fmt::format(
      "<span class=\"s{}\"><svg viewBox=\"0 0 26 10\" aria-hidden=\"true\">{}</svg>{}</span>",
      shade, mark, escaped(name));
}

constexpr std::string_view dash = "stroke-dasharray=\"7 4\"";

template <typename Points, typename Y>
std::string path(const Points& points, const TimeAxis& axis, const Y& y) {
  std::string out;
  const std::size_t stride = std::max<std::size_t>(1, points.size() / points_max);
  for (std::size_t i = 0; i < points.size(); i += stride)
    fmt::format_to(std::back_inserter(out), "{}{:.1f} {:.1f}", out.empty() ? "M" : "L",
                   axis.x(points[i].day), y(points[i]));
  return out;
}

std::string band_path(const std::vector<BandPoint>& band, const TimeAxis& axis,
                      const Scale& scale) {
  std::vector<BandPoint> back(band.rbegin(), band.rend());
  std::string lower = path(back, axis, [&](const BandPoint& p) { return scale.y(p.value.lower); });
  if (!lower.empty()) lower.front() = 'L';
  return path(band, axis, [&](const BandPoint& p) { return scale.y(p.value.upper); }) + lower + "Z";
}

std::string line_svg(std::string_view d, int shade, bool dashed) {
  return fmt::format(
      "<path class=\"s{}\" d=\"{}\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" {}/>",
      shade, d, dashed ? dash : "");
}

double highest(const std::vector<BandPoint>& band, const std::vector<NamedLine>& lines) {
  double most = 0;
  for (const BandPoint& point : band) most = std::max(most, point.value.upper);
  for (const NamedLine& line : lines)
    for (const LinePoint& point : line.points) most = std::max(most, point.value);
  return most;
}

constexpr std::string_view line_mark =
    "<path d=\"M0 5h26\" stroke=\"currentColor\" stroke-width=\"2\"/>";
constexpr std::string_view dash_mark =
    "<path d=\"M0 5h26\" stroke=\"currentColor\" stroke-width=\"2\" stroke-dasharray=\"7 4\"/>";

}  // namespace

std::string band_chart(std::string_view title, std::string_view band_name,
                       const std::vector<BandPoint>& band, const std::vector<NamedLine>& lines) {
  if (band.empty()) return {};
  const TimeAxis axis{band.front().day, band.back().day};
  const Scale scale = scale_to(highest(band, lines));
  std::string inner = grid(scale) + time_marks(axis);
  inner += fmt::format("<path class=\"s0\" d=\"{}\" fill=\"currentColor\" fill-opacity=\".2\"/>",
                       band_path(band, axis, scale));
  inner += line_svg(path(band, axis, [&](const BandPoint& p) { return scale.y(p.value.best); }), 0,
                    false);
  std::string key = key_entry(band_name, 0, line_mark);
  int shade = 1;
  for (const NamedLine& line : lines) {
    inner += line_svg(path(line.points, axis, [&](const LinePoint& p) { return scale.y(p.value); }),
                      shade, line.dashed);
    key += key_entry(line.name, shade++, line.dashed ? dash_mark : line_mark);
  }
  return element("figure", "", svg(title, height, inner) + caption(title, key));
}

std::string area_chart(std::string_view title, const std::vector<energy::Month>& months,
                       const std::vector<AreaSeries>& series) {
  if (months.size() < 2) return {};
  const TimeAxis axis{energy::first_of(months.front()), energy::first_of(months.back())};
  const Scale scale{20, 100};
  std::vector<double> base(months.size(), 0);
  std::string areas, names, key;
  int shade = 0;
  for (const AreaSeries& one : series) {
    std::vector<BandPoint> band;
    std::size_t widest = 0;
    for (std::size_t i = 0; i < months.size(); ++i) {
      const double upto = base[i] + one.values[i];
      band.push_back({energy::first_of(months[i]), {base[i], upto, upto}});
      if (one.values[i] > one.values[widest]) widest = i;
    }
    areas += fmt::format(
        "<path class=\"s{}\" d=\"{}\" fill=\"currentColor\" fill-opacity=\"{}\" "
        "stroke=\"currentColor\" stroke-width=\"1\"/>",
        shade, band_path(band, axis, scale), shade % 2 == 0 ? ".42" : ".26");
    if (one.values[widest] > 7) {
      const double at = std::clamp(axis.x(band[widest].day), left + 60, width - right - 60);
      names += fmt::format(
          "<text class=\"ink\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>", at,
          scale.y(base[widest] + one.values[widest] / 2) + 4, escaped(one.name));
    }
    key += key_entry(one.name, shade,
                     "<path d=\"M0 1h26v8H0z\" fill=\"currentColor\" fill-opacity=\".4\"/>");
    for (std::size_t i = 0; i < months.size(); ++i) base[i] += one.values[i];
    shade = (shade + 1) % 10;
  }
  return element(
      "figure", "",
      svg(title, height, areas + grid(scale) + time_marks(axis) + names) + caption(title, key));
}

std::string bar_chart(std::string_view title, const std::vector<Bar>& bars) {
  double most = 0;
  std::size_t name_columns = 0;
  for (const Bar& bar : bars) {
    most = std::max(most, bar.value.upper);
    name_columns = std::max(name_columns, columns(bar.name));
  }
  if (!(most > 0)) return {};
  constexpr double row = 30;
  const double names = std::min(420.0, 12 + 6.6 * static_cast<double>(name_columns));
  const double room = width - names - 190;
  std::string inner;
  double y = 4;
  for (const Bar& bar : bars) {
    const auto x = [&](double value) { return names + room * value / most; };
    fmt::format_to(
        std::back_inserter(inner),
        "<text class=\"ink\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>"
        "<path class=\"s{}\" d=\"M{:.1f} {:.1f}h{:.1f}v16h{:.1f}z\" fill=\"currentColor\" "
        "fill-opacity=\".55\"/>",
        names - 8, y + 15, escaped(bar.name), bar.shade, names, y + 2, x(bar.value.best) - names,
        names - x(bar.value.best));
    if (bar.value.lower < bar.value.upper) {
      fmt::format_to(std::back_inserter(inner),
                     "<path class=\"s{}\" d=\"M{:.1f} {:.1f}v10m0-5H{:.1f}m0-5v10\" fill=\"none\" "
                     "stroke=\"currentColor\" stroke-width=\"2\"/>",
                     bar.shade, x(bar.value.lower), y + 5, x(bar.value.upper));
    }
    fmt::format_to(std::back_inserter(inner), "<text x=\"{:.1f}\" y=\"{:.1f}\">{}</text>",
                   x(bar.value.upper) + 8, y + 15, escaped(bar.text));
    y += row;
  }
  return element("figure", "", svg(title, y + 4, inner) + caption(title, ""));
}

}  // namespace davy::report
