// A bounded look at the first octets of a flow: is it HTTP, and may there be mining in it?
//
// Units:   octets.
// Shape:   free functions without state, cheap enough for every flow.
// Errors:  none; a look that is wrong costs only time (worth following) or, for a form that nobody
//          listed, the finding.
// Threads: any.
// Source:  RFC 9110 section 9; the marks name theirs in http_gate.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/byte_reader.hpp"

namespace davy::flow {

// Begins with an HTTP/1 method or "HTTP/1". Needs 4 octets or more.
inline bool begins_as_http(Bytes first) {
  constexpr auto word = [](const char(&text)[5]) {
    return std::uint32_t{static_cast<std::uint8_t>(text[0])} << 24 |
           std::uint32_t{static_cast<std::uint8_t>(text[1])} << 16 |
           std::uint32_t{static_cast<std::uint8_t>(text[2])} << 8 |
           std::uint32_t{static_cast<std::uint8_t>(text[3])};
  };
  if (first.size() < 4) return false;
  switch (load_be32(first.data())) {
    case word("GET "):
    case word("POST"):
    case word("HTTP"):
    case word("CONN"):
    case word("HEAD"):
    case word("PUT "):
    case word("OPTI"):
    case word("DELE"):
    case word("PATC"):
    case word("TRAC"):
    case word("REPO"):
    case word("PROP"):
      return true;
    default:
      return false;
  }
}

// May the flow that begins so hold mining? Looks at most at limits::http_first_look_octets octets,
// once.
bool http_worth_following(Bytes first_segment);

// What makes a request or a response worth following, for people and for the tests.
struct HttpMark {
  enum class Where : std::uint8_t { path, query, agent, field };
  Where where;
  std::string_view
      text;  // lower case; the path, agent or field name begins with it, the query holds it
  std::string_view reason;
};
std::span<const HttpMark> http_marks();

}  // namespace davy::flow
