// One thing known about a name, an address or a client hello: what it is for, who says so, since when.
//
// Shape:   category and dispute decide what a hit may mean: a pool is what miners connect to; a node, a wallet, an exchange or a
//          price site is no mining and raises no alarm.
// Threads: values; views into what holds the texts (an Indicators, or the input of a reader).
// Source:  data/indicators.tsv says how rows are made.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace davy::signal {

enum class IndicatorCategory : std::uint8_t {
  pool,
  proxy,     // a rental service or a pool's front for others
  donation,  // where a miner program mines for its maker
  web_miner,
  storage_network,
  node,
  wallet,
  exchange,
  price_site,
};
inline constexpr std::size_t indicator_categories = 9;
std::string_view name(IndicatorCategory category);  // "web-miner"
std::optional<IndicatorCategory> indicator_category(std::string_view name);

struct IndicatorFacts {
  IndicatorCategory category = IndicatorCategory::pool;
  std::string_view coins;            // "XMR" or "ETC,ETH"; empty: several, or not known
  std::string_view dialects;         // ids of flow::Dialect, separated by commas; empty: not known
  std::string_view name;             // of the service
  std::string_view source;           // where it is published
  std::string_view first_confirmed;  // YYYY, YYYY-MM or YYYY-MM-DD
  std::string_view last_confirmed;
  std::string_view dispute;  // why it may be wrong; empty: nobody said so

  friend bool operator==(const IndicatorFacts&, const IndicatorFacts&) = default;
};

// A row as it is read or written.
struct IndicatorRow {
  std::string_view pattern;
  IndicatorFacts facts;
};

// A row as it is held: rows of one list mostly share their facts.
struct Indicator {
  std::string_view pattern;  // as normalised: lower case, no trailing dot
  const IndicatorFacts* facts = nullptr;

  const IndicatorFacts* operator->() const { return facts; }
};

// Why something that was offered as an indicator was not taken.
enum class Refused : std::uint8_t {
  empty,
  too_long,           // beyond limits::indicator_text_octets_max, or a line beyond its bound
  malformed,          // no name, address, prefix or fingerprint
  single_label,       // `*`, `*.com`, `localhost`
  public_suffix,      // everything registered below co.uk, say
  shared,             // a name or network that many strangers share: a cloud, a CDN, a resolver
  private_address,    // private, loopback, link local, multicast, unspecified
  whole_network,      // a prefix shorter than /16, in IPv6 than /32
  unknown_category,   // not one of the nine
  no_source,          // source or dates are missing or malformed
  duplicate,          // a pattern that is there already
  not_for_detection,  // the list itself says so (MISP: to_ids is false; STIX: revoked)
  expired,            // its validity ended before the day of the import
  other_kind,         // a hash, a mail address …: nothing that this program looks for
  not_understood,     // a STIX pattern with more than alternatives of equality
  table_full,         // beyond limits::indicators_max
  count_,
};
inline constexpr std::size_t refused_reasons = static_cast<std::size_t>(Refused::count_);
std::string_view name(Refused reason);  // "public_suffix"

class RefusedCounts {
 public:
  void add(Refused reason, std::uint64_t count = 1) {
    counts_[static_cast<std::size_t>(reason)] += count;
  }
  std::uint64_t operator[](Refused reason) const {
    return counts_[static_cast<std::size_t>(reason)];
  }
  std::uint64_t total() const {
    std::uint64_t sum = 0;
    for (const std::uint64_t count : counts_) sum += count;
    return sum;
  }

 private:
  std::array<std::uint64_t, refused_reasons> counts_{};
};

}  // namespace davy::signal
