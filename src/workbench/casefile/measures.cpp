#include "workbench/casefile/measures.hpp"

#include "base/tsv.hpp"

namespace davy::casefile {
namespace {

constexpr std::string_view table =
#include "embedded/measures_tsv.inc"
    ;

std::vector<Measure> read_table() {
  std::vector<Measure> out;
  for (const auto& row : tsv_rows<7>(table))
    out.push_back({row[0], row[1], row[2], row[3], row[4], row[5], row[6]});
  return out;
}

bool names(std::string_view list, std::string_view wanted) {
  while (!list.empty()) {
    const std::size_t end = list.find(';');
    if (list.substr(0, end) == wanted) return true;
    list = end == std::string_view::npos ? std::string_view{} : list.substr(end + 1);
  }
  return false;
}

}  // namespace

const std::vector<Measure>& measures() {
  static const std::vector<Measure> all = read_table();
  return all;
}

std::vector<const Measure*> measures_after(std::string_view standing) {
  std::vector<const Measure*> out;
  for (const Measure& measure : measures())
    if (names(measure.after, standing.empty() ? "-" : standing)) out.push_back(&measure);
  return out;
}

const std::vector<std::string_view>& benign_explanations() {
  static const std::vector<std::string_view> all{
      "research",        // an exemption, a course, a testnet
      "shared_exit",     // others behind the same address
      "node_or_wallet",  // of a blockchain, without mining
      "price_or_pool_site",
      "security_tool",   // a scanner, a blocklist, our own probes
      "other_software",  // something that talks or draws power like it
      "hijacked",        // of whoever owns the machine
      "misreport",
      "new_equipment",  // behind a meter
      "climate",        // cooling, heating
      "other",
  };
  return all;
}

}  // namespace davy::casefile
