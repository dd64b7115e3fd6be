#include "power/read/heading.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "power/read/heading_words.hpp"
#include "power/read/time_text.hpp"
#include "power/read/words.hpp"

namespace davy::power {
namespace {

using Words = std::span<const std::string_view>;

bool is_one_of(std::string_view word, Words list) {
  return std::ranges::find(list, word) != list.end();
}

// "h7", "p96", "t1", "point 12", "7": the seven-and-so-manieth of a day, from 1.
int counted_slot(const std::vector<std::string>& parts) {
  if (parts.empty() || parts.size() > 2) return -1;
  std::string_view number = parts.back();
  const std::size_t digits = number.find_first_of("0123456789");
  if (digits == number.npos || number.size() - digits > 2) return -1;
  const std::string_view before = parts.size() == 2 ? parts.front() : number.substr(0, digits);
  static constexpr auto letters = std::to_array<std::string_view>(
      {"", "h", "p", "t", "v", "hh", "hour", "point", "slot", "interval", "r", "点", "第"});
  if (!is_one_of(before, letters) || (parts.size() == 2 && digits != 0)) return -1;
  int value = 0;
  for (const char c : number.substr(digits)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Chinese headings have no blanks between words: what is left once known ones are taken out.
std::string without_known_words(std::string part) {
  const auto take_out = [&](std::string_view word) {
    if (is_ascii(word)) return;
    for (std::size_t at = part.find(word); at != part.npos; at = part.find(word))
      part.erase(at, word.size());
  };
  for (const QuantityWord& one : quantity_words) take_out(one.word);
  for (const std::string_view word : filler_words) take_out(word);
  return part;
}

bool speaks_of(const std::string& part, std::string_view word) {
  return is_ascii(word) ? part == word : part.find(word) != part.npos;
}

bool says_nothing(const std::string& part) {
  const auto is_part = [&](const QuantityWord& one) { return one.word == part; };
  return is_one_of(part, filler_words) || std::ranges::any_of(quantity_words, is_part) ||
         parse_unit(part).has_value() || without_known_words(part).empty();
}

// A unit is meant by its word. A single letter needs brackets, or words for quantities before it: "Tower W" is a name.
std::optional<Unit> unit_in(std::string_view text, const std::vector<std::string>& parts) {
  const std::size_t open = text.find_first_of("([");
  if (open != text.npos) {
    const std::string_view inside = text.substr(open + 1);
    if (const auto unit = parse_unit(inside.substr(0, inside.find_first_of(")]/")))) return unit;
  }
  const bool all_known = std::ranges::all_of(parts, says_nothing);
  for (std::size_t i = parts.size(); i > 0; --i) {
    const std::string& part = parts[i - 1];
    const bool is_word = part.size() > 1 || part == "w" || parts.size() > 1;
    if (const auto unit = parse_unit(part); unit && is_word && (part.size() > 1 || all_known))
      return unit;
  }
  return std::nullopt;
}

void understand_value(Heading& heading, const std::vector<std::string>& parts) {
  for (const QuantityWord& one : quantity_words) {
    const bool found = std::ranges::any_of(
        parts, [&](const std::string& part) { return speaks_of(part, one.word); });
    if (!found) continue;
    heading.quantity = one.quantity;
    break;
  }
  const bool phase = heading.quantity && *heading.quantity >= Quantity::current_1 &&
                     *heading.quantity <= Quantity::current_3;
  if (phase && heading.unit && heading.unit->quantity != Quantity::current_1)
    heading.quantity = heading.unit->quantity;  // "L1 power (W)"
  const bool all_known = std::ranges::all_of(parts, says_nothing);
  const bool only_filler = !heading.quantity && !heading.unit;
  const bool whole_word = only_filler && parts.size() == 1 &&
                          (parts[0] == "value" || parts[0] == "reading" || parts[0] == "数值");
  const bool read_word =
      only_filler && parts.size() == 2 && parts[0] == "meter" && parts[1] == "reading";
  const bool phase_of_other = phase && !heading.unit && parts.size() == 1 && parts[0][0] == 'l';
  if (phase_of_other) heading.unit = parse_unit("a");
  if (all_known && (!only_filler || whole_word || read_word)) heading.role = Role::value;
}

// Letters of phases: "current a", "phase b current", "i_c".
std::optional<Quantity> phase_current(const std::vector<std::string>& parts) {
  const bool current = std::ranges::find_if(parts, [](const std::string& part) {
                         return part == "current" || part == "i" || part == "电流";
                       }) != parts.end();
  if (!current || parts.size() > 4) return std::nullopt;
  for (const std::string& part : parts) {
    if (part == "a" || part == "1" || part == "l1") return Quantity::current_1;
    if (part == "b" || part == "2" || part == "l2") return Quantity::current_2;
    if (part == "c" || part == "3" || part == "l3") return Quantity::current_3;
  }
  return std::nullopt;
}

std::optional<Role> plain_role(const std::string& words_joined) {
  if (is_one_of(words_joined, time_words)) return Role::time;
  if (is_one_of(words_joined, end_words)) return Role::time_end;
  if (is_one_of(words_joined, clock_words)) return Role::clock;
  if (is_one_of(words_joined, meter_words)) return Role::meter;
  if (is_one_of(words_joined, sensor_words)) return Role::sensor;
  if (words_joined == "unit" || words_joined == "units" || words_joined == "单位")
    return Role::unit;
  if (words_joined == "multiplier" || words_joined == "倍率" || words_joined == "综合倍率")
    return Role::multiplier;
  return std::nullopt;
}

std::string with_ascii_brackets(std::string text) {
  for (const auto& [wide, plain] : {std::pair{"（", "("}, std::pair{"）", ")"}})
    for (std::size_t at = text.find(wide); at != text.npos; at = text.find(wide))
      text.replace(at, std::string_view{wide}.size(), plain);
  return text;
}

}  // namespace

Heading understand_heading(std::string_view text) {
  Heading heading;
  heading.text = trim(text);
  const std::string plain = with_ascii_brackets(heading.text);
  const std::vector<std::string> parts = words(plain);
  const std::string all = joined_words(plain);
  if (const auto clock = parse_clock_min(heading.text)) {
    heading.slot_min = *clock;
    heading.role = Role::slot;
    return heading;
  }
  heading.is_utc = std::ranges::find(parts, "utc") != parts.end();
  if (const auto role = plain_role(all)) {
    heading.role = *role;
    return heading;
  }
  if (const int slot = counted_slot(parts); slot >= 0) {
    heading.slot_min = slot;
    heading.slot_counts = true;
    heading.role = Role::slot;
    return heading;
  }
  heading.unit = unit_in(plain, parts);
  if (const auto phase = phase_current(parts)) {
    heading.quantity = phase;
    heading.role = Role::value;
    return heading;
  }
  understand_value(heading, parts);
  const bool ignored =
      !parts.empty() && (is_one_of(all, ignored_words) || is_one_of(parts.back(), ignored_words) ||
                         is_one_of(parts.front(), ignored_words) || all == "power factor");
  if (parts.empty() || (heading.role != Role::value && ignored) || all == "power factor")
    heading.role = Role::ignored;
  return heading;
}

bool is_of_power_curve(const Heading& heading, int slots) {
  return slots == 96 && heading.slot_counts && heading.text.size() <= 3 &&
         (heading.text[0] | 0x20) == 'p';
}

}  // namespace davy::power
