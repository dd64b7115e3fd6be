// A coin or dialect that nobody listed, but that still speaks job, submit and difficulty.
//
// Shape:   four things together are evidence, none alone: one side sends jobs (a method of that name, with long hex in it)
//          under an identifier; a difficulty or target is named; the other side sends the identifier back; and with it a
//          nonce. A hash with many zeros in front, which costs work to find, stands for difficulty and nonce. A job queue
//          has the first and third, a game the second: they stay quiet.
// Threads: one owner.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "flow/dissect/conversation_builder.hpp"
#include "flow/dissect/json_message.hpp"

namespace davy::flow {

class UnlistedDialect {
 public:
  // Looks at a message that no listed dialect recognised; what it would be in a mining dialect, if anything.
  std::optional<MessageKind> observe(const JsonMessage& message, std::string_view method,
                                     Bytes text, ConversationBuilder& out);

  // All four were seen: these are messages of an unlisted dialect.
  bool conclusive() const {
    return job_answered_with_proof_ || (difficulty_named_ && job_answered_with_nonce_);
  }

 private:
  struct Features;
  void look_at(const JsonNode& node, Features& f) const;
  std::optional<std::size_t> shape_index(const Features& f, const JsonMessage& message,
                                         std::string_view method);
  Features features_of(const JsonMessage& message, std::string_view method) const;
  void remember_job(std::uint64_t identifier) { jobs_[jobs_seen_++ % jobs_.size()] = identifier; }
  bool known_job(std::uint64_t identifier) const;

  std::array<std::uint64_t, 8> jobs_{};  // hashes of the last jobs' identifiers
  std::uint32_t jobs_seen_ = 0;
  std::optional<Direction> jobs_sent_;
  bool difficulty_named_ = false;
  bool job_answered_with_nonce_ = false;
  bool job_answered_with_proof_ = false;
};

}  // namespace davy::flow
