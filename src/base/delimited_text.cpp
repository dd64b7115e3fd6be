#include "base/delimited_text.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "base/tsv.hpp"

namespace davy {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

char separator_of(std::string_view heading) {
  const auto count = [&](char c) { return std::ranges::count(heading, c); };
  if (count('\t') > 0) return '\t';
  return count(';') > count(',') ? ';' : ',';
}

// The field at the head of `line`, in quotes: "" is a quote. `line` begins behind it.
std::string quoted(std::string_view& line) {
  std::string out;
  std::size_t at = 1;
  for (; at < line.size(); ++at) {
    if (line[at] != '"') {
      out += line[at];
    } else if (at + 1 < line.size() && line[at + 1] == '"') {
      out += line[at++];
    } else {
      break;
    }
  }
  line.remove_prefix(std::min(at + 1, line.size()));
  return out;
}

}  // namespace

std::string plain_heading(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
    const bool other_script = (static_cast<unsigned char>(c) & 0x80) != 0;
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || other_script) out += c;
  }
  return out;
}

DelimitedText::DelimitedText(std::string_view text) : rest_(text) {
  if (rest_.starts_with("\xef\xbb\xbf")) rest_.remove_prefix(3);
  std::string_view line;
  while (!rest_.empty() && (trimmed(line).empty() || line.front() == '#')) line = take();
  separator_ = separator_of(line);
  split(line);
  for (const std::string& field : fields_) heading_.push_back(plain_heading(field));
  heading_as_written_ = std::move(fields_);
  fields_.clear();
}

std::optional<std::size_t> DelimitedText::column(
    std::initializer_list<std::string_view> names) const {
  for (const std::string_view wanted : names) {
    const auto found = std::ranges::find(heading_, plain_heading(wanted));
    if (found != heading_.end()) return static_cast<std::size_t>(found - heading_.begin());
  }
  return std::nullopt;
}

std::string_view DelimitedText::take() {
  ++line_;
  return take_line(rest_);
}

bool DelimitedText::next() {
  while (!rest_.empty()) {
    const std::string_view line = take();
    if (trimmed(line).empty() || line.front() == '#') continue;
    split(line);
    return true;
  }
  return false;
}

void DelimitedText::split(std::string_view line) {
  fields_.clear();
  while (fields_.size() < limits::table_columns_max) {
    const bool in_quotes = line.starts_with('"');
    std::string field = in_quotes ? quoted(line) : std::string{};
    const std::size_t end = std::min(line.find(separator_), line.size());
    if (!in_quotes) field = trimmed(line.substr(0, end));
    fields_.push_back(std::move(field));
    if (end == line.size()) return;
    line.remove_prefix(end + 1);
  }
}

}  // namespace davy
