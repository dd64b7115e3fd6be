// Lists a line at a time: hosts files, plain lists, and tables with a heading.
#include <algorithm>
#include <array>
#include <vector>

#include "base/limits.hpp"
#include "base/tsv.hpp"
#include "signal/intel/indicator_candidates.hpp"

namespace davy::signal {
namespace {

constexpr std::string_view blanks = " \t";
constexpr std::size_t csv_columns_max = 256;

std::string_view take_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
  const std::string_view word = line.substr(0, line.find_first_of(blanks));
  line.remove_prefix(word.size());
  return word;
}

std::string_view without_note(std::string_view line) {
  if (line.starts_with('!') || line.starts_with(';')) return {};  // ad blockers; some lists
  for (std::size_t at = line.find('#'); at != std::string_view::npos; at = line.find('#', at + 1)) {
    if (at == 0 || blanks.find(line[at - 1]) != std::string_view::npos)
      return trimmed(line.substr(0, at));
  }
  return trimmed(line);
}

// The names that a hosts file has for the machine itself.
bool is_own_name(std::string_view name) {
  constexpr std::array<std::string_view, 12> own{
      "localhost",     "localhost.localdomain", "local",        "broadcasthost",
      "ip6-localhost", "ip6-loopback",          "ip6-localnet", "ip6-mcastprefix",
      "ip6-allnodes",  "ip6-allrouters",        "ip6-allhosts", "0.0.0.0"};
  return std::ranges::find(own, name) != own.end();
}

void read_hosts_line(std::string_view line, ImportTable& table) {
  take_word(line);  // the address that the names are sent to
  for (std::string_view name = take_word(line); !name.empty(); name = take_word(line)) {
    if (!is_own_name(name)) table.add(Candidate{.value = name});
  }
}

void read_plain_line(std::string_view line, ImportTable& table) {
  const bool blocker = line.starts_with("||");
  if (blocker) line = line.substr(2, line.find('^') - 2);
  const std::string_view word = take_word(line);
  const bool below = blocker || word.starts_with('.');
  table.add(Candidate{.value = word.substr(word.starts_with('.') ? 1 : 0), .and_below = below});
}

// One field of a line of CSV; a quoted one may hold the separator, and "" for a quote. True: another field follows.
bool take_csv_field(std::string_view& line, char separator, std::string& field) {
  bool quoted = line.starts_with('"');
  std::size_t at = quoted ? 1 : 0;
  for (; at < line.size() && (quoted || line[at] != separator); ++at) {
    const bool quote = quoted && line[at] == '"';
    const bool doubled = quote && at + 1 < line.size() && line[at + 1] == '"';
    if (doubled) ++at;
    if (quote && !doubled)
      quoted = false;
    else
      field += line[at];
  }
  const bool more = at < line.size();
  line.remove_prefix(std::min(at + 1, line.size()));
  return more;
}

std::vector<std::string> csv_fields(std::string_view line, char separator) {
  std::vector<std::string> fields(1);
  while (take_csv_field(line, separator, fields.back()) && fields.size() < csv_columns_max)
    fields.emplace_back();
  return fields;
}

std::string folded(std::string_view name) {
  std::string out;
  for (const char c : trimmed(name)) {
    if (c == ' ' || c == '-')
      out += '_';
    else
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  }
  return out;
}

struct CsvColumns {
  std::optional<std::size_t> value, type, name, first_seen, last_seen, coin, to_ids;
};

using Names = std::initializer_list<std::string_view>;

std::optional<std::size_t> column(const std::vector<std::string>& heading, Names names) {
  for (const std::string_view name : names) {  // in order of preference
    const auto found = std::ranges::find(heading, name);
    if (found != heading.end()) return static_cast<std::size_t>(found - heading.begin());
  }
  return std::nullopt;
}

CsvColumns find_columns(std::string_view line, char separator) {
  std::vector<std::string> heading = csv_fields(line, separator);
  std::ranges::transform(heading, heading.begin(), folded);
  return {.value = column(heading, {"indicator", "value", "ioc", "ioc_value", "observable",
                                    "domain", "domain_name", "hostname", "host", "fqdn", "pool",
                                    "url", "ip", "ip_address", "dst_ip", "address"}),
          .type = column(heading, {"type", "indicator_type", "ioc_type"}),
          .name = column(heading, {"name", "description", "comment", "malware", "info"}),
          .first_seen =
              column(heading, {"first_seen", "first_seen_utc", "firstseen", "created", "date"}),
          .last_seen = column(heading, {"last_seen", "last_seen_utc", "lastseen", "modified"}),
          .coin = column(heading, {"coin", "coins", "ticker", "currency"}),
          .to_ids = column(heading, {"to_ids"})};
}

char separator_of(std::string_view line) {
  char best = ',';
  for (const char c : {';', '\t'}) {
    if (std::ranges::count(line, c) > std::ranges::count(line, best)) best = c;
  }
  return best;
}

bool is_host_type(std::string_view type) {
  const std::string t = folded(type);
  for (const std::string_view part : {"domain", "host", "ip", "url", "fqdn", "uri", "address"}) {
    if (t.find(part) != std::string::npos) return true;
  }
  return t.empty();
}

void read_csv_line(const CsvColumns& columns, const std::vector<std::string>& fields,
                   ImportTable& table) {
  const auto at = [&](std::optional<std::size_t> index) {
    return index && *index < fields.size() ? trimmed(fields[*index]) : std::string_view{};
  };
  const std::string_view to_ids = at(columns.to_ids);
  if (!is_host_type(at(columns.type))) return table.refuse(Refused::other_kind);
  if (to_ids == "0" || to_ids == "false" || to_ids == "False")
    return table.refuse(Refused::not_for_detection);
  const std::string_view value = at(columns.value);
  table.add(Candidate{.value = value.substr(0, value.find('|')),  // MISP: "address|port"
                      .name = at(columns.name),
                      .first_seen = at(columns.first_seen),
                      .last_seen = at(columns.last_seen),
                      .coins = at(columns.coin)});
}

}  // namespace

void read_text_list(std::string_view text, ListForm form, ImportTable& table) {
  while (!text.empty()) {
    const std::string_view whole = take_line(text);
    if (whole.size() > limits::indicator_line_octets_max) {
      table.refuse(Refused::too_long);
      continue;
    }
    const std::string_view line = without_note(trimmed(whole));
    if (line.empty()) continue;
    if (form == ListForm::hosts)
      read_hosts_line(line, table);
    else
      read_plain_line(line, table);
  }
}

void read_csv_list(std::string_view text, ImportTable& table) {
  std::optional<CsvColumns> columns;
  char separator = ',';
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (line.size() > limits::indicator_line_octets_max) {
      table.refuse(Refused::too_long);
      continue;
    }
    if (trimmed(line).empty() || line.starts_with('#')) continue;
    if (!columns) {
      separator = separator_of(line);
      columns = find_columns(line, separator);
      continue;
    }
    read_csv_line(*columns, csv_fields(line, separator), table);
  }
}

bool is_csv_heading(std::string_view line) {
  const char separator = separator_of(line);
  return line.find(separator) != std::string_view::npos &&
         find_columns(line, separator).value.has_value();
}

bool is_hosts_line(std::string_view line) {
  line = without_note(line);
  const std::string_view address = take_word(line);
  return parse_ip_address(address).has_value() && !take_word(line).empty();
}

}  // namespace davy::signal
