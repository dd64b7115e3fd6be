#include "flow/conversation_record.hpp"

namespace davy::flow {

std::string_view name(MessageKind kind) {
  static constexpr std::array<std::string_view, message_kinds> names{
      "hello",     "login",      "login_accepted", "login_refused",  "work_request",
      "job",       "difficulty", "share",          "share_accepted", "share_rejected",
      "hash_rate", "keep_alive", "control",        "miner_status",   "other"};
  const auto index = static_cast<std::size_t>(kind);
  return index < names.size() ? names[index] : std::string_view{};
}

std::string_view name(RelatedClass related) {
  static constexpr std::array<std::string_view, 10> names{
      "",          "blockchain-node", "node-rpc", "wallet",       "json-rpc",
      "miner-api", "storage-network", "trading",  "pool-contact", "own-probe"};
  const auto index = static_cast<std::size_t>(related);
  return index < names.size() ? names[index] : std::string_view{};
}

}  // namespace davy::flow
