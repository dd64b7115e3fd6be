// One JSON value read in a single pass: where it ends, and a bounded outline of what it holds.
//
// Shape:   scan() reads the value at the start of a text that may go on behind it, or may be cut anywhere. The outline is
//          a pre-order list of nodes; containers deeper than `outline_depth`, or with more than `outline_children`
//          members, are checked to their end but outlined only that far. Texts are raw: escapes are kept, see unescape().
// Errors:  ScanOutcome; on `incomplete` the outline holds what was read before the cut.
// Threads: one owner; reuse one object for many texts, it does not allocate.
// Source:  RFC 8259. Differences: invalid UTF-8 and unknown escapes in strings are let through (evidence must be readable
//          from sloppy senders), and a number that is the whole text ends where the text does.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/limits.hpp"

namespace davy::flow {

enum class JsonType : std::uint8_t { object, array, string, number, boolean, null };

struct JsonNode {
  std::string_view key;  // of an object's member, else empty
  std::string_view
      text;  // a string without its quotes, a number or a literal; of a container, from brace to brace
  std::uint32_t children = 0;  // members in all, outlined or not
  std::uint16_t next = 0;      // index of the node after this one's subtree
  JsonType type = JsonType::null;
  std::uint8_t depth = 0;
  bool key_escaped = false;   // the key holds a backslash
  bool text_escaped = false;  // a string's text holds a backslash
};

enum class ScanOutcome : std::uint8_t {
  complete,    // the value ended; see consumed()
  incomplete,  // the text ended first
  malformed,   // not JSON at consumed()
  too_deep,    // nested beyond limits::json_depth_max
};

class JsonOutline {
 public:
  static constexpr std::size_t nodes_max = 192;
  static constexpr std::uint32_t outline_children = 40;
  static constexpr std::uint8_t outline_depth = 5;

  ScanOutcome scan(std::string_view text);

  std::size_t consumed() const { return consumed_; }  // octets read, white space in front included
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const JsonNode& operator[](std::size_t index) const { return nodes_[index]; }
  const JsonNode& root() const { return nodes_[0]; }

  // The member of object `parent` with this key, or null.
  const JsonNode* find(const JsonNode& parent, std::string_view key) const;
  // The element `index` of array `parent`, if outlined, or null.
  const JsonNode* at(const JsonNode& parent, std::size_t index) const;
  // First child and next sibling, or null.
  const JsonNode* first_child(const JsonNode& parent) const;
  const JsonNode* next_sibling(const JsonNode& parent, const JsonNode& child) const;

 private:
  struct Open {
    std::uint16_t node = none;
    bool object = false;
    std::uint32_t outlined = 0;  // so many of its members are, at most
    std::uint32_t children = 0;
  };
  static constexpr std::uint16_t none = 0xffff;

  std::size_t index_of(const JsonNode& node) const {
    return static_cast<std::size_t>(&node - nodes_.data());
  }

  std::array<JsonNode, nodes_max> nodes_;
  std::size_t size_ = 0;
  std::size_t consumed_ = 0;
  std::array<Open, limits::json_depth_max + 1> open_;  // while a text is scanned

  friend class JsonScanner;
};

// Finds the end of a value that arrives in pieces, in time linear in its length: braces and strings only.
class JsonFrame {
 public:
  // True once the value that began at the first brace fed has ended; `used` tells how much of `piece` belongs to it.
  bool feed(std::string_view piece, std::size_t& used);
  void reset() { *this = JsonFrame{}; }

 private:
  std::uint32_t depth_ = 0;
  bool in_string_ = false;
  bool escaped_ = false;
};

// Replaces the escapes of RFC 8259; damaged ones are kept as they are.
std::string unescape(std::string_view raw);

}  // namespace davy::flow
