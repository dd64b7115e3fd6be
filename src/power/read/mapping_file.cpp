#include "power/read/mapping_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>

#include "base/limits.hpp"
#include "base/tsv.hpp"
#include "power/read/words.hpp"

namespace davy::power {
namespace {

constexpr std::string_view keys =
    "time, meter, value, ignore, unit, quantity, time_zone, date_format, separator";

std::vector<std::string> names_of(std::string_view list) {
  std::vector<std::string> names;
  while (!list.empty()) {
    const std::size_t end = list.find(',');
    names.emplace_back(trim(list.substr(0, end)));
    list.remove_prefix(end == list.npos ? list.size() : end + 1);
  }
  return names;
}

std::optional<Quantity> parse_quantity(std::string_view text) {
  for (auto i = static_cast<int>(Quantity::power); i <= static_cast<int>(Quantity::temperature);
       ++i)
    if (name(static_cast<Quantity>(i)) == text) return static_cast<Quantity>(i);
  if (text == "register") return Quantity::energy_register;
  return std::nullopt;
}

bool set_separator(Mapping& mapping, std::string_view value) {
  if (value == "tab" || value == "\\t")
    mapping.separator = '\t';
  else if (value == "comma" || value == ",")
    mapping.separator = ',';
  else if (value == "semicolon" || value == ";")
    mapping.separator = ';';
  return mapping.separator != 0;
}

bool set_date_order(Mapping& mapping, std::string_view value) {
  const auto order = parse_date_order(value);
  if (order) mapping.date_order = *order;
  return order.has_value();
}

bool set(Mapping& mapping, std::string_view key, std::string_view value) {
  if (value.empty()) return false;
  if (key == "time") return mapping.time = names_of(value), true;
  if (key == "meter") return mapping.meter = names_of(value), true;
  if (key == "value") return mapping.value = names_of(value), true;
  if (key == "ignore") return mapping.ignored = names_of(value), true;
  if (key == "time_zone") return mapping.time_zone = value, true;
  if (key == "separator") return set_separator(mapping, value);
  if (key == "date_format") return set_date_order(mapping, value);
  if (key == "unit") return (mapping.unit = parse_unit(value)).has_value();
  if (key == "quantity") return (mapping.quantity = parse_quantity(value)).has_value();
  return false;
}

Result<Mapping> parse(std::string_view text, std::string_view file_name) {
  Mapping mapping;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = trim(take_line(text));
    if (line.empty() || line[0] == '#') continue;
    const std::size_t equals = line.find('=');
    const bool understood = equals != line.npos && set(mapping, trim(line.substr(0, equals)),
                                                       trim(line.substr(equals + 1)));
    if (!understood)
      return usage_error(
          fmt::format("{}:{}: '{}' is not understood: write `key = value` with one of {}",
                      file_name, number, line.substr(0, 80), keys));
  }
  return mapping;
}

}  // namespace

Result<Mapping> read_mapping(const std::string& path_or_text) {
  if (path_or_text.empty()) return Mapping{};
  if (path_or_text.find_first_of("=\n") != std::string::npos) return parse(path_or_text, "columns");
  std::ifstream file(path_or_text, std::ios::binary);
  std::string text(limits::meter_mapping_octets_max + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad() || (!file.eof() && !file.good()) || file.gcount() == 0)
    return input_error(
        fmt::format("{}: cannot be read: give a file of lines `key = value`", path_or_text));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > limits::meter_mapping_octets_max)
    return input_error(fmt::format("{}: more than {} octets: this is no mapping file", path_or_text,
                                   limits::meter_mapping_octets_max));
  return parse(text, path_or_text);
}

}  // namespace davy::power
