#include "workbench/report/json_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iterator>

#include "base/eight_octets.hpp"
#include "base/text_encoding.hpp"
#include "workbench/report/number_text.hpp"
#include "workbench/report/utf8.hpp"

namespace davy::report {
namespace {

// How many of the first octets are printable ASCII that needs no escape.
std::size_t plain_octets(std::string_view text) {
  return eight_octets::before_odd(as_bytes(text), [](std::uint64_t octets) {
    using namespace eight_octets;
    return below(octets, ' ') | above(octets, '~') | equal(octets, '"') | equal(octets, '\\');
  });
}

}  // namespace

void JsonWriter::separate() {
  if (needs_comma_) out_.push_back(',');
  needs_comma_ = true;
}

void JsonWriter::open(char bracket) {
  separate();
  out_.push_back(bracket);
  needs_comma_ = false;
}

void JsonWriter::close(char bracket) {
  out_.push_back(bracket);
  needs_comma_ = true;
}

void JsonWriter::key(std::string_view name) {
  between_quotes(name, needs_comma_, true);
  needs_comma_ = false;
}

void JsonWriter::value(std::string_view text) {
  separate();
  quoted(text);
}

void JsonWriter::value(bool flag) {
  separate();
  out_ += flag ? "true" : "false";
}

void JsonWriter::integer(std::uint64_t number) {
  separate();
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out_.append(digits.data(), end);
}

void JsonWriter::value(double number) {
  if (!std::isfinite(number)) return null();
  separate();
  out_ += plain_number(number);
}

void JsonWriter::raw(std::string_view json) {
  separate();
  out_ += json;
}

void JsonWriter::null() {
  separate();
  out_ += "null";
}

// Text that needs no escape, written in one go: that is most of the output.
void JsonWriter::between_quotes(std::string_view text, bool comma, bool colon) {
  constexpr std::size_t marks_max = 4;
  const std::size_t begin = out_.size();
  out_.resize_and_overwrite(begin + text.size() + marks_max, [&](char* octets, std::size_t) {
    char* end = octets + begin;
    if (comma) *end++ = ',';
    *end++ = '"';
    end = std::ranges::copy(text, end).out;
    *end++ = '"';
    if (colon) *end++ = ':';
    return end - octets;
  });
}

void JsonWriter::quoted(std::string_view text) {
  std::size_t plain = plain_octets(text);
  if (plain == text.size()) return between_quotes(text, false, false);
  out_.push_back('"');
  for (std::size_t at = 0; at < text.size(); plain = plain_octets(text.substr(at))) {
    out_.append(text, at, plain);
    at += plain;
    if (at < text.size()) at += special(text, at);
  }
  out_.push_back('"');
}

// One character that is not plain; returns its octets in `text`.
std::size_t JsonWriter::special(std::string_view text, std::size_t at) {
  if (text[at] == '"' || text[at] == '\\') {
    out_.append(text[at] == '"' ? "\\\"" : "\\\\", 2);
    return 1;
  }
  const CodePoint point = code_point_at(text, at);
  if (point.value < 0x20 || (point.value >= 0x7F && point.value < 0xA0) || point.value == 0x2028 ||
      point.value == 0x2029) {
    fmt::format_to(std::back_inserter(out_), "\\u{:04x}", static_cast<unsigned>(point.value));
  } else {
    append_utf8(out_, point.value);
  }
  return point.octets;
}

}  // namespace davy::report
