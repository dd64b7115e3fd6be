// Coins by ticker: their names and the algorithms they are mined with.
//
// Shape:   a fixed table; a coin that is not in it is no error, it has only its ticker.
// Threads: immutable after first use.
// Source:  data/coins.tsv, each row with source and date; compiled in.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace davy::energy {

struct Coin {
  std::string_view ticker;     // "XMR"
  std::string_view name;       // "Monero"
  std::string_view algorithm;  // "rx/0", as in data/hardware.tsv
  std::string_view source;
  std::string_view date;  // of the source, YYYY-MM-DD
};

const std::vector<Coin>& coins();
std::optional<Coin> find_coin(std::string_view ticker);

}  // namespace davy::energy
