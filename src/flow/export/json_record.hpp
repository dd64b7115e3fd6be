// One JSON object flattened: the members that a reader asks for, found by their names in one pass.
//
// Shape:   a reader lists the names that it wants, each with the section that it stands in ("" for the outermost object,
//          "flow", "dns.answers"); the place in that list is its number. A scalar is kept as text: a string without quotes
//          and escapes, a number or literal as it stands; null is like absent. Of an array, the scalars become a list; of an
//          array of objects every member becomes a list, with one item for each object ("" where it has none).
//          All views hold until the next read(). A repeated name keeps its first value.
// Errors:  false where the text is no JSON object or something stands behind it. What nobody asks for is checked for its
//          structure only.
// Bounds:  lists of limits::log_list_items_max items (list_cut() tells of more); depth by the names asked for.
// Threads: one owner; reuse it.
// Source:  RFC 8259; simdjson's on-demand reader.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "flow/export/log_format.hpp"

namespace davy::flow {

struct JsonName {
  std::string_view section;
  std::string_view key;
};

class JsonRecord {
 public:
  explicit JsonRecord(std::span<const JsonName> names);
  ~JsonRecord();
  JsonRecord(const JsonRecord&) = delete;
  JsonRecord& operator=(const JsonRecord&) = delete;

  bool read(const LogLine& line);

  // Absent: a view whose data() is null.
  std::string_view operator[](std::size_t number) const { return values_[number]; }
  bool has(std::size_t number) const { return values_[number].data() != nullptr; }
  std::span<const std::string_view> list(std::size_t number) const { return lists_[number]; }
  bool list_cut() const { return list_cut_; }

 private:
  class Parser;
  struct Member {
    std::string_view key;
    std::size_t number;
  };
  struct Section {
    std::string_view path;
    std::vector<Member> members;
    std::vector<Member> below;  // sections inside this one, by their key
  };

  static constexpr std::size_t none = SIZE_MAX;
  std::size_t section(std::string_view path);
  static std::size_t find(const std::vector<Member>& members, std::string_view key);
  void clear();

  std::vector<Section> sections_;
  std::vector<std::string_view> values_;
  std::vector<std::vector<std::string_view>> lists_;
  bool list_cut_ = false;
  std::unique_ptr<Parser> parser_;
};

}  // namespace davy::flow
