// The head of one HTTP message: its start line and its fields, as views into the octets.
//
// Units:   octets.
// Shape:   a head borrows the text that it was made from. Field names are compared without regard
//          to case; lines end in CRLF or LF; a folded value keeps its line break inside (RFC 9112
//          section 5.2, obs-fold).
// Errors:  well_formed() is false where a line is no field or there are more than
//          limits::http_fields_max; what could be read stays readable.
// Threads: a value on one thread.
// Source:  RFC 9110 section 5, RFC 9112 sections 2 to 5.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/limits.hpp"

namespace davy::flow {

// ASCII only, as field names and tokens are.
bool equal_ignoring_case(std::string_view a, std::string_view b);
bool contains_ignoring_case(std::string_view text, std::string_view part);

struct HttpField {
  std::string_view name;
  std::string_view value;
};

class HttpHead {
 public:
  // From the first octet of the start line to the blank line; at most limits::http_head_octets_max
  // octets.
  explicit HttpHead(std::string_view text);

  bool is_request() const { return status_ == 0; }
  std::string_view method() const { return method_; }  // "" in a response
  std::string_view target() const {
    return target_;
  }  // as sent: "/path?query", "http://host/path" or "host:port"
  int status() const { return status_; }  // 0 in a request
  int minor_version() const { return minor_version_; }
  bool well_formed() const { return well_formed_; }

  // The first field of that name, "" where there is none.
  std::string_view field(std::string_view name) const;
  bool has(std::string_view name) const { return find(name).has_value(); }
  std::size_t field_count() const { return count_; }
  HttpField field_at(std::size_t index) const;

 private:
  struct Slot {  // offsets in text_, which is shorter than 64 KiB
    std::uint16_t name;
    std::uint16_t name_octets;
    std::uint16_t value;
    std::uint16_t value_octets;
  };
  static_assert(limits::http_head_octets_max <= 0xffff);

  void read_start_line(std::string_view line);
  void read_line(std::string_view line);
  void fold(std::string_view line);
  void add(std::string_view name, std::string_view value);
  std::optional<std::size_t> find(std::string_view name) const;
  std::uint16_t offset_of(std::string_view part) const {
    return static_cast<std::uint16_t>(part.data() - text_.data());
  }

  std::string_view text_;
  std::string_view method_;
  std::string_view target_;
  std::array<Slot, limits::http_fields_max> slots_;  // count_ of them are set
  std::size_t count_ = 0;
  int status_ = 0;
  int minor_version_ = 0;
  bool well_formed_ = true;
};

// Where a start line begins in `line` (which may hold the end of something else before it, as a
// body without a final newline); nothing if there is none.
std::optional<std::size_t> find_http_start_line(std::string_view line);

}  // namespace davy::flow
