#include <algorithm>

#include "base/eight_octets.hpp"
#include "power/read/csv_layout.hpp"
#include "power/read/words.hpp"

namespace davy::power {
namespace {

std::size_t find_octet(std::string_view text, char wanted) {
  const Bytes octets = as_bytes(text);
  return eight_octets::before_odd(
      octets, [wanted](std::uint64_t eight) { return eight_octets::equal(eight, wanted); });
}

std::size_t behind_quotes(std::string_view line) {
  std::size_t end = line.find('"', 1);
  while (end != line.npos && end + 1 < line.size() && line[end + 1] == '"')
    end = line.find('"', end + 2);
  return end;
}

std::string_view trim_quickly(std::string_view field) {
  const auto is_plain = [](char c) { return c > ' ' && c != '"'; };
  if (!field.empty() && is_plain(field.front()) && is_plain(field.back())) return field;
  return trim(field);
}

}  // namespace

void split_fields(std::string_view line, char separator, std::size_t fields_max,
                  std::vector<std::string_view>& fields) {
  fields.clear();
  while (fields.size() < fields_max) {
    std::size_t from = line.starts_with('"') ? behind_quotes(line) : 0;
    from = std::min(from, line.size());
    const std::size_t end = from + find_octet(line.substr(from), separator);
    fields.push_back(trim_quickly(line.substr(0, end)));
    if (end == line.size()) return;
    line.remove_prefix(end + 1);
  }
}

}  // namespace davy::power
