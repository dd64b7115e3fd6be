#include "signal/intel/indicator_candidates.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "base/text_hash.hpp"

namespace davy::signal {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at))
    text.replace(at, from.size(), to);
}

// What stands between "//" and the path, with user and port.
std::string_view authority_of(std::string_view url, std::size_t scheme_end) {
  url.remove_prefix(scheme_end + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  const std::size_t user = url.rfind('@');
  return user == std::string_view::npos ? url : url.substr(user + 1);
}

std::string_view without_port(std::string_view host) {
  if (host.starts_with('[')) {
    const std::size_t end = host.find(']');
    return end == std::string_view::npos ? host : host.substr(1, end - 1);
  }
  const std::size_t colon = host.find(':');
  // Two colons and more are IPv6, or a fingerprint's prefix follows: both stay.
  if (colon == std::string_view::npos || host.find(':', colon + 1) != std::string_view::npos)
    return host;
  const std::string_view port = host.substr(colon + 1);
  return !port.empty() && std::ranges::all_of(port, is_digit) ? host.substr(0, colon) : host;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view date_of(std::string_view text) {
  const std::string_view day = text.substr(0, 10);
  return day.size() == 10 && is_confirmation_date(day) ? day : std::string_view{};
}

std::string host_of(std::string_view text) {
  std::string plain{trimmed(text.substr(0, limits::indicator_line_octets_max))};
  replace_all(plain, "[.]", ".");
  replace_all(plain, "(.)", ".");
  replace_all(plain, "[:]", ":");
  const std::size_t scheme = plain.find("://");
  if (scheme != std::string::npos) return std::string{without_port(authority_of(plain, scheme))};
  // Without a scheme a slash begins a path, unless a prefix length follows.
  const std::size_t slash = plain.find('/');
  if (slash != std::string::npos && !parse_network_prefix(plain)) plain.resize(slash);
  return std::string{without_port(plain)};
}

bool ImportTable::is_first(std::string_view pattern) {
  return seen_.insert(text_hash(pattern)).second;
}

std::optional<std::string> ImportTable::normal(std::string_view value) {
  auto pattern = parse_indicator_pattern(value);
  ++counts_.offered;
  if (!pattern) {
    counts_.refused.add(pattern.error());
  } else if (counts_.taken >= options_->rows_max) {
    counts_.refused.add(Refused::table_full);
  } else if (!is_first(pattern->text)) {
    counts_.refused.add(Refused::duplicate);
  } else {
    ++counts_.taken;
    return std::move(pattern->text);
  }
  return std::nullopt;
}

void ImportTable::refuse_all(const RefusedCounts& refused) {
  for (std::size_t i = 0; i < refused_reasons; ++i) {
    const auto reason = static_cast<Refused>(i);
    counts_.refused.add(reason, refused[reason]);
  }
  counts_.offered += refused.total();
}

void ImportTable::add(const IndicatorRow& row) {
  if (!is_sourced(row.facts)) return refuse(Refused::no_source);
  const auto pattern = normal(row.pattern);
  if (pattern) (*sink_)({*pattern, row.facts});
}

void ImportTable::add(const Candidate& candidate) {
  std::string host = host_of(candidate.value);
  const bool below = candidate.and_below && !host.empty() && !host.starts_with("*.") &&
                     host.find(':') == std::string::npos && !parse_network_prefix(host);
  if (below) host.insert(0, "*.");
  const auto pattern = normal(host);
  if (!pattern) return;
  const std::string_view day = options_->date;
  const std::string_view first = date_of(candidate.first_seen);
  const std::string_view last = date_of(candidate.last_seen);
  IndicatorFacts facts;
  facts.category = options_->category;
  facts.coins = candidate.coins;
  facts.name = candidate.name;
  facts.source = options_->source;
  // A list may tell of days to come; what is confirmed was confirmed by the day of the import.
  facts.last_confirmed = last.empty() || last > day ? day : last;
  facts.first_confirmed =
      first.empty() || first > facts.last_confirmed ? facts.last_confirmed : first;
  (*sink_)({*pattern, facts});
}

}  // namespace davy::signal
