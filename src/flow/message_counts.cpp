#include "flow/message_counts.hpp"

#include <array>

namespace davy::flow {

std::string_view name(MessageKind kind) {
  static constexpr std::array<std::string_view, message_kinds> names{
      "hello",     "login",      "login_accepted", "login_refused",  "work_request",
      "job",       "difficulty", "share",          "share_accepted", "share_rejected",
      "hash_rate", "keep_alive", "control",        "miner_status",   "other"};
  const auto index = static_cast<std::size_t>(kind);
  return index < names.size() ? names[index] : std::string_view{};
}

MessageCount& MessageCounts::add(MessageKind kind) {
  constexpr std::size_t usual_kinds = 2;
  if (counts_.empty()) counts_.reserve(usual_kinds);
  counts_.emplace_back();
  numbers_ |= std::uint64_t{counts_.size()} << shift_of(kind);
  return counts_.back();
}

}  // namespace davy::flow
