// A coin or dialect that nobody listed, but that still speaks job, submit and difficulty.
//
// Shape:   four things together are evidence, none alone: one side sends jobs (long and opaque, see unlisted_features.hpp)
//          under an identifier; a difficulty or target is named; the other side sends the identifier back; and with it a
//          nonce, or a block as long as the job's. A hash with many zeros in front, which costs work to find, stands for
//          difficulty and nonce. Where each message has a connection of its own, each leaves its half in the record
//          (WorkMarks), for who sees all connections of the two. Messages say what they are by a method or a member, or not at all: then jobs must name
//          their difficulty themselves, members must have the names of identifier and nonce, and there must be two jobs. A
//          job queue has the first and third, a game the second: they stay quiet.
// Threads: one owner.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "flow/dissect/conversation_builder.hpp"
#include "flow/dissect/json_message.hpp"
#include "flow/dissect/unlisted_features.hpp"

namespace davy::flow {

inline constexpr std::string_view unlisted_id = "unlisted";  // of the dialect

class UnlistedDialect {
 public:
  // Whose words a message uses: its own, or those of a listed family, which then has the say until all four were seen.
  enum class Words : std::uint8_t { own, of_a_family };
  // Looks at a message whose form no listed dialect knows; what it would be in a mining dialect, if anything.
  std::optional<MessageKind> observe(const JsonMessage& message, std::string_view method,
                                     Bytes text, Words words, ConversationBuilder& out);

  // An answer that something else claims: it may bring a job, as the first one comes with the login's.
  void learn_job(const JsonMessage& message);

  // All four were seen: these are messages of an unlisted dialect.
  bool conclusive() const;
  // And they say so: an answer to them is an answer of a pool.
  bool conclusive_by_words() const { return plain_words_ && conclusive(); }

 private:
  static constexpr std::uint32_t jobs_without_words = 2;

  bool is_job(const UnlistedFeatures& f, std::string_view word) const;
  bool is_share(const UnlistedFeatures& f, std::string_view word) const;
  void take_job(const UnlistedFeatures& f, std::string_view word, Direction direction);
  void take_share(const UnlistedFeatures& f, std::string_view word);
  std::string_view leave_mark(const UnlistedFeatures& f, std::string_view word, Direction direction,
                              ConversationBuilder& out) const;
  void name_sides(MessageSeen& seen, ConversationBuilder& out) const;
  std::optional<std::size_t> shape_index(const UnlistedFeatures& f, std::string_view word,
                                         Direction direction);

  KnownJobs jobs_;
  std::optional<Direction> jobs_sent_;
  bool plain_words_ = true;  // all jobs and shares were called so
  bool difficulty_named_ = false;
  bool job_answered_ = false;
  bool job_answered_with_proof_ = false;
};

}  // namespace davy::flow
