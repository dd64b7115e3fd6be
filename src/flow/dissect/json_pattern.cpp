#include "flow/dissect/json_pattern.hpp"

#include <algorithm>
#include <utility>

#include "base/hex.hpp"
#include "flow/dissect/work.hpp"

namespace davy::flow {
namespace {

bool is_hex_of(std::string_view text, std::uint32_t length, bool at_least) {
  if (text.empty() || (at_least ? text.size() < length : length != 0 && text.size() != length))
    return false;
  return is_hex(text);
}

bool is_key_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.';
}

// `word` may begin and end with '*'.
bool text_matches(std::string_view text, std::string_view word) {
  const bool open_front = word.starts_with('*');
  if (open_front) word.remove_prefix(1);
  const bool open_back = word.ends_with('*');
  if (open_back) word.remove_suffix(1);
  if (open_front && open_back) return text.find(word) != std::string_view::npos;
  if (open_front) return text.ends_with(word);
  return open_back ? text.starts_with(word) : text == word;
}

}  // namespace

JsonPattern::JsonPattern(std::string_view pattern) : rest_(pattern) {
  root_ = parse_value();
  skip_space();
  valid_ = valid_ && rest_.empty();
}

void JsonPattern::skip_space() {
  while (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
}

bool JsonPattern::accept(char c) {
  skip_space();
  if (rest_.empty() || rest_.front() != c) return false;
  rest_.remove_prefix(1);
  return true;
}

std::uint32_t JsonPattern::add(Node node) {
  nodes_.push_back(std::move(node));
  return static_cast<std::uint32_t>(nodes_.size() - 1);
}

std::uint32_t JsonPattern::parse_value() {
  skip_space();
  if (rest_.empty()) {
    valid_ = false;
    return add({});
  }
  const char c = rest_.front();
  rest_.remove_prefix(1);
  switch (c) {
    case '?':
      return add({.op = Op::any});
    case 's':
      return add({.op = Op::string});
    case 'n':
      return add({.op = Op::number});
    case 'b':
      return add({.op = Op::boolean});
    case 't':
      return add({.op = Op::yes});
    case 'f':
      return add({.op = Op::no});
    case 'z':
      return add({.op = Op::null});
    case 'w':
      return add({.op = Op::address});
    case 'h':
      return parse_hex(Op::hex);
    case 'x':
      return parse_hex(Op::hex_0x);
    case 'H':
      return parse_hex(Op::hex_either);
    case '"':
      return parse_text();
    case '[':
      return parse_array();
    case '{':
      return parse_object();
    case '(':
      return parse_one_of();
    default:
      valid_ = false;
      return add({});
  }
}

std::uint32_t JsonPattern::parse_hex(Op op) {
  std::uint32_t length = 0;
  while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') {
    length = length * 10 + static_cast<std::uint32_t>(rest_.front() - '0');
    rest_.remove_prefix(1);
  }
  const bool at_least = !rest_.empty() && rest_.front() == '+';
  if (at_least) rest_.remove_prefix(1);
  return add({.op = op, .at_least = at_least, .length = length});
}

std::uint32_t JsonPattern::parse_text() {
  const std::size_t end = rest_.find('"');
  if (end == std::string_view::npos) {
    valid_ = false;
    return add({});
  }
  const std::string_view word = rest_.substr(0, end);
  rest_.remove_prefix(end + 1);
  return add({.op = Op::text, .word = word});
}

std::uint32_t JsonPattern::parse_array() {
  Node array{.op = Op::array};
  while (valid_ && !accept(']')) {
    if (accept('*')) {
      array.open_ended = true;
      continue;
    }
    const std::uint32_t element = parse_value();
    if (accept('^')) nodes_[element].repeated = true;
    array.children.push_back(element);
  }
  return add(std::move(array));
}

std::uint32_t JsonPattern::parse_object() {
  Node object{.op = Op::object};
  while (valid_ && !accept('}')) {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_key_character);
    const std::string_view key(rest_.begin(), end);
    rest_.remove_prefix(key.size());
    const bool optional = accept('?');
    valid_ = valid_ && !key.empty() && accept(':');
    const std::uint32_t member = parse_value();
    // One level between the object and the member's form, because a text's own `word` is taken.
    object.children.push_back(
        add({.op = Op::one_of, .optional = optional, .word = key, .children = {member}}));
  }
  return add(std::move(object));
}

std::uint32_t JsonPattern::parse_one_of() {
  Node choice{.op = Op::one_of};
  do {
    choice.children.push_back(parse_value());
  } while (valid_ && accept('|'));
  valid_ = valid_ && accept(')');
  return add(std::move(choice));
}

bool JsonPattern::matches(const JsonOutline& outline, const JsonNode& node) const {
  return valid_ && match(outline, node, nodes_[root_]);
}

bool JsonPattern::match(const JsonOutline& outline, const JsonNode& node,
                        const Node& pattern) const {
  const bool string = node.type == JsonType::string;
  const bool zero_x = string && begins_with_0x(node.text);
  const std::string_view digits = zero_x ? node.text.substr(2) : node.text;
  switch (pattern.op) {
    case Op::any:
      return true;
    case Op::string:
      return string;
    case Op::number:
      return node.type == JsonType::number;
    case Op::boolean:
      return node.type == JsonType::boolean;
    case Op::yes:
      return node.type == JsonType::boolean && node.text.front() == 't';
    case Op::no:
      return node.type == JsonType::boolean && node.text.front() == 'f';
    case Op::null:
      return node.type == JsonType::null;
    case Op::hex:
      return string && !zero_x && is_hex_of(digits, pattern.length, pattern.at_least);
    case Op::hex_0x:
      return zero_x && is_hex_of(digits, pattern.length, pattern.at_least);
    case Op::hex_either:
      return string && is_hex_of(digits, pattern.length, pattern.at_least);
    case Op::text:
      return string && (node.text_escaped ? text_matches(unescape(node.text), pattern.word)
                                          : text_matches(node.text, pattern.word));
    case Op::address:
      return string && coin_of_address(node.text).has_value();
    case Op::array:
      return node.type == JsonType::array && match_array(outline, node, pattern);
    case Op::object:
      return node.type == JsonType::object && match_object(outline, node, pattern);
    case Op::one_of:
      return std::any_of(pattern.children.begin(), pattern.children.end(),
                         [&](std::uint32_t child) { return match(outline, node, nodes_[child]); });
  }
  return false;
}

bool JsonPattern::match_array(const JsonOutline& outline, const JsonNode& node,
                              const Node& pattern) const {
  const JsonNode* element = outline.first_child(node);
  std::uint32_t matched = 0;
  for (const std::uint32_t index : pattern.children) {
    const Node& form = nodes_[index];
    if (form.repeated) {
      while (element != nullptr && match(outline, *element, form)) {
        element = outline.next_sibling(node, *element);
        ++matched;
      }
      continue;
    }
    if (element == nullptr || !match(outline, *element, form)) return false;
    element = outline.next_sibling(node, *element);
    ++matched;
  }
  if (pattern.open_ended) return true;
  // An array longer than the outline: what lies beyond it is taken on trust if the last form may repeat.
  const bool beyond_outline = node.children > JsonOutline::outline_children && element == nullptr;
  return matched == node.children ||
         (beyond_outline && !pattern.children.empty() && nodes_[pattern.children.back()].repeated);
}

bool JsonPattern::match_object(const JsonOutline& outline, const JsonNode& node,
                               const Node& pattern) const {
  for (const std::uint32_t index : pattern.children) {
    const Node& member = nodes_[index];
    const JsonNode* found = outline.find(node, member.word);
    if (found == nullptr) {
      if (!member.optional) return false;
    } else if (!match(outline, *found, member)) {
      return false;
    }
  }
  return true;
}

}  // namespace davy::flow
