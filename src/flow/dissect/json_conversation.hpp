// A conversation in JSON messages, over whatever carries them: which dialect it is, who mines, and what became of shares.
//
// Shape:   messages come whole (or cut, and then say so) with the direction they went in. Answers find their requests by
//          id, or by their place where the carrier pairs them (HTTP): see `exchange`.
// Threads: one owner.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "flow/dissect/json_dialects.hpp"
#include "flow/dissect/unlisted.hpp"

namespace davy::flow {

class JsonConversation {
 public:
  // `outline` holds the message `text`, scanned. `exchange`: 0, or a number that a request and its answer share.
  void message(Direction direction, Timestamp time, const JsonOutline& outline, bool cut,
               std::string_view text, std::uint64_t exchange, ConversationBuilder& out);

  // So many messages were read without a word of mining that following on is idle.
  bool gave_up() const { return unrecognised_ >= unrecognised_max && recognised_ == 0; }

 private:
  static constexpr std::uint32_t unrecognised_max = 32;
  static constexpr std::uint8_t trusted_after =
      4;  // matches of a method, before its form is taken on trust

  struct Known {
    const CompiledShape* shape = nullptr;
    std::uint32_t form = 0;  // hash; 0: free
    Direction direction = Direction::forward;
    std::uint8_t matches = 0;
  };
  struct Pending {
    std::uint32_t key = 0;  // hash of the id; 0: free
    MessageKind kind = MessageKind::other;
    Direction direction = Direction::forward;
    bool strong = false;  // the request could be nothing but mining
  };

  void one(const JsonMessage& message, Bytes text, std::uint64_t exchange,
           ConversationBuilder& out);
  void request(const JsonMessage& message, std::string_view method, Bytes text,
               std::uint64_t exchange, ConversationBuilder& out);
  void answer(const JsonMessage& message, Bytes text, std::uint64_t exchange,
              ConversationBuilder& out);
  void answer_to(const Pending& request, const JsonMessage& message, Bytes text,
                 ConversationBuilder& out);
  void unpaired_answer(const JsonMessage& message, Bytes text, std::uint64_t exchange,
                       ConversationBuilder& out);
  void recognised(const CompiledShape& match, const JsonMessage& message, Bytes text,
                  ConversationBuilder& out);
  bool is_unlisted(const JsonMessage& message, std::string_view method, Bytes text,
                   UnlistedDialect::Words words, std::uint64_t exchange, ConversationBuilder& out);
  bool of_unknown_form(const JsonMessage& message, std::string_view method, Bytes text,
                       std::uint64_t exchange, ConversationBuilder& out);
  void look_at_cut(const JsonMessage& message, std::string_view method, Bytes text,
                   ConversationBuilder& out);
  void unrecognised(const JsonMessage& message, std::string_view method, Bytes text,
                    std::uint64_t exchange, ConversationBuilder& out);
  const CompiledShape* shape_of(const JsonMessage& message, std::string_view method,
                                MessageKind answers);
  const CompiledShape* answer_shape(const Pending& request, const JsonMessage& message);
  void expect_answer(const JsonMessage& message, MessageKind kind, bool strong,
                     std::uint64_t exchange);
  Pending take_pending(std::uint32_t key, Direction answer_direction);
  bool speaks_as_other_side(const Shape& shape, Direction direction,
                            const ConversationBuilder& out) const;

  std::array<Known, 8> known_{};
  std::array<Pending, 16> pending_{};
  std::uint32_t next_pending_ = 0;
  std::uint32_t unrecognised_ = 0;
  std::uint32_t recognised_ = 0;
  std::uint32_t answers_unpaired_ = 0;
  UnlistedDialect unlisted_;
  std::array<std::uint8_t, 2> cut_words_{};  // by direction, see look_at_cut
};

}  // namespace davy::flow
