// Small tables that people write: a heading, then a row a line, separated by tabs or commas.
//
// Shape:   columns are found by name, upper or lower case alike; a column that is not there reads as empty. Lines that begin
//          with # are left out. No quotes: such tables have no separators inside fields.
// Threads: a value; views into the text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace davy {

class Table {
 public:
  struct Row {
    std::size_t line = 0;  // in the file, from 1
    std::vector<std::string_view> fields;
  };

  explicit Table(std::string_view text);

  bool has(std::string_view column) const { return place(column) < names_.size(); }
  // Trimmed; "" where the column or the field is not there.
  std::string_view at(const Row& row, std::string_view column) const;
  const std::vector<Row>& rows() const { return rows_; }

 private:
  std::size_t place(std::string_view column) const;

  std::vector<std::string> names_;  // lower case
  std::vector<Row> rows_;
};

// The parts between spaces or ';', none empty.
std::vector<std::string_view> listed(std::string_view text);

}  // namespace davy
