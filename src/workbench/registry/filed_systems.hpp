// Computing systems that were filed: what belongs to them, and how much they may draw. What a meter or a host shows is held
// against it: the same load is a finding where nobody filed it.
//
// Units:   kW.
// Shape:   a table with a heading, tab- or comma-separated: system, status, purpose, filed_kw, meters, addresses; several meters
//          or addresses (also prefixes, 10.1.0.0/16) with spaces or ';' between. Statuses that count as filed: filed, built,
//          operating; others (draft, closed, retired) do not.
// Errors:  a row that cannot be read is told with its line.
// Threads: const access from several threads.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip_address.hpp"
#include "base/result.hpp"
#include "signal/intel/network_prefix.hpp"

namespace davy::registry {

// Beyond what was filed by more than a meter's and a nameplate's error.
inline constexpr double over_filed = 1.1;

struct FiledSystem {
  std::string name;
  std::string status;
  std::string purpose;
  std::optional<double> filed_kw;
  std::vector<std::string> meters;
  std::vector<signal::NetworkPrefix> addresses;

  bool is_in_force() const;
};

class FiledSystems {
 public:
  static Result<FiledSystems> parse(std::string_view text, std::string_view file_name);

  // Who is there first is asked first.
  void add(FiledSystem system) { systems_.push_back(std::move(system)); }
  bool empty() const { return systems_.empty(); }
  const FiledSystem* of_meter(std::string_view meter) const;
  const FiledSystem* of_address(const IpAddress& address) const;

 private:
  std::vector<FiledSystem> systems_;
};

}  // namespace davy::registry
