#include "flow/dissect/http_head.hpp"

#include <algorithm>

namespace davy::flow {
namespace {

constexpr std::string_view version_prefix = "HTTP/1.";
constexpr std::size_t version_octets = 8;  // "HTTP/1.1"

// RFC 9110 section 9.3, RFC 5789, and WebDAV's PROPFIND and REPORT, which open many LAN flows.
constexpr std::array<std::string_view, 11> methods{"GET",   "POST",    "CONNECT", "HEAD",
                                                   "PUT",   "OPTIONS", "DELETE",  "PATCH",
                                                   "TRACE", "REPORT",  "PROPFIND"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// "HTTP/1.1 200": `at` is where "HTTP/1." was found.
bool is_status_line(std::string_view at) {
  return at.size() >= 12 && is_digit(at[7]) && at[8] == ' ' && is_digit(at[9]) && at[9] != '0' &&
         is_digit(at[10]) && is_digit(at[11]);
}

// "POST /path " before the version: gives where the method begins.
std::optional<std::size_t> method_before(std::string_view before_version) {
  if (before_version.empty() || before_version.back() != ' ') return {};
  const std::string_view with_target = before_version.substr(0, before_version.size() - 1);
  const std::size_t space = with_target.rfind(' ');
  if (space == std::string_view::npos || space + 1 == with_target.size()) return {};
  const std::string_view with_method = with_target.substr(0, space);
  for (const std::string_view method : methods) {
    if (with_method.ends_with(method)) return space - method.size();
  }
  return {};
}

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower(x) == lower(y); });
}

bool contains_ignoring_case(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [](char x, char y) { return lower(x) == lower(y); }) != text.end();
}

std::optional<std::size_t> find_http_start_line(std::string_view line) {
  for (std::size_t at = line.find(version_prefix); at != std::string_view::npos;
       at = line.find(version_prefix, at + 1)) {
    const std::string_view version = line.substr(at);
    if (is_status_line(version)) return at;
    if (version.size() < version_octets || !is_digit(version[7])) continue;
    if (!trim(version.substr(version_octets)).empty()) continue;
    if (const auto method = method_before(line.substr(0, at))) return method;
  }
  return {};
}

HttpHead::HttpHead(std::string_view text) : text_(text.substr(0, limits::http_head_octets_max)) {
  std::string_view rest = text_;
  for (bool first = true; !rest.empty(); first = false) {
    const std::size_t newline = rest.find('\n');
    const std::string_view line = rest.substr(0, newline);
    rest = newline == std::string_view::npos ? std::string_view{} : rest.substr(newline + 1);
    if (first) {
      read_start_line(trim(line));
    } else {
      read_line(line);
    }
  }
}

void HttpHead::read_start_line(std::string_view line) {
  const std::size_t version = line.rfind(version_prefix);
  if (version == std::string_view::npos || line.size() < version + version_octets) {
    well_formed_ = false;
    return;
  }
  if (is_status_line(line)) {
    minor_version_ = line[7] - '0';
    status_ = (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0');
    return;
  }
  minor_version_ = line[version + 7] - '0';
  method_ = line.substr(0, line.find(' '));
  const std::size_t target = std::min(method_.size() + 1, version);
  target_ = trim(line.substr(target, version - target));
}

void HttpHead::read_line(std::string_view line) {
  const std::string_view content = trim(line);
  if (content.empty()) return;
  if (line[0] == ' ' || line[0] == '\t') return fold(content);
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) {
    well_formed_ = false;
    return;
  }
  add(trim(line.substr(0, colon)), trim(line.substr(colon + 1)));
}

void HttpHead::fold(std::string_view line) {
  if (count_ == 0) {
    well_formed_ = false;
    return;
  }
  Slot& slot = slots_[count_ - 1];
  if (slot.value_octets == 0) slot.value = offset_of(line);
  slot.value_octets = static_cast<std::uint16_t>(offset_of(line) + line.size() - slot.value);
}

void HttpHead::add(std::string_view name, std::string_view value) {
  if (count_ == slots_.size()) {
    well_formed_ = false;
    return;
  }
  slots_[count_++] = {offset_of(name), static_cast<std::uint16_t>(name.size()), offset_of(value),
                      static_cast<std::uint16_t>(value.size())};
}

HttpField HttpHead::field_at(std::size_t index) const {
  const Slot& slot = slots_[index];
  return {text_.substr(slot.name, slot.name_octets), text_.substr(slot.value, slot.value_octets)};
}

std::optional<std::size_t> HttpHead::find(std::string_view name) const {
  for (std::size_t i = 0; i < count_; ++i) {
    if (equal_ignoring_case(field_at(i).name, name)) return i;
  }
  return {};
}

std::string_view HttpHead::field(std::string_view name) const {
  const auto index = find(name);
  return index ? field_at(*index).value : std::string_view{};
}

}  // namespace davy::flow
