// A JSON message of a conversation, with the parts that tell what it is for already found.
//
// Threads: a view; valid while its outline and text are.
#pragma once

#include <optional>
#include <string_view>

#include "base/time.hpp"
#include "flow/conversation_record.hpp"
#include "flow/dissect/json.hpp"

namespace davy::flow {

struct JsonMessage {
  const JsonOutline& outline;
  const JsonNode& root;
  Timestamp time;
  Direction direction = Direction::forward;
  const JsonNode* method = nullptr;  // "method", else "type", else "command" or another word for it
  const JsonNode* id = nullptr;
  const JsonNode* result = nullptr;
  const JsonNode* error = nullptr;
  bool cut = false;  // the message ends before its last brace

  static JsonMessage view(const JsonOutline& outline, const JsonNode& root, Timestamp time,
                          Direction direction, bool cut);

  // An array of a word and an object, as Socket.IO and others write events: the object, with the word as its method if it
  // has none. Nothing where `array` is something else.
  static std::optional<JsonMessage> event(const JsonOutline& outline, const JsonNode& array,
                                          Timestamp time, Direction direction, bool cut);

  bool is_answer() const { return method == nullptr && (result != nullptr || error != nullptr); }
  // An answer that says no: an error that is not null, a result or `accepted` of false, or a status that names no success.
  bool refuses() const;
  // An error that any JSON-RPC server gives to a method it does not know (JSON-RPC 2.0, section 5.1).
  bool not_understood() const;
  // The member `key`, or null.
  const JsonNode* member(std::string_view key) const { return outline.find(root, key); }
  // The member at a path such as "result.job.target", or null.
  const JsonNode* path(std::string_view dotted) const;
  // Element `index` of the array `params`, or null.
  const JsonNode* param(std::size_t index) const;
};

// The text of a string without escapes; nullopt if `node` is null or no string.
std::optional<std::string_view> plain_text(const JsonNode* node);
std::optional<double> number(const JsonNode* node);  // also of a string of digits

}  // namespace davy::flow
