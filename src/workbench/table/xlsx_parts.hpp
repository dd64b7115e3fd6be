// The parts of an .xlsx file. Only table/ includes this.
//
// Errors:  input_error: no zip, a part that is missing, larger than xlsx_part_octets_max or damaged, no XML, a document type.
// Threads: one owner.
// Source:  ECMA-376 part 1: 18.3 (sheets), 18.4 (strings), 18.8 (formats).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

struct zip;  // of libzip

namespace davy::table {

class Package {
 public:
  static Result<Package> open(std::string_view octets);  // which outlive it

  bool has(const std::string& name) const;
  Result<std::string> part(const std::string& name) const;

 private:
  struct Free {
    void operator()(struct zip* zip) const;
  };
  explicit Package(struct zip* zip) : zip_(zip) {}
  std::unique_ptr<struct zip, Free> zip_;
};

// An element of XML at its beginning, its names without prefixes. Valid during the call only.
struct Element {
  std::string_view name = {};
  std::span<const char* const> attributes = {};  // name, value, name, value
  std::string_view value(std::string_view name) const;
};
using OnElement = std::function<void(const Element&)>;
Result<void> read_xml(std::string_view text, const OnElement& begins,
                      const std::function<void(std::string_view name)>& ends = {},
                      const std::function<void(std::string_view text)>& between = {});

enum class Format : std::uint8_t { number, date, time, date_and_time };
Result<std::vector<std::string>> read_strings(const Package& package);
Result<std::vector<Format>> read_formats(const Package& package);  // by number of style

struct Place {
  std::size_t row = 0;  // from 0
  std::size_t column = 0;
};
struct Range {
  Place first = {};
  Place last = {};
};
std::optional<Place> place_named(std::string_view name);  // "B3"

struct Cell {
  Place place = {};
  std::string kind = {};   // as in the file: "s", "str", "b", …; "": a number
  std::string style = {};  // number of a format
  std::string value = {};
};
// `take` once a cell with a value, in the order of the file.
Result<void> read_cells(const Package& package, const std::string& part,
                        const std::function<void(const Cell&)>& take, std::vector<Range>& merged);

std::optional<std::size_t> whole(std::string_view text);
// "1.0000000000000001E+18" and the like as people write them.
std::string number_text(std::string_view value);
// Of days since the workbook's beginning; the text itself where it is none.
std::string date_text(std::string_view value, Format format, bool from_1904);

}  // namespace davy::table
