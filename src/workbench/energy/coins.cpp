#include "workbench/energy/coins.hpp"

#include <algorithm>

#include "base/tsv.hpp"

namespace davy::energy {
namespace {

constexpr std::string_view table =
#include "embedded/coins_tsv.inc"
    ;

std::vector<Coin> read_table() {
  std::vector<Coin> out;
  for (const auto& row : tsv_rows<5>(table))
    out.push_back({row[0], row[1], row[2], row[3], row[4]});
  return out;
}

}  // namespace

const std::vector<Coin>& coins() {
  static const std::vector<Coin> all = read_table();
  return all;
}

std::optional<Coin> find_coin(std::string_view ticker) {
  const auto found = std::ranges::find(coins(), ticker, &Coin::ticker);
  if (found == coins().end()) return std::nullopt;
  return *found;
}

}  // namespace davy::energy
