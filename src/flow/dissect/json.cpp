#include "flow/dissect/json.hpp"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <bit>

namespace davy::flow {
namespace {

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The first quote, backslash or control character at or after `p`: where a run of plain string text ends.
const char* plain_run_end(const char* p, const char* end) {
#ifdef __SSE2__
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i backslash = _mm_set1_epi8('\\');
  const __m128i last_control = _mm_set1_epi8(0x1f);
  while (end - p >= 16) {
    __m128i chunk;
    __builtin_memcpy(&chunk, p, 16);
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(chunk, last_control), chunk);
    const __m128i hit = _mm_or_si128(
        control, _mm_or_si128(_mm_cmpeq_epi8(chunk, quote), _mm_cmpeq_epi8(chunk, backslash)));
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(hit));
    if (mask != 0) return p + std::countr_zero(mask);
    p += 16;
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
      : out_(out), begin_(text.data()), p_(text.data()), end_(text.data() + text.size()) {}

  ScanOutcome run() {
    ScanOutcome outcome = ScanOutcome::complete;
    skip_space();
    do {
      outcome = value();
      if (outcome == ScanOutcome::complete) outcome = after_value();
    } while (outcome == ScanOutcome::complete && out_.depth_ > 0);
    out_.consumed_ = static_cast<std::size_t>(p_ - begin_);
    return outcome;
  }

 private:
  void skip_space() {
    while (p_ < end_ && is_space(*p_)) ++p_;
  }

  // One scalar, or the opening of a container together with its first member's key.
  ScanOutcome value() {
    if (p_ == end_) return ScanOutcome::incomplete;
    switch (*p_) {
      case '{':
        return open(JsonType::object);
      case '[':
        return open(JsonType::array);
      case '"':
        return string_value();
      case 't':
        return literal("true", JsonType::boolean);
      case 'f':
        return literal("false", JsonType::boolean);
      case 'n':
        return literal("null", JsonType::null);
      default:
        return number();
    }
  }

  // Closes finished containers and moves to the next member, up to where a value must begin.
  ScanOutcome after_value() {
    while (out_.depth_ > 0) {
      if (opened_) {
        opened_ = false;
        return ScanOutcome::complete;
      }
      skip_space();
      if (p_ == end_) return ScanOutcome::incomplete;
      const bool object = out_.open_[out_.depth_ - 1].object;
      if (*p_ == ',') {
        ++p_;
        skip_space();
        return object ? key() : ScanOutcome::complete;
      }
      if (*p_ != (object ? '}' : ']')) return ScanOutcome::malformed;
      ++p_;
      out_.close(p_);
    }
    return ScanOutcome::complete;
  }

  ScanOutcome open(JsonType type) {
    if (out_.depth_ == limits::json_depth_max) return ScanOutcome::too_deep;
    const std::uint16_t node = out_.add(type, std::string_view(p_, 1));
    const bool object = type == JsonType::object;
    out_.open_[out_.depth_++] = {node, 0, object};
    ++p_;
    skip_space();
    if (p_ == end_) return ScanOutcome::incomplete;
    if (*p_ == (object ? '}' : ']')) {
      ++p_;
      out_.close(p_);
      return ScanOutcome::complete;
    }
    opened_ = true;
    return object ? key() : ScanOutcome::complete;
  }

  ScanOutcome key() {
    if (p_ == end_) return ScanOutcome::incomplete;
    if (*p_ != '"') return ScanOutcome::malformed;
    bool escaped = false;
    const char* first = p_ + 1;
    if (const ScanOutcome o = string_end(escaped); o != ScanOutcome::complete) return o;
    out_.key_ = std::string_view(first, static_cast<std::size_t>(p_ - 1 - first));
    out_.key_escaped_ = escaped;
    skip_space();
    if (p_ == end_) return ScanOutcome::incomplete;
    if (*p_ != ':') return ScanOutcome::malformed;
    ++p_;
    skip_space();
    return ScanOutcome::complete;
  }

  // From the opening quote to behind the closing one.
  ScanOutcome string_end(bool& escaped) {
    ++p_;
    for (;;) {
      p_ = plain_run_end(p_, end_);
      if (p_ == end_) return ScanOutcome::incomplete;
      if (*p_ == '"') break;
      if (*p_ != '\\') return ScanOutcome::malformed;  // a bare control character
      escaped = true;
      if (end_ - p_ < 2) return ScanOutcome::incomplete;
      p_ += 2;
    }
    ++p_;
    return ScanOutcome::complete;
  }

  ScanOutcome string_value() {
    bool escaped = false;
    const char* first = p_ + 1;
    const ScanOutcome outcome = string_end(escaped);
    if (outcome == ScanOutcome::malformed) return outcome;
    const char* last =
        outcome == ScanOutcome::complete ? p_ - 1 : end_;  // a cut string keeps what there is
    const std::uint16_t node =
        out_.add(JsonType::string, std::string_view(first, static_cast<std::size_t>(last - first)));
    if (node != JsonOutline::none) out_.nodes_[node].text_escaped = escaped;
    return outcome;
  }

  ScanOutcome literal(std::string_view word, JsonType type) {
    const auto left = static_cast<std::size_t>(end_ - p_);
    if (left < word.size()) {
      return word.starts_with(std::string_view(p_, left)) ? ScanOutcome::incomplete
                                                          : ScanOutcome::malformed;
    }
    if (std::string_view(p_, word.size()) != word) return ScanOutcome::malformed;
    out_.add(type, std::string_view(p_, word.size()));
    p_ += word.size();
    return ScanOutcome::complete;
  }

  ScanOutcome number() {
    const char* first = p_;
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
    if (p_ == end_ && out_.depth_ > 0) return ScanOutcome::incomplete;
    out_.add(JsonType::number, std::string_view(first, static_cast<std::size_t>(p_ - first)));
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

  JsonOutline& out_;
  const char* begin_;
  const char* p_;
  const char* end_;
  bool opened_ = false;  // a container was just opened and its first value follows
};

ScanOutcome JsonOutline::scan(std::string_view text) {
  size_ = 0;
  depth_ = 0;
  key_ = {};
  key_escaped_ = false;
  const ScanOutcome outcome = JsonScanner(*this, text).run();
  if (outcome != ScanOutcome::complete) finish_outline(text.data() + text.size());
  return outcome;
}

std::uint16_t JsonOutline::add(JsonType type, std::string_view text) {
  if (depth_ > 0) {
    Open& parent = open_[depth_ - 1];
    const std::uint32_t position = parent.children++;
    if (parent.node == none || position >= outline_children) return none;
  }
  if (size_ == nodes_max || depth_ > outline_depth) return none;
  const auto index = static_cast<std::uint16_t>(size_++);
  const bool member = depth_ > 0 && open_[depth_ - 1].object;
  JsonNode& node =
      nodes_[index];  // field by field: a node made elsewhere and copied costs three times as much
  node.key = member ? key_ : std::string_view{};
  node.text = text;
  node.children = 0;
  node.next = static_cast<std::uint16_t>(index + 1);
  node.type = type;
  node.depth = static_cast<std::uint8_t>(depth_);
  node.key_escaped = member && key_escaped_;
  node.text_escaped = false;
  return index;
}

void JsonOutline::close(const char* end) {
  const Open closed = open_[--depth_];
  if (closed.node == none) return;
  JsonNode& node = nodes_[closed.node];
  node.text = std::string_view(node.text.data(), static_cast<std::size_t>(end - node.text.data()));
  node.children = closed.children;
  node.next = static_cast<std::uint16_t>(size_);
}

void JsonOutline::finish_outline(const char* end) {
  while (depth_ > 0) close(end);
}

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
               child->key == key) {
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

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

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

void append_utf8(std::string& out, int unit) {
  if (unit < 0x80) {
    out += static_cast<char>(unit);
  } else if (unit < 0x800) {
    out += static_cast<char>(0xc0 | unit >> 6);
    out += static_cast<char>(0x80 | (unit & 0x3f));
  } else {  // halves of surrogate pairs come out as they are: names and methods are what this is for
    out += static_cast<char>(0xe0 | unit >> 12);
    out += static_cast<char>(0x80 | (unit >> 6 & 0x3f));
    out += static_cast<char>(0x80 | (unit & 0x3f));
  }
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
      append_utf8(out, unit);
      i += 4;
    } else {
      out += '\\';
      out += c;
    }
  }
  return out;
}

}  // namespace davy::flow
