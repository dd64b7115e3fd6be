// A dialect: what its messages look like, which of them are evidence, and how strong.
//
// Shape:   one file a dialect under dissect/dialects/, named after its id; each defines `extern const Dialect <id>` in
//          namespace davy::flow::dialects, and the build collects them (cmake/dialects.cmake). docs/dialects.md is
//          printed from these tables.
// Threads: immutable.
#pragma once

#include <span>
#include <string_view>

#include "flow/dissect/conversation_builder.hpp"

namespace davy::flow {

// A message form that is evidence. For JSON dialects `method` and `pattern` are matched (see json_pattern.hpp); for binary
// ones both are words for the reader.
struct Shape {
  Speaker speaker = Speaker::either;
  MessageKind kind = MessageKind::other;
  std::string_view method;
  std::string_view pattern;
  float strength_nats = 0;
  std::string_view rule;    // one line for people: what was seen
};

struct Dialect {
  std::string_view id;         // "stratum-v1"
  std::string_view title;      // "Stratum v1 (Bitcoin-like)"
  std::string_view coins;      // for people: "BTC, BCH, LTC, DOGE, …"
  std::string_view algorithm;  // the usual one, "" if several
  std::string_view source;     // where its form is known from, with date
  std::span<const Shape> shapes;
};

}  // namespace davy::flow
