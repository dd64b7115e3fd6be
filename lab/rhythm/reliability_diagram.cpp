#include "lab/rhythm/reliability_diagram.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace davy::lab {
namespace {

// Pixels.
constexpr double panel = 420, plot = 320, left = 70, top = 58, bars = 56, bars_gap = 44;
constexpr double height = top + plot + bars_gap + bars + 58;

std::string text(double x, double y, const char* anchor, std::string_view words) {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", x, y, anchor,
                     words);
}
std::string line(double x1, double y1, double x2, double y2, const char* style) {
  return fmt::format(
      "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" class=\"{}\"/>\n", x1, y1, x2,
      y2, style);
}
std::string turned(double x, double y, std::string_view words) {
  return fmt::format(
      "<text transform=\"translate({:.1f} {:.1f}) rotate(-90)\" text-anchor=\"middle\">{}</text>\n",
      x, y, words);
}

// Two standard errors of a share, as Wilson has them: they stay within 0 and 1, and are right for few.
struct Interval {
  double low, high;
};
Interval wilson(double share, double count) {
  constexpr double z = 2;
  const double middle = (share + z * z / (2 * count)) / (1 + z * z / count);
  const double half = z / (1 + z * z / count) *
                      std::sqrt(share * (1 - share) / count + z * z / (4 * count * count));
  return {std::max(0., middle - half), std::min(1., middle + half)};
}

std::string axes() {
  std::string out = fmt::format(
      "<rect x=\"0\" y=\"0\" width=\"{0:.0f}\" height=\"{0:.0f}\" class=\"frame\"/>\n", plot);
  for (int i = 0; i <= 5; ++i) {
    const double at = i / 5. * plot;
    if (i % 5 != 0) {
      out += line(at, 0, at, plot, "grid");
      out += line(0, at, plot, at, "grid");
    }
    out += text(at, plot + 16, "middle", fmt::format("{:.1f}", i / 5.));
    out += text(-8, plot - at + 4, "end", fmt::format("{:.1f}", i / 5.));
  }
  out += line(0, plot, plot, 0, "ideal");
  out += turned(-44, plot / 2, "share found to be mining");
  return out;
}

std::string points(const std::vector<Bin>& bins) {
  std::string path, marks;
  for (const Bin& bin : bins) {
    const double x = bin.stated * plot, y = (1 - bin.found) * plot;
    path += fmt::format("{:.1f},{:.1f} ", x, y);
    const Interval i = wilson(bin.found, static_cast<double>(bin.mining + bin.benign));
    marks += line(x, (1 - i.low) * plot, x, (1 - i.high) * plot, "error");
    marks += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3.5\"/>\n", x, y);
  }
  return fmt::format("<polyline points=\"{}\" class=\"found\"/>\n{}", path, marks);
}

// On a logarithmic axis from 1 to 100,000 flows: most stand at the ends.
std::string counts(const std::vector<Bin>& bins) {
  const double foot = plot + bars_gap + bars;
  const auto tall = [](double count) {
    return std::min(std::log10(std::max(count, 1.)), 5.) / 5 * bars;
  };
  std::string out;
  for (const Bin& bin : bins) {
    const double x = bin.stated * plot, h = tall(static_cast<double>(bin.mining + bin.benign));
    out += fmt::format(
        "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"7\" height=\"{:.1f}\" class=\"bar\"/>\n", x - 3.5,
        foot - h, h);
  }
  for (const int power : {1, 3, 5}) {
    const double y = foot - power / 5. * bars;
    out += line(-4, y, 0, y, "axis");
    out +=
        text(-8, y + 4, "end", fmt::format("10<tspan dy=\"-4\" font-size=\"8\">{}</tspan>", power));
  }
  out += line(0, foot, plot, foot, "axis");
  out += turned(-44, foot - bars / 2, "flows");
  return out + text(plot / 2, foot + 24, "middle", "probability stated, at even odds");
}

std::string panel_of(const Reliability& model) {
  return text(plot / 2, -26, "middle",
              fmt::format("<tspan class=\"name\">{}</tspan>", model.name)) +
         text(plot / 2, -10, "middle",
              fmt::format("expected calibration error {:.4f}", model.expected_error)) +
         axes() + points(model.bins) + counts(model.bins);
}

}  // namespace

std::string reliability_svg(std::span<const Reliability> models) {
  const double width = panel * static_cast<double>(models.size());
  std::string out = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0:.0f} {1:.0f}\" width=\"{0:.0f}\" "
      "height=\"{1:.0f}\" role=\"img\" font-family=\"sans-serif\" font-size=\"12\">\n"
      "<title>Reliability of the shape detectors: stated probability against share found</title>\n"
      "<style>.frame,.found{{fill:none;stroke:#000}}.found{{stroke-width:1.5}}"
      ".grid{{stroke:#ddd}}.ideal{{stroke:#777;stroke-dasharray:5 4}}.axis,.error{{stroke:#000}}"
      ".bar{{fill:#888}}.name{{font-weight:bold;font-size:14px}}</style>\n"
      "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
      width, height);
  for (std::size_t i = 0; i < models.size(); ++i) {
    out += fmt::format("<g transform=\"translate({:.0f} {:.0f})\">\n{}</g>\n",
                       panel * static_cast<double>(i) + left, top, panel_of(models[i]));
  }
  return out + "</svg>\n";
}

}  // namespace davy::lab
