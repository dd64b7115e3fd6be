// A small language for the form of a JSON message, so that a dialect can say in one line what it looks like.
//
//   ?          any value                     s  a string         n  a number
//   b t f z    boolean, true, false, null    "text" "be*" "*in*" "*end"   a string that is / begins / contains / ends so
//   h h64 h8+  a string of hex digits: any, exactly 64, at least 8
//   x x64 x8+  the same behind 0x            H H64 H8+  the same with or without 0x
//   w          a string that begins as a coin's address (work.hpp)
//   [s n]      an array of exactly these     [s n *]  and perhaps more     [h64^]  none or more of one form
//   {k:s o?:n} an object that has k, and o of this form if it is there; other members are free
//   (s|n|z)    one of these
//
// Errors:  compile() of a wrong pattern is a defect of ours: valid() is false and a test holds every table to it.
// Threads: immutable after construction.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "flow/dissect/json.hpp"

namespace davy::flow {

class JsonPattern {
 public:
  explicit JsonPattern(std::string_view pattern);  // `pattern` has static storage

  bool valid() const { return valid_; }
  bool matches(const JsonOutline& outline, const JsonNode& node) const;

 private:
  enum class Op : std::uint8_t {
    any,
    string,
    number,
    boolean,
    yes,
    no,
    null,
    hex,
    hex_0x,
    hex_either,
    text,
    address,
    array,
    object,
    one_of
  };
  struct Node {
    Op op = Op::any;
    bool at_least = false;     // hex: `length` is a minimum
    bool open_ended = false;   // array: more elements may follow
    bool repeated = false;     // array element: none or more
    bool optional = false;     // object member
    std::uint32_t length = 0;  // hex digits; 0: any number
    std::string_view word{};   // object member: its key; text: the text
    std::vector<std::uint32_t> children{};
  };

  std::uint32_t parse_value();
  std::uint32_t parse_hex(Op op);
  std::uint32_t parse_text();
  std::uint32_t parse_array();
  std::uint32_t parse_object();
  std::uint32_t parse_one_of();
  std::uint32_t add(Node node);
  bool accept(char c);
  void skip_space();

  bool match(const JsonOutline& outline, const JsonNode& node, const Node& pattern) const;
  bool match_array(const JsonOutline& outline, const JsonNode& node, const Node& pattern) const;
  bool match_object(const JsonOutline& outline, const JsonNode& node, const Node& pattern) const;

  std::string_view rest_;
  std::vector<Node> nodes_;
  std::uint32_t root_ = 0;
  bool valid_ = true;
};

}  // namespace davy::flow
