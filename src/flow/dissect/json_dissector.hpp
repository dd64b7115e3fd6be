// JSON messages on a bare byte stream: one a line, several in a segment, or one over many; with their lengths in front or not.
//
// Shape:   a message that lies whole in what is fed is read in place; one that does not is held, up to
//          limits::message_octets_max. gzip members between messages are inflated (EthereumStratum 2.0.0).
//          Objects in base64 are decoded if they come in one piece.
// Errors:  what is not JSON is skipped to the next line and counted.
// Threads: one owner; `outline` is lent by it and shared by all flows of one shard.
#pragma once

#include <array>
#include <memory>
#include <string>

#include "flow/dissect/dissector.hpp"
#include "flow/dissect/inflate.hpp"
#include "flow/dissect/json_conversation.hpp"

namespace davy::flow {

// Finds the messages in one direction.
class JsonReader {
 public:
  class Handler {
   public:
    virtual void json(std::string_view text, bool cut) = 0;  // the outline holds it
   protected:
    ~Handler() = default;
  };

  void feed(Bytes bytes, JsonOutline& outline, Handler& handler, MalformedCounts& malformed);
  void gap(JsonOutline& outline, Handler& handler);  // reads what is held, as far as it goes
  std::size_t held_octets() const {
    return held_.capacity() + (inflater_ ? Inflater::held_octets : 0);
  }

 private:
  std::size_t length_at(std::string_view text, bool brace);
  std::string_view encoded(std::string_view text, JsonOutline& outline, Handler& handler,
                           MalformedCounts& malformed);
  std::string_view plain(std::string_view text, JsonOutline& outline, Handler& handler,
                         MalformedCounts& malformed);
  std::string_view held(std::string_view text, JsonOutline& outline, Handler& handler,
                        MalformedCounts& malformed);
  std::string_view compressed(std::string_view text, JsonOutline& outline, Handler& handler,
                              MalformedCounts& malformed);

  std::string held_;
  JsonFrame frame_;
  std::unique_ptr<Inflater> inflater_;
  bool inflating_ = false;
  bool behind_lengths_ = false;
};

class JsonDissector final : public Dissector {
 public:
  JsonDissector(JsonOutline& outline, MalformedCounts& malformed)
      : outline_(outline), malformed_(malformed) {}

  void bytes(Direction direction, Timestamp time, Bytes bytes, ConversationBuilder& out) override;
  void gap(Direction direction, std::uint64_t octets, ConversationBuilder& out) override;
  void end(ConversationBuilder& out) override;
  bool gave_up() const override { return conversation_.gave_up(); }
  std::size_t held_octets() const override {
    return readers_[0].held_octets() + readers_[1].held_octets();
  }

 private:
  JsonOutline& outline_;
  MalformedCounts& malformed_;
  std::array<JsonReader, 2> readers_;
  JsonConversation conversation_;
  Timestamp last_time_{};
};

}  // namespace davy::flow
