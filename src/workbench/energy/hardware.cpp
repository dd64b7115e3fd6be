#include "workbench/energy/hardware.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/tsv.hpp"

namespace davy::energy {
namespace {

constexpr std::string_view table =
#include "embedded/hardware_tsv.inc"
    ;

// Names that miners and pools use for the same work. Variants that differ by a tweak of parameters cost about the same.
constexpr std::array<std::pair<std::string_view, std::string_view>, 28> synonyms{{
    {"randomx", "rx/0"},
    {"rx", "rx/0"},
    {"rx/2", "rx/0"},
    {"rx/sfx", "rx/0"},
    {"rx/graft", "rx/0"},
    {"rx/yada", "rx/0"},
    {"randomwow", "rx/wow"},
    {"cryptonight-r", "cn/r"},
    {"cn/4", "cn/r"},
    {"sha256", "sha256d"},
    {"sha-256", "sha256d"},
    {"sha256asicboost", "sha256d"},
    {"etchash", "ethash"},
    {"daggerhashimoto", "ethash"},
    {"equihash", "equihash 200,9"},
    {"200_9", "equihash 200,9"},
    {"144_5", "equihash 144,5"},
    {"zhash", "equihash 144,5"},
    {"192_7", "equihash 192,7"},
    {"125_4", "equihash 125,4"},
    {"zelhash", "equihash 125,4"},
    {"autolykos", "autolykos2"},
    {"autolykosv2", "autolykos2"},
    {"heavyhash", "kheavyhash"},
    {"beamhash", "beamhash3"},
    {"beamhashiii", "beamhash3"},
    {"alephium", "blake3"},
    {"gr", "ghostrider"},
}};

double number(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::vector<HardwareClass> read_table() {
  std::vector<HardwareClass> out;
  for (const auto& row : tsv_rows<7>(table)) {
    out.push_back(
        {row[0], row[1], {number(row[2]), number(row[3]), number(row[4])}, row[5], row[6]});
  }
  return out;
}

}  // namespace

const std::vector<HardwareClass>& hardware() {
  static const std::vector<HardwareClass> all = read_table();
  return all;
}

std::string canonical_algorithm(std::string_view algorithm) {
  std::string lower{algorithm};
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  const auto found =
      std::ranges::find(synonyms, lower, [](const auto& pair) { return pair.first; });
  return found == synonyms.end() ? lower : std::string{found->second};
}

std::vector<HardwareClass> hardware_for(std::string_view algorithm) {
  const std::string wanted = canonical_algorithm(algorithm);
  std::vector<HardwareClass> out;
  for (const HardwareClass& row : hardware()) {
    if (row.algorithm == wanted) out.push_back(row);
  }
  return out;
}

}  // namespace davy::energy
