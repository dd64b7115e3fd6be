// Text tables that people bring: commas, semicolons or tabs between the fields, a heading, fields perhaps in quotes.
//
// Shape:   what separates is what the heading has most of. Blanks around a field and a byte order mark are left out. Names of
//          columns are compared in lower case, letters and digits only: "Hash Rate (TH/s)" is "hashrateths"; other scripts as they are.
// Errors:  none: a row with too few fields has empty ones.
// Bounds:  limits::table_columns_max columns; further ones are left out. A quoted field does not cross a line.
// Threads: one owner.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace davy {

// As names of columns are compared.
std::string plain_heading(std::string_view name);

class DelimitedText {
 public:
  explicit DelimitedText(std::string_view text);

  // The first column that has one of these names, in the order of the names.
  std::optional<std::size_t> column(std::initializer_list<std::string_view> names) const;

  bool has(std::string_view name) const { return column({name}).has_value(); }
  // The heading as it is written.
  const std::vector<std::string>& heading() const { return heading_as_written_; }
  // The field of this row under that name; "" where there is none.
  std::string_view named(std::string_view name) const {
    const auto place = column({name});
    return place ? field(*place) : std::string_view{};
  }
  std::size_t line() const { return line_; }  // of this row, from 1
  const std::vector<std::string>& fields() const { return fields_; }

  // The next row that is neither empty nor a note (#); false at the end.
  bool next();
  std::string_view field(std::size_t column) const {
    return column < fields_.size() ? std::string_view{fields_[column]} : std::string_view{};
  }

 private:
  void split(std::string_view line);

  std::string_view take();

  std::string_view rest_;
  std::size_t line_ = 0;
  char separator_ = ',';
  std::vector<std::string> heading_;
  std::vector<std::string> heading_as_written_;
  std::vector<std::string> fields_;
};

}  // namespace davy
