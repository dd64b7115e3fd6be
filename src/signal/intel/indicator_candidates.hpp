// What one reader of lists hands on: a text that may be an indicator, and what the list says of it.
//
// Threads: an ImportTable has one owner.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "signal/intel/indicator_import.hpp"
#include "signal/intel/indicator_pattern.hpp"

namespace davy::signal {

struct Candidate {
  std::string_view value{};       // a host, address, prefix, URL or pattern
  bool and_below = false;         // of a name: and all names below it
  std::string_view name{};        // what the list calls it; may be empty
  std::string_view first_seen{};  // a date or the beginning of a time; may be empty
  std::string_view last_seen{};
  std::string_view coins{};
};

// Makes rows of candidates, counts what it refuses, and lets each pattern through once.
class ImportTable {
 public:
  ImportTable(const ImportOptions& options, const RowSink& sink)
      : options_(&options), sink_(&sink) {}

  void add(const Candidate& candidate);
  void add(const IndicatorRow& row);  // complete already
  void refuse(Refused reason) {
    ++counts_.offered;
    counts_.refused.add(reason);
  }
  void refuse_all(const RefusedCounts& refused);
  ImportCounts& counts() { return counts_; }
  const ImportOptions& options() const { return *options_; }

 private:
  std::optional<std::string> normal(std::string_view value);
  bool is_first(std::string_view pattern);

  const ImportOptions* options_;
  const RowSink* sink_;
  ImportCounts counts_;
  std::unordered_set<std::uint64_t> seen_;  // hashes of patterns
};

// "hxxp://a[.]example/x" → "a.example": scheme, user, port, path and defanging removed. A pattern, address or prefix stays.
std::string host_of(std::string_view text);
std::string_view trimmed(std::string_view text);
// YYYY-MM-DD where the text begins with one, else empty.
std::string_view date_of(std::string_view text);

// Whether a line is a heading that names a column of indicators and at least one more; whether it is one of a hosts file.
bool is_csv_heading(std::string_view line);
bool is_hosts_line(std::string_view line);

void read_text_list(std::string_view text, ListForm form, ImportTable& table);
void read_csv_list(std::string_view text, ImportTable& table);
Result<ListForm> read_json_list(std::string_view text, ImportTable& table);
// The hosts and addresses of a STIX pattern that is nothing but alternatives of equality; false where it is more.
bool read_stix_pattern(std::string_view pattern, const Candidate& about, ImportTable& table);

}  // namespace davy::signal
