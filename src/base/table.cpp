#include "base/table.hpp"

#include <algorithm>
#include <cctype>

#include "base/tsv.hpp"

namespace davy {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\r'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::vector<std::string_view> split(std::string_view line, char separator) {
  std::vector<std::string_view> fields;
  for (;;) {
    const std::size_t end = line.find(separator);
    fields.push_back(trimmed(line.substr(0, end)));
    if (end == std::string_view::npos) return fields;
    line.remove_prefix(end + 1);
  }
}

std::string lower(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return std::tolower(c); });
  return out;
}

}  // namespace

Table::Table(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  char separator = '\t';
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = take_line(text);
    if (trimmed(line).empty() || line.front() == '#') continue;
    if (names_.empty()) {
      separator = line.find('\t') != std::string_view::npos ? '\t' : ',';
      for (const std::string_view name : split(line, separator)) names_.push_back(lower(name));
    } else {
      rows_.push_back({number, split(line, separator)});
    }
  }
}

std::size_t Table::place(std::string_view column) const {
  return static_cast<std::size_t>(std::ranges::find(names_, column) - names_.begin());
}

std::string_view Table::at(const Row& row, std::string_view column) const {
  const std::size_t i = place(column);
  return i < row.fields.size() ? row.fields[i] : std::string_view{};
}

std::vector<std::string_view> listed(std::string_view text) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of(" ;");
    if (end != 0) parts.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return parts;
}

}  // namespace davy
