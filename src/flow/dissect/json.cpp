#include "flow/dissect/json.hpp"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <bit>
#include <cstring>

#include "base/hex.hpp"
#include "base/text_encoding.hpp"

namespace davy::flow {
namespace {

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
const char* behind_space(const char* p, const char* end) {
  while (p < end && is_space(*p)) ++p;
  return p;
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The first quote, backslash or control character at or after `p`: where a run of plain string text ends.
const char* plain_run_end(const char* begin, const char* p, const char* end) {
#ifdef __SSE2__
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i backslash = _mm_set1_epi8('\\');
  const __m128i last_control = _mm_set1_epi8(0x1f);
  const auto stops = [&](const char* at) {  // a bit for each of 16 octets that ends a run
    __m128i chunk;
    __builtin_memcpy(&chunk, at, 16);
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(chunk, last_control), chunk);
    const __m128i hit = _mm_or_si128(
        control, _mm_or_si128(_mm_cmpeq_epi8(chunk, quote), _mm_cmpeq_epi8(chunk, backslash)));
    return static_cast<unsigned>(_mm_movemask_epi8(hit));
  };
  while (end - p >= 16) {
    if (const unsigned mask = stops(p); mask != 0) return p + std::countr_zero(mask);
    p += 16;
  }
  if (end - begin >= 16) {  // the last octets once more, without those in front of p
    const unsigned mask = stops(end - 16) >> (16 - (end - p));
    return mask != 0 ? p + std::countr_zero(mask) : end;
  }
#endif
  while (p < end && *p != '"' && *p != '\\' && static_cast<unsigned char>(*p) > 0x1f) ++p;
  return p;
}

}  // namespace

// The reader's position while one text is scanned. Every method returns `complete` to go on.
class JsonScanner {
 public:
  JsonScanner(JsonOutline& out, std::string_view text)
      : out_(out),
        begin_(text.data()),
        p_(text.data()),
        end_(text.data() + text.size()),
        top_(out.open_.data()) {
    *top_ = {.outlined = 1};  // what holds the whole text
  }

  ScanOutcome run() {
    skip_space();
    ScanOutcome outcome = ScanOutcome::complete;
    do {
      Value value{.first = p_};
      outcome = read(value);
      const bool cut_string = outcome == ScanOutcome::incomplete && value.type == JsonType::string;
      if (outcome == ScanOutcome::complete || cut_string)
        add(value);  // a cut one keeps what there is
      if (outcome == ScanOutcome::complete) outcome = value.opens ? first_member() : next_member();
    } while (outcome == ScanOutcome::complete && depth_ > 0);
    if (outcome != ScanOutcome::complete)
      while (depth_ > 0) close(end_);
    out_.size_ = size_;
    out_.consumed_ = static_cast<std::size_t>(p_ - begin_);
    return outcome;
  }

 private:
  using Open = JsonOutline::Open;
  // A scalar, or the opening of a container.
  struct Value {
    const char* first;
    const char* last = nullptr;
    JsonType type = JsonType::null;
    bool opens = false;
    bool escaped = false;
  };

  void skip_space() {
    // There seldom is any, and one comparison says so.
    if (p_ < end_ && static_cast<unsigned char>(*p_) <= ' ') [[unlikely]]
      p_ = behind_space(p_, end_);
  }

  ScanOutcome read(Value& value) {
    if (p_ == end_) return ScanOutcome::incomplete;
    switch (*p_) {
      case '"':
        return string(value);
      case '{':
        return open(value, JsonType::object);
      case '[':
        return open(value, JsonType::array);
      case 't':
        return literal(value, "true", JsonType::boolean);
      case 'f':
        return literal(value, "false", JsonType::boolean);
      case 'n':
        return literal(value, "null", JsonType::null);
      default:
        return number(value);
    }
  }

  ScanOutcome open(Value& value, JsonType type) {
    if (depth_ == limits::json_depth_max) return ScanOutcome::too_deep;
    value.type = type;
    value.opens = true;
    value.last = ++p_;
    return ScanOutcome::complete;
  }

  ScanOutcome string(Value& value) {
    value.type = JsonType::string;
    ++value.first;
    const ScanOutcome outcome = string_end(value.escaped);
    value.last = outcome == ScanOutcome::complete ? p_ - 1 : end_;
    return outcome;
  }

  // From the opening quote to behind the closing one.
  ScanOutcome string_end(bool& escaped) {
    ++p_;
    for (;;) {
      p_ = plain_run_end(begin_, p_, end_);
      if (p_ == end_) return ScanOutcome::incomplete;
      if (*p_ == '"') [[likely]]
        break;
      if (*p_ != '\\') return ScanOutcome::malformed;  // a bare control character
      escaped = true;
      if (end_ - p_ < 2) return ScanOutcome::incomplete;
      p_ += 2;
    }
    ++p_;
    return ScanOutcome::complete;
  }

  ScanOutcome literal(Value& value, std::string_view word, JsonType type) {
    value.type = type;
    const auto left = static_cast<std::size_t>(end_ - p_);
    if (left < word.size()) {
      return word.starts_with(std::string_view(p_, left)) ? ScanOutcome::incomplete
                                                          : ScanOutcome::malformed;
    }
    if (__builtin_memcmp(p_, word.data(), word.size()) != 0) return ScanOutcome::malformed;
    value.last = p_ += word.size();
    return ScanOutcome::complete;
  }

  ScanOutcome number(Value& value) {
    value.type = JsonType::number;
    if (*p_ == '-') ++p_;
    const char* whole = p_;
    if (!digits()) return at_end_or_malformed();
    if (*whole == '0' && p_ - whole > 1) return ScanOutcome::malformed;
    if (p_ < end_ && *p_ == '.') {
      ++p_;
      if (!digits()) return at_end_or_malformed();
    }
    if (p_ < end_ && (*p_ == 'e' || *p_ == 'E')) {
      ++p_;
      if (p_ < end_ && (*p_ == '+' || *p_ == '-')) ++p_;
      if (!digits()) return at_end_or_malformed();
    }
    // A number at the very end of a container's text may go on in the next piece.
    if (p_ == end_ && depth_ > 0) return ScanOutcome::incomplete;
    value.last = p_;
    return ScanOutcome::complete;
  }

  bool digits() {
    const char* first = p_;
    while (p_ < end_ && is_digit(*p_)) ++p_;
    return p_ > first;
  }
  ScanOutcome at_end_or_malformed() const {
    return p_ == end_ ? ScanOutcome::incomplete : ScanOutcome::malformed;
  }

  // Outlines the value if there is room; behind the opening of a container, its members follow.
  void add(const Value& value) {
    const bool outlined = top_->children++ < top_->outlined && size_ < JsonOutline::nodes_max;
    const std::uint16_t index = outlined ? fill(value) : JsonOutline::none;
    if (!value.opens) return;
    ++depth_;
    const bool inside = outlined && depth_ <= JsonOutline::outline_depth;
    *++top_ = {index, value.type == JsonType::object, inside ? JsonOutline::outline_children : 0,
               0};
    forget_key();
  }

  // Field by field: a node made elsewhere and copied costs three times as much.
  std::uint16_t fill(const Value& value) {
    JsonNode& node = out_.nodes_[size_++];
    node.key = key_;
    node.text = std::string_view(value.first, static_cast<std::size_t>(value.last - value.first));
    node.children = 0;
    node.next = static_cast<std::uint16_t>(size_);
    node.type = value.type;
    node.depth = static_cast<std::uint8_t>(depth_);
    node.key_escaped = key_escaped_;
    node.text_escaped = value.escaped;
    return static_cast<std::uint16_t>(size_ - 1);
  }

  // Behind an opening brace: up to where its first value must begin, or behind the container if it is empty.
  ScanOutcome first_member() {
    skip_space();
    if (p_ == end_) return ScanOutcome::incomplete;
    if (*p_ != (top_->object ? '}' : ']')) return top_->object ? key() : ScanOutcome::complete;
    close(++p_);
    return next_member();
  }

  // Closes finished containers and moves to the next member, up to where a value must begin.
  ScanOutcome next_member() {
    while (depth_ > 0) {
      skip_space();
      if (p_ == end_) return ScanOutcome::incomplete;
      if (*p_ == ',') {
        ++p_;
        skip_space();
        return top_->object ? key() : ScanOutcome::complete;
      }
      if (*p_ != (top_->object ? '}' : ']')) return ScanOutcome::malformed;
      close(++p_);
    }
    return ScanOutcome::complete;
  }

  ScanOutcome key() {
    if (p_ == end_) return ScanOutcome::incomplete;
    if (*p_ != '"') return ScanOutcome::malformed;
    const char* first = p_ + 1;
    key_escaped_ = false;
    if (const ScanOutcome o = string_end(key_escaped_); o != ScanOutcome::complete) return o;
    key_ = std::string_view(first, static_cast<std::size_t>(p_ - 1 - first));
    skip_space();
    if (p_ == end_) return ScanOutcome::incomplete;
    if (*p_ != ':') return ScanOutcome::malformed;
    ++p_;
    skip_space();
    return ScanOutcome::complete;
  }

  // An array's elements have none, and in an object the next one is read before it is used.
  void forget_key() {
    key_ = {};
    key_escaped_ = false;
  }

  void close(const char* end) {
    const Open closed = *top_--;
    --depth_;
    forget_key();
    if (closed.node == JsonOutline::none) return;
    JsonNode& node = out_.nodes_[closed.node];
    node.text =
        std::string_view(node.text.data(), static_cast<std::size_t>(end - node.text.data()));
    node.children = closed.children;
    node.next = static_cast<std::uint16_t>(size_);
  }

  JsonOutline& out_;
  const char* begin_;
  const char* p_;
  const char* end_;
  Open* top_;  // the container that is being read
  std::size_t size_ = 0;
  std::size_t depth_ = 0;
  std::string_view key_;  // of the value that comes next
  bool key_escaped_ = false;
};

ScanOutcome JsonOutline::scan(std::string_view text) { return JsonScanner(*this, text).run(); }

const JsonNode* JsonOutline::first_child(const JsonNode& parent) const {
  const std::size_t first = index_of(parent) + 1;
  return first < parent.next ? &nodes_[first] : nullptr;
}

const JsonNode* JsonOutline::next_sibling(const JsonNode& parent, const JsonNode& child) const {
  return child.next < parent.next ? &nodes_[child.next] : nullptr;
}

const JsonNode* JsonOutline::find(const JsonNode& parent, std::string_view key) const {
  if (parent.type != JsonType::object) return nullptr;
  for (const JsonNode* child = first_child(parent); child != nullptr;
       child = next_sibling(parent, *child)) {
    if (child->key_escaped) {
      if (unescape(child->key) == key) return child;
    } else if (child->key.size() == key.size() && !key.empty() && child->key[0] == key[0] &&
               std::memcmp(child->key.data(), key.data(), key.size()) == 0) {
      return child;
    }
  }
  return nullptr;
}

const JsonNode* JsonOutline::at(const JsonNode& parent, std::size_t index) const {
  if (parent.type != JsonType::array) return nullptr;
  const JsonNode* child = first_child(parent);
  while (child != nullptr && index-- > 0) child = next_sibling(parent, *child);
  return child;
}

bool JsonFrame::feed(std::string_view piece, std::size_t& used) {
  for (std::size_t i = 0; i < piece.size(); ++i) {
    const char c = piece[i];
    if (in_string_) {
      if (escaped_) {
        escaped_ = false;
      } else if (c == '\\') {
        escaped_ = true;
      } else if (c == '"') {
        in_string_ = false;
      }
      continue;
    }
    if (c == '"') in_string_ = true;
    if (c == '{' || c == '[') ++depth_;
    if ((c == '}' || c == ']') && depth_ > 0 && --depth_ == 0) {
      used = i + 1;
      return true;
    }
  }
  used = piece.size();
  return false;
}

namespace {

// Four hex digits at `at`, or -1.
int code_unit(std::string_view raw, std::size_t at) {
  if (at + 4 > raw.size()) return -1;
  int unit = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const int digit = hex_value(raw[at + i]);
    if (digit < 0) return -1;
    unit = unit << 4 | digit;
  }
  return unit;
}

// The letter of an escape whose digits say `first` and end at `at`, which goes on to the end of a second half; halves that
// stand alone come out as they are.
char32_t whole_letter(std::string_view raw, char32_t first, std::size_t& at) {
  if (!is_first_half(first) || raw.substr(at + 1, 2) != "\\u") return first;
  const int second = code_unit(raw, at + 3);
  if (second < 0 || !is_second_half(static_cast<char32_t>(second))) return first;
  at += 6;
  return utf16_letter(first, static_cast<char32_t>(second));
}

}  // namespace

std::string unescape(std::string_view raw) {
  static constexpr std::string_view from = "\"\\/bfnrt";
  static constexpr std::string_view to = "\"\\/\b\f\n\r\t";
  std::string out;
  out.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\\' || i + 1 == raw.size()) {
      out += raw[i];
      continue;
    }
    const char c = raw[++i];
    if (const std::size_t simple = from.find(c); simple != std::string_view::npos) {
      out += to[simple];
    } else if (const int unit = c == 'u' ? code_unit(raw, i + 1) : -1; unit >= 0) {
      i += 4;
      append_utf8(out, whole_letter(raw, static_cast<char32_t>(unit), i));
    } else {
      out += '\\';
      out += c;
    }
  }
  return out;
}

}  // namespace davy::flow
