#include "workbench/report/load_svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "workbench/report/html_page.hpp"
#include "workbench/report/load_text.hpp"

namespace davy::report {
namespace {

constexpr double width = 960;
constexpr double height = 190;
constexpr double left = 52;
constexpr double bottom = 24;
constexpr double top = 8;
constexpr int grid_lines = 4;

struct Scale {
  std::size_t days = 0;
  double low = 0;
  double high = 1;
  Timestamp first;

  double x(double day) const {
    return left + (width - left) * day / std::max<double>(1, static_cast<double>(days - 1));
  }
  double y(double kw) const {
    return top + (height - top - bottom) * (1 - (kw - low) / (high - low));
  }
  double day_of(Timestamp time) const { return seconds(time - first) / 86'400; }
};

Scale scale_of(const LoadPicture& picture) {
  Scale scale{.days = picture.drawn_kw.size(), .first = picture.first_day};
  double low = 0;
  double high = 0;
  for (const auto* series : {&picture.drawn_kw, &picture.expected_kw})
    for (const float kw : *series) {
      if (std::isnan(kw)) continue;
      low = std::min(low, static_cast<double>(kw));
      high = std::max(high, static_cast<double>(kw));
    }
  const double step = std::pow(10, std::floor(std::log10(std::max(1e-3, high - low))));
  scale.low = std::floor(low / step) * step;
  scale.high = std::ceil((high + 0.02 * step) / step) * step;
  return scale;
}

std::string path_of(const std::vector<float>& series, const Scale& scale) {
  std::string path;
  bool drawing = false;
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (std::isnan(series[i])) {
      drawing = false;
      continue;
    }
    fmt::format_to(std::back_inserter(path), "{}{:.1f} {:.1f}", drawing ? 'L' : 'M',
                   scale.x(static_cast<double>(i)), scale.y(static_cast<double>(series[i])));
    drawing = true;
  }
  return path;
}

std::string grid(const Scale& scale) {
  std::string out;
  for (int i = 0; i <= grid_lines; ++i) {
    const double kw = scale.low + (scale.high - scale.low) * i / grid_lines;
    fmt::format_to(std::back_inserter(out),
                   "<path class=\"grid\" d=\"M{:.0f} {:.1f}H{:.0f}\"/><text x=\"{:.0f}\" "
                   "y=\"{:.1f}\" text-anchor=\"end\">{}</text>",
                   left, scale.y(kw), width, left - 6, scale.y(kw) + 4, rounded(kw));
  }
  return out;
}

std::string dates(const Scale& scale) {
  std::string out;
  const std::size_t step = std::max<std::size_t>(1, scale.days / 6);
  for (std::size_t day = 0; day < scale.days; day += step) {
    const Timestamp time = scale.first + std::chrono::hours{24 * day};
    const double x = scale.x(static_cast<double>(day));
    const std::string_view anchor = x > width - 60 ? "end" : day == 0 ? "start" : "middle";
    fmt::format_to(std::back_inserter(out),
                   "<text x=\"{:.0f}\" y=\"{:.0f}\" text-anchor=\"{}\">{}</text>", x, height - 6,
                   anchor, to_rfc3339(time).substr(0, 10));
  }
  return out;
}

std::string onset_band(const JudgedLoad& load, const Scale& scale) {
  const double last = static_cast<double>(scale.days - 1);
  const double from = std::clamp(scale.day_of(load.onset.lower), 0.0, last);
  const double to = std::clamp(scale.day_of(load.onset.upper), 0.0, last);
  const double at = std::clamp(scale.day_of(load.onset.best), 0.0, last);
  return fmt::format(
      "<rect class=\"band\" x=\"{:.1f}\" y=\"{:.0f}\" width=\"{:.1f}\" height=\"{:.0f}\"/><path "
      "class=\"onset\" d=\"M{:.1f} {:.0f}V{:.0f}\"/>",
      scale.x(from), top, std::max(3.0, scale.x(to) - scale.x(from)), height - top - bottom,
      scale.x(at), top, height - bottom);
}

}  // namespace

std::string load_html(const JudgedLoad& load, Language language) {
  const LoadPicture& picture = load.picture;
  if (picture.drawn_kw.size() < 2) return {};
  const Scale scale = scale_of(picture);
  const std::string expected =
      picture.expected_kw.empty()
          ? ""
          : fmt::format("<path class=\"expected\" d=\"{}\"/>", path_of(picture.expected_kw, scale));
  const Timestamp end = picture.first_day + std::chrono::hours{24 * scale.days};
  const std::string caption =
      text(expected.empty() ? Text::load_picture_drawn : Text::load_picture, language,
           to_rfc3339(picture.first_day).substr(0, 10), to_rfc3339(end).substr(0, 10));
  const std::string legend =
      fmt::format("<span class=\"key drawn\">{}</span> <span class=\"key expected\">{}</span>",
                  text(Text::load_drawn, language), text(Text::load_expected, language));
  return element(
      "figure", "load",
      fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\"><title>{}</title>{}{}{}{}<path "
                  "class=\"drawn\" d=\"{}\"/></svg>",
                  width, height, escaped(load.meter), grid(scale), dates(scale),
                  onset_band(load, scale), expected, path_of(picture.drawn_kw, scale)) +
          (expected.empty() ? "" : element("p", "legend", legend)) +
          element("figcaption", "", caption));
}

}  // namespace davy::report
