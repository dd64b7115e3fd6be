#include "workbench/report/terminal_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "workbench/report/utf8.hpp"

namespace davy::report {
namespace {

// The octets of `text` that fill at most `width` columns, at least one character.
std::size_t octets_within(std::string_view text, std::size_t width) {
  std::size_t at = 0;
  for (std::size_t used = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    used += columns(point.value);
    if (used > width && at > 0) break;
    at += point.octets;
  }
  return at;
}

std::string_view without_leading_spaces(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(' '), text.size()));
}

// Where a line that is too long is cut: behind its last space, unless that leaves the line nearly empty.
std::size_t break_at(std::string_view text, std::size_t width) {
  const std::size_t fits = octets_within(text, width);
  if (fits == text.size()) return fits;
  const std::size_t space = text.rfind(' ', fits);
  return space == std::string_view::npos || space < fits / 3 ? fits : space;
}

}  // namespace

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  text = without_leading_spaces(text);
  while (!text.empty()) {
    const std::size_t cut = break_at(text, std::max<std::size_t>(width, 1));
    lines.emplace_back(text.substr(0, cut));
    text = without_leading_spaces(text.substr(cut));
  }
  return lines;
}

std::string paragraph(std::string_view text, std::size_t indent, std::size_t width,
                      std::size_t lines_max) {
  const std::size_t room = width > indent ? width - indent : 1;
  std::vector<std::string> lines = wrapped(text, room);
  if (lines.size() > lines_max) {
    lines.resize(lines_max);
    lines.back() = fitted(lines.back() + " …", room);
  }
  std::string out;
  for (const std::string& line : lines) out += fmt::format("{:{}}{}\n", "", indent, line);
  return out;
}

std::string padded(std::string_view text, std::size_t width) {
  const std::size_t used = columns(text);
  return std::string{text} + std::string(used < width ? width - used : 0, ' ');
}

std::string shaded(std::string_view text, Shade shade, bool colours) {
  if (!colours) return std::string{text};
  constexpr std::array<std::string_view, 6> codes{"1;31", "1;33", "36", "32", "1", "2"};
  return fmt::format("\x1b[{}m{}\x1b[0m", codes[static_cast<std::size_t>(shade)], text);
}

Shade shade_of(verdict::Level level) {
  switch (level) {
    case verdict::Level::confirmed:
      return Shade::red;
    case verdict::Level::probable:
      return Shade::yellow;
    case verdict::Level::suspected:
      return Shade::cyan;
    case verdict::Level::cleared:
      return Shade::green;
    case verdict::Level::unknown:
      break;
  }
  return Shade::faint;
}

}  // namespace davy::report
