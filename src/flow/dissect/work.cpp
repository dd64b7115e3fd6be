#include "flow/dissect/work.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>

#include "base/hex.hpp"

namespace davy::flow {
namespace {

std::string_view without_0x(std::string_view hex) {
  if (begins_with_0x(hex)) hex.remove_prefix(2);
  return hex;
}

// The octets of `hex` in reverse order, as hex.
std::string reversed(std::string_view hex) {
  std::string out;
  for (std::size_t i = hex.size(); i >= 2; i -= 2) out += hex.substr(i - 2, 2);
  return out;
}

// Only the leading digits count: 14 of them fill a double.
std::optional<double> value_of(std::string_view hex) {
  if (hex.empty() || hex.size() > 64 || !is_hex(hex)) return std::nullopt;
  const std::size_t first = std::min(hex.find_first_not_of('0'), hex.size());
  const std::size_t last = std::min(first + 14, hex.size());
  std::uint64_t leading = 0;
  for (std::size_t i = first; i < last; ++i) {
    leading = leading * 16 + static_cast<std::uint64_t>(hex_value(hex[i]));
  }
  return std::ldexp(static_cast<double>(leading), 4 * static_cast<int>(hex.size() - last));
}

bool all_in(std::string_view text, std::string_view alphabet) {
  return text.find_first_not_of(alphabet) == std::string_view::npos;
}

constexpr std::string_view base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::string_view bech32 = "023456789acdefghjklmnpqrstuvwxyz";
constexpr std::string_view hex_digits = "0123456789abcdefABCDEF";

struct AddressForm {
  std::string_view coin;
  std::string_view prefix;
  std::string_view alphabet;  // of what follows the prefix
  std::size_t shortest;       // length in all
  std::size_t longest;
  std::string_view form;
};

// Address forms, from each coin's published address specification (read 2026-11): a form shared by several coins names
// none of them, so 1…/3… (BTC, BCH, BSV) and 0x… (all Ethereum-like chains) are missing on purpose.
constexpr std::array forms{
    AddressForm{"XMR", "4", base58, 95, 106, "Monero address (4…, 95 or 106 characters)"},
    AddressForm{"XMR", "8", base58, 95, 95, "Monero subaddress (8…, 95 characters)"},
    AddressForm{"BTC", "bc1", bech32, 42, 62, "Bitcoin address (bc1…)"},
    AddressForm{"LTC", "ltc1", bech32, 43, 63, "Litecoin address (ltc1…)"},
    AddressForm{"LTC", "L", base58, 34, 34, "Litecoin address (L…, 34 characters)"},
    AddressForm{"DOGE", "D", base58, 34, 34, "Dogecoin address (D…, 34 characters)"},
    AddressForm{"DASH", "X", base58, 34, 34, "Dash address (X…, 34 characters)"},
    AddressForm{"RVN", "R", base58, 34, 34, "Ravencoin address (R…, 34 characters)"},
    AddressForm{"ZEC", "t1", base58, 35, 35, "Zcash transparent address (t1…)"},
    AddressForm{"ERG", "9", base58, 51, 51, "Ergo address (9…, 51 characters)"},
    AddressForm{"KAS", "kaspa:", bech32, 60, 80, "Kaspa address (kaspa:…)"},
    AddressForm{"XEL", "xel:", bech32, 60, 80, "Xelis address (xel:…)"},
    AddressForm{"CFX", "cfx:", "0123456789abcdefghjkmnprstuvwxyz", 40, 60,
                "Conflux address (cfx:…)"},
    AddressForm{"ALEO", "aleo1", bech32, 63, 63, "Aleo address (aleo1…)"},
    AddressForm{"KDA", "k:", hex_digits, 66, 66, "Kadena account (k:…)"},
    AddressForm{"BCH", "bitcoincash:", bech32, 50, 60, "Bitcoin Cash address (bitcoincash:…)"},
    AddressForm{"XEC", "ecash:", bech32, 44, 54, "eCash address (ecash:…)"},
    AddressForm{"DERO", "dero1", bech32, 60, 80, "Dero address (dero1…)"},
    AddressForm{"ZEPH", "ZEPHs", base58, 90, 120, "Zephyr address (ZEPHs…)"},
    AddressForm{"WOW", "Wo", base58, 97, 110, "Wownero address (Wo…)"},
};

}  // namespace

std::optional<double> hashes_for_target(std::string_view hex) {
  const std::optional<double> target = value_of(without_0x(hex));
  if (!target) return std::nullopt;
  return std::ldexp(1.0, 256) / std::max(*target, 1.0);
}

std::optional<double> hashes_for_target_reversed(std::string_view hex) {
  return hashes_for_target(reversed(without_0x(hex)));
}

std::optional<double> hashes_for_cryptonote_target(std::string_view hex) {
  if (hex.size() > 16 || hex.size() % 2 != 0) return std::nullopt;
  const std::optional<double> target = value_of(reversed(hex));
  if (!target) return std::nullopt;
  return std::ldexp(1.0, static_cast<int>(hex.size()) * 4) / std::max(*target, 1.0);
}

double hashes_for_beam_difficulty(unsigned packed) {
  const unsigned exponent = packed >> 24;
  const double mantissa = static_cast<double>((packed & 0xffffffu) | 0x1000000u) / 0x1000000p0;
  return std::ldexp(mantissa, static_cast<int>(exponent));
}

std::optional<CoinOfAddress> coin_of_address(std::string_view login) {
  const std::string_view address = login.substr(0, login.find_first_of("./+"));
  for (const AddressForm& form : forms) {
    if (address.size() >= form.shortest && address.size() <= form.longest &&
        address.starts_with(form.prefix) &&
        all_in(address.substr(form.prefix.size()), form.alphabet)) {
      return CoinOfAddress{form.coin, form.form};
    }
  }
  return std::nullopt;
}

}  // namespace davy::flow
