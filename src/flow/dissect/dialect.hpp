// A dialect: what its messages look like, which of them are evidence, and how strong.
//
// Units:   strength_nats is a natural-log likelihood ratio, mining against not, of one such message.
// Shape:   one file a dialect under dissect/dialects/, named after its id with '_' for '-'; it defines
//          `extern const Dialect <name>` in namespace davy::flow::dialects, and the build collects them
//          (cmake/dialects.cmake). docs/dialects.md is printed from these tables.
//          A message is read as the strongest shape that it matches.
// Threads: immutable.
#pragma once

#include <span>
#include <string_view>

#include "flow/dissect/conversation_builder.hpp"

namespace davy::flow {

struct JsonMessage;

// A message form that is evidence. For JSON dialects `method` is the value of the message's "method" (or "type", "command";
// empty for answers) and `pattern` the form of the whole message (json_pattern.hpp); for binary ones both are words.
struct Shape {
  Speaker speaker = Speaker::either;
  MessageKind kind = MessageKind::other;
  std::string_view method{};
  std::string_view pattern{};
  float strength_nats = 0;
  std::string_view rule{};  // one line for people: what was seen
  // Takes what the message says (work, names) into the record; null: nothing but its kind.
  void (*read)(const JsonMessage&, ConversationBuilder&) = nullptr;
};

struct Dialect {
  std::string_view id{};         // "stratum-v1"
  std::string_view title{};      // "Stratum v1 (Bitcoin-like)"
  std::string_view coins{};      // for people: "BTC, BCH, LTC, DOGE, …"
  std::string_view coin{};       // the ticker, if it is only one
  std::string_view algorithm{};  // the usual one, "" if several
  std::string_view source{};     // where its form is known from, with date
  std::span<const Shape> shapes{};
  // Its forms are shared by several dialects: they say "mining", but do not choose among them.
  bool family = false;
};

}  // namespace davy::flow
