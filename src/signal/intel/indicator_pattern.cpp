#include "signal/intel/indicator_pattern.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "signal/intel/shared_names.hpp"

namespace davy::signal {
namespace {

constexpr std::size_t name_octets_max = 253;  // RFC 1035, 2.3.4, as text
constexpr std::size_t label_octets_max = 63;
constexpr unsigned v4_prefix_min = 96 + 16;
constexpr unsigned v6_prefix_min = 32;
constexpr std::string_view below_prefix = "*.";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }
bool is_name_character(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
}
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= label_octets_max &&
         std::ranges::all_of(label, is_name_character);
}

// Labels separated by dots, the last not a number: that would be an address gone wrong.
bool is_name(std::string_view name) {
  if (name.size() > name_octets_max) return false;
  while (true) {
    const std::size_t dot = name.find('.');
    if (!is_label(name.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return !std::ranges::all_of(name, is_digit);
    name.remove_prefix(dot + 1);
  }
}

bool has_dot(std::string_view name) { return name.find('.') != std::string_view::npos; }

std::expected<IndicatorPattern, Refused> network(IndicatorPattern pattern) {
  const NetworkPrefix& prefix = pattern.network;
  const bool v4 = prefix.address.is_v4() && prefix.length >= 96;
  if (prefix.length < (v4 ? v4_prefix_min : v6_prefix_min))
    return std::unexpected(Refused::whole_network);
  if (is_private_network(prefix)) return std::unexpected(Refused::private_address);
  if (is_shared_network(prefix.address, prefix.length)) return std::unexpected(Refused::shared);
  pattern.kind = PatternKind::network;
  pattern.text = to_string(prefix);
  return pattern;
}

bool is_ja3(std::string_view text) {
  return text.starts_with("ja3:") && text.size() == 36 &&
         std::ranges::all_of(text.substr(4), is_hex);
}

// "ja4:" and three parts of 10, 12 and 12 characters.
bool is_ja4(std::string_view text) {
  return text.starts_with("ja4:") && text.size() == 40 && text[14] == '_' && text[27] == '_' &&
         std::ranges::all_of(text.substr(4), is_name_character);
}

// What a name stands on: below it, or beside it in one label, the pattern reaches.
std::expected<IndicatorPattern, Refused> reach(IndicatorPattern pattern, std::string_view base) {
  if (!is_name(base)) return std::unexpected(Refused::malformed);
  if (!has_dot(base)) return std::unexpected(Refused::single_label);
  if (is_public_suffix(base)) return std::unexpected(Refused::public_suffix);
  const bool wide = pattern.kind != PatternKind::exact;
  if (wide ? covers_shared_name(base) : is_shared_name(base))
    return std::unexpected(Refused::shared);
  return pattern;
}

std::expected<IndicatorPattern, Refused> glob(IndicatorPattern pattern) {
  const std::string_view text = pattern.text;
  const std::size_t dot = text.find('.');
  const std::string_view label = text.substr(0, dot);
  const std::size_t star = label.find('*');
  if (dot == std::string_view::npos) return std::unexpected(Refused::single_label);
  if (star == std::string_view::npos || text.find('*', star + 1) != std::string_view::npos)
    return std::unexpected(Refused::malformed);
  const auto good = [](char c) { return is_name_character(c) || c == '*'; };
  if (label.size() < 2 || label.size() > label_octets_max || !std::ranges::all_of(label, good))
    return std::unexpected(Refused::malformed);
  pattern.kind = PatternKind::glob;
  const std::string base{text.substr(dot + 1)};
  return reach(std::move(pattern), base);
}

}  // namespace

bool matches_glob(std::string_view glob_label, std::string_view label) {
  const std::size_t star = glob_label.find('*');
  if (star == std::string_view::npos) return glob_label == label;
  return label.size() + 1 >= glob_label.size() && label.starts_with(glob_label.substr(0, star)) &&
         label.ends_with(glob_label.substr(star + 1));
}

std::expected<IndicatorPattern, Refused> parse_indicator_pattern(std::string_view text) {
  if (text.empty()) return std::unexpected(Refused::empty);
  if (text.size() > limits::indicator_text_octets_max) return std::unexpected(Refused::too_long);
  IndicatorPattern pattern;
  if (const auto prefix = parse_network_prefix(text)) {
    pattern.network = *prefix;
    return network(std::move(pattern));
  }
  pattern.text.resize(text.size());
  std::ranges::transform(text, pattern.text.begin(), lower);
  if (is_ja3(pattern.text) || is_ja4(pattern.text)) {
    pattern.kind = PatternKind::fingerprint;
    return pattern;
  }
  if (pattern.text.size() > 1 && pattern.text.ends_with('.')) pattern.text.pop_back();
  if (pattern.text == "*") return std::unexpected(Refused::single_label);
  if (pattern.text.starts_with(below_prefix)) {
    pattern.kind = PatternKind::below;
    const std::string base = pattern.text.substr(below_prefix.size());
    return reach(std::move(pattern), base);
  }
  if (pattern.text.find('*') != std::string::npos) return glob(std::move(pattern));
  const std::string whole = pattern.text;
  return reach(std::move(pattern), whole);
}

}  // namespace davy::signal
