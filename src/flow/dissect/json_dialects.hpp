// All JSON dialects' shapes, compiled once and found by method.
//
// Threads: immutable after first use.
#pragma once

#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "flow/dissect/dialect.hpp"
#include "flow/dissect/json_message.hpp"
#include "flow/dissect/json_pattern.hpp"

namespace davy::flow {

// Every dialect, in the order of their names (made by cmake/dialects.cmake from dissect/dialects/).
std::span<const Dialect* const> all_dialects();

// Where the conversation did not tell coin or algorithm, its dialect's usual ones.
void fill_usual(ConversationRecord& conversation);

struct CompiledShape {
  const Dialect* dialect;
  const Shape* shape;
  JsonPattern pattern;
  bool one_kind =
      true;  // all shapes of this method and speaker are of one kind: the method alone tells it
};

class JsonDialects {
 public:
  static const JsonDialects& instance();

  // The shapes that a message with this method may have, strongest first. Shapes of answers have the method "".
  std::span<const CompiledShape> with_method(std::string_view method) const;
  // The strongest shape that the message matches, or null.
  const CompiledShape* recognise(const JsonMessage& message, std::string_view method) const;

 private:
  JsonDialects();
  std::unordered_map<std::string_view, std::vector<CompiledShape>> by_method_;
};

}  // namespace davy::flow
