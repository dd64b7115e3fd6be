#include "workbench/report/rhythm_svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "signal/network/rhythm_features.hpp"
#include "workbench/report/html_page.hpp"
#include "workbench/report/number_text.hpp"

namespace davy::report {
namespace {

using signal::RhythmEvent;

constexpr double width = 1000, height = 24;
constexpr double octets_full = 4096;  // a stroke as high as its row

double median_octets(const std::vector<RhythmEvent>& events) {
  std::vector<float> sizes;
  sizes.reserve(events.size());
  for (const RhythmEvent& e : events) sizes.push_back(e.octets);
  const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
  std::ranges::nth_element(sizes, middle);
  return static_cast<double>(*middle);
}

std::string row(const std::vector<RhythmEvent>& events, double span_s, std::string_view name) {
  if (events.empty()) return {};
  std::string strokes;
  for (const RhythmEvent& e : events) {
    const double x = static_cast<double>(e.time_s) / span_s * (width - 3);
    const double high =
        height *
        std::clamp(std::log(static_cast<double>(e.octets) + 1) / std::log(octets_full), .1, 1.);
    fmt::format_to(std::back_inserter(strokes), "<path d=\"M{:.1f} {}h2.5v{:.1f}h-2.5z\"/>", x,
                   height, -high);
  }
  const std::string drawing = fmt::format(
      "<svg viewBox=\"0 0 {} {}\" preserveAspectRatio=\"none\" role=\"img\" "
      "fill=\"currentColor\"><title>{}: {}</title>{}</svg>",
      width, height, name, events.size(), strokes);
  return element("span", "", name) + drawing +
         element("span", "num", fmt::format("{:.0f}", median_octets(events)));
}

std::string axis(Timestamp first, Timestamp last) {
  return fmt::format(
      "<span></span><span class=\"axis\"><span>{}</span><span>{}</span></span><span></span>",
      time_of_day(first), time_of_day(last));
}

}  // namespace

std::string rhythm_html(const flow::RhythmRecord& rhythm, flow::Direction client,
                        Language language) {
  if (rhythm.window.size() < 2) return {};
  const signal::RhythmRoles roles = signal::roles_of(rhythm.last_window(), client);
  const double span_s = std::max(1.0, static_cast<double>(roles.span_s));
  const Timestamp last = rhythm.window_first + std::chrono::duration_cast<Duration>(
                                                   std::chrono::duration<double>(span_s));
  const std::string rows = row(roles.pushes, span_s, text(Text::rhythm_pushes, language)) +
                           row(roles.requests, span_s, text(Text::rhythm_requests, language)) +
                           row(roles.replies, span_s, text(Text::rhythm_replies, language));
  const std::string caption = text(Text::rhythm_desc, language, rhythm.window.size(),
                                   to_whole_second(rhythm.window_first), to_whole_second(last));
  return element("figure", "",
                 element("div", "line", rows + axis(rhythm.window_first, last)) +
                     element("figcaption", "", caption));
}

}  // namespace davy::report
