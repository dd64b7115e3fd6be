// The table of indicators in memory: asked for each name that is looked up and each hello.
//
// Units:   octets.
// Shape:   built once by an IndicatorsBuilder, from the pack that is compiled in and from files of rows; then only read. The match that fixes
//          most of the name wins: the name itself, then `*.` at the name itself, then a glob in its first label, then `*.` at its
//          nearest parent; of networks the longest prefix. Of two rows with one pattern the first stays.
// Errors:  what is refused is counted by reason, and a row never hides another.
// Bounds:  limits::indicators_max rows; some 100 octets each with their pattern.
// Threads: find() is const, allocates nothing, and may be called from any number of threads.
// Source:  data/indicators.tsv; data/README.md.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/ip_address.hpp"
#include "base/limits.hpp"
#include "base/result.hpp"
#include "signal/intel/indicator.hpp"
#include "signal/intel/indicator_pattern.hpp"

namespace davy::signal {

class Indicators {
 public:
  // A host name in lower case, without a trailing dot, as flow::host_name() makes it. Null: nothing is known of it.
  const Indicator* find(std::string_view host) const;
  const Indicator* find(const IpAddress& address) const;
  const Indicator* find_ja3(std::string_view hexadecimal) const;  // 32 digits, lower case
  const Indicator* find_ja4(std::string_view fingerprint) const;

  std::size_t size() const { return rows_.size(); }
  std::size_t count(IndicatorCategory category) const {
    return by_category_[static_cast<std::size_t>(category)];
  }
  std::span<const Indicator> rows() const { return rows_; }  // in the order of their reading

  // Slots of one hash table: row + 1 below, a part of the hash above; 0: free.
  using Slot = std::uint64_t;

 private:
  friend class IndicatorsBuilder;

  struct Network {
    NetworkPrefix prefix;
    std::uint32_t row = 0;
  };

  const Indicator* find_name(std::string_view host) const;
  const Indicator* find_glob(std::string_view host, std::size_t dot) const;
  const Indicator* probe(PatternKind kind, std::string_view key) const;
  const Indicator* find_fingerprint(char version, std::string_view value) const;
  bool domain_known(std::uint64_t domain_hash) const {
    return (domains_[domain_hash >> domain_shift_] >> (domain_hash >> 2 & 63) & 1) != 0;
  }
  static std::uint64_t network_hash(const NetworkPrefix& prefix);
  static std::size_t network_bit(const IpAddress& address);

  std::vector<Indicator> rows_;
  std::vector<Slot> slots_;             // of names and fingerprints
  std::vector<std::uint32_t> globs_;    // by row: the next glob under the same name + 1, else 0
  std::vector<std::uint64_t> domains_;  // a bit for each last-two-labels that any row has
  unsigned domain_shift_ = 63;
  std::vector<Network> networks_;
  std::vector<Slot> network_slots_;
  std::vector<unsigned> network_lengths_;  // that occur, longest first
  std::vector<std::uint64_t>
      network_filter_;  // a bit for each first 16 bits of IPv4, hashed 32 of IPv6
  std::array<std::size_t, indicator_categories> by_category_{};
  // What rows point into: neither moves when the whole does.
  std::deque<std::string> text_;
  std::deque<IndicatorFacts> facts_;
};

class IndicatorsBuilder {
 public:
  explicit IndicatorsBuilder(std::size_t rows_max = limits::indicators_max) : rows_max_(rows_max) {}

  // Texts are copied. False: refused, and counted.
  bool add(const IndicatorRow& row);
  // The text of a file of rows, as data/indicators.tsv.
  void add_rows(std::string_view tsv);
  const RefusedCounts& refused() const { return refused_; }
  Indicators build() &&;

 private:
  std::string_view store(std::string_view text);
  std::string_view keep(std::string_view text);  // each text once
  const IndicatorFacts* keep(const IndicatorFacts& facts);
  bool refuse(Refused reason);
  void index_names();
  void index_networks();
  void chain_globs();

  std::size_t rows_max_;
  Indicators out_;
  std::vector<PatternKind> kinds_;  // by row
  std::unordered_set<std::string_view> texts_;
  std::unordered_set<std::string_view> patterns_;
  std::unordered_map<std::string, std::size_t> globs_under_;
  RefusedCounts refused_;
};

// The rows that come with the program (data/indicators.tsv).
std::string_view embedded_indicators();

struct LoadedIndicators {
  Indicators indicators;
  RefusedCounts refused;
};
// The rows of each file, which must be of our own form, and the embedded ones; where both have a pattern, the file's row
// stands. Refused: of the files.
Result<LoadedIndicators> load_indicators(std::span<const std::string> paths);

}  // namespace davy::signal
