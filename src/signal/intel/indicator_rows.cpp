#include "signal/intel/indicator_rows.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "base/tsv.hpp"

namespace davy::signal {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_note(std::string_view line) { return line.empty() || line.front() == '#'; }

// At most that many octets, and no character of UTF-8 in two.
std::string_view cut(std::string_view text, std::size_t octets) {
  if (text.size() <= octets) return text;
  while (octets > 0 && (static_cast<unsigned char>(text[octets]) & 0xc0u) == 0x80u) --octets;
  return text.substr(0, octets);
}

void append(std::string& out, std::string_view field, char end) {
  for (const char c : cut(field, limits::text_field_octets_max))
    out += static_cast<unsigned char>(c) < ' ' || c == '\x7f' ? ' ' : c;
  out += end;
}

}  // namespace

bool is_confirmation_date(std::string_view text) {
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == 4 || i == 7 ? text[i] != '-' : !is_digit(text[i])) return false;
  }
  const auto in = [](std::string_view part, std::string_view most) {
    return part > "00" && part <= most;
  };
  return (text.size() < 7 || in(text.substr(5, 2), "12")) &&
         (text.size() < 10 || in(text.substr(8, 2), "31"));
}

bool is_sourced(const IndicatorFacts& facts) {
  if (facts.source.empty() || !is_confirmation_date(facts.first_confirmed) ||
      !is_confirmation_date(facts.last_confirmed))
    return false;
  const std::size_t shorter = std::min(facts.first_confirmed.size(), facts.last_confirmed.size());
  return facts.first_confirmed.substr(0, shorter) <= facts.last_confirmed.substr(0, shorter);
}

bool has_indicator_heading(std::string_view text) {
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (!is_note(line)) return line == indicator_heading;
  }
  return false;
}

void read_indicator_rows(std::string_view text, RefusedCounts& refused, const RowSink& sink) {
  bool heading_seen = false;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (is_note(line)) continue;
    if (!heading_seen && line == indicator_heading) {
      heading_seen = true;
      continue;
    }
    if (std::ranges::count(line, '\t') + 1 != indicator_columns) {
      refused.add(Refused::malformed);
      continue;
    }
    const auto f = tsv_fields<indicator_columns>(line);
    const auto category = indicator_category(f[1]);
    if (!category) {
      refused.add(Refused::unknown_category);
      continue;
    }
    sink({f[0], {*category, f[2], f[3], f[4], f[5], f[6], f[7], f[8]}});
  }
}

std::string to_tsv(const IndicatorRow& row) {
  std::string out;
  out.reserve(128);
  // A pattern is longer than other fields may be, and holds nothing that would need cleaning once it was parsed.
  out.append(row.pattern.substr(0, limits::indicator_text_octets_max)) += '\t';
  append(out, name(row.facts.category), '\t');
  append(out, row.facts.coins, '\t');
  append(out, row.facts.dialects, '\t');
  append(out, row.facts.name, '\t');
  append(out, row.facts.source, '\t');
  append(out, row.facts.first_confirmed, '\t');
  append(out, row.facts.last_confirmed, '\t');
  append(out, row.facts.dispute, '\n');
  return out;
}

}  // namespace davy::signal
