#include "flow/conversation_record.hpp"

#include <array>

namespace davy::flow {

std::string_view name(RelatedClass related) {
  static constexpr std::array<std::string_view, 10> names{
      "",          "blockchain-node", "node-rpc", "wallet",       "json-rpc",
      "miner-api", "storage-network", "trading",  "pool-contact", "own-probe"};
  const auto index = static_cast<std::size_t>(related);
  return index < names.size() ? names[index] : std::string_view{};
}

}  // namespace davy::flow
