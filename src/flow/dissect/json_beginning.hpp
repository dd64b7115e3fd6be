// How streams and messages of JSON begin: a bounded look at their first octets.
//
// Units:   octets.
// Threads: pure functions.
#pragma once

#include <cstddef>

#include "base/byte_reader.hpp"

namespace davy::flow {

// What may stand between messages; \x1e is the record separator of RFC 7464 and of SignalR.
constexpr bool is_separator(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\0' || c == ',' || c == '\x1e';
}

// May a stream, or a message in it, begin so? White space, then a brace and what may follow it.
bool begins_as_json(Bytes first);

// Does a message begin that has its length in front of it (1, 2, 4 or 8 octets of either byte order, itself counted or not)?
bool begins_as_json_behind_length(Bytes first);

// Does a message begin that is an object written in base64?
bool begins_as_encoded_json(Bytes first);

// How many octets stand in front of the object at the beginning: its length, or part of it. 0: no object is near.
std::size_t length_in_front(Bytes text);

// An event as Socket.IO writes it: its kind in digits, then an array that begins with a word. Without the digits; nothing
// where `message` is something else.
Bytes json_event(Bytes message);

}  // namespace davy::flow
