// Writes one JSON value into a string: keys in the order given, no white space, always valid UTF-8.
//
// Shape:   numbers: integers in full; others rounded to six significant digits and then in the shortest form that
//          reads back the same ("0.98", "8123.45"), with an exponent from 1e16 on; NaN and infinities are null.
//          Strings: RFC 8259 escapes; control characters, DEL to U+009F and U+2028/2029 as \uXXXX; invalid UTF-8 is U+FFFD.
// Errors:  none; that objects are closed and keys have values is the caller's duty (the schema test holds it).
// Threads: one owner.
// Source:  RFC 8259.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace davy::report {

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }
  void key(std::string_view name);  // one of ours: nothing in it needs an escape

  void value(std::string_view text);
  void value(const char* text) { value(std::string_view{text}); }
  void value(bool flag);
  void value(std::unsigned_integral auto number) { integer(number); }
  void value(double number);
  void null();
  void raw(std::string_view json);  // one value that is JSON already

  // An empty text or optional is null.
  void text_or_null(std::string_view text) { text.empty() ? null() : value(text); }
  template <typename T>
  void value(const std::optional<T>& maybe) {
    maybe ? value(*maybe) : null();
  }

  template <typename T>
  void field(std::string_view name, const T& content) {
    key(name);
    value(content);
  }
  void text_or_null_field(std::string_view name, std::string_view text) {
    key(name);
    text_or_null(text);
  }

 private:
  void separate();
  void open(char bracket);
  void close(char bracket);
  void integer(std::uint64_t number);
  void between_quotes(std::string_view text, bool comma, bool colon);
  void quoted(std::string_view text);
  std::size_t special(std::string_view text, std::size_t at);

  std::string& out_;
  bool needs_comma_ = false;
};

}  // namespace davy::report
