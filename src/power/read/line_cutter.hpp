// Octets in pieces become lines, wherever the pieces are cut.
//
// Shape:   lines without LF or CRLF; a line that one call brings whole is lent where it lies. Each is told with its number from 1
//          and whether its line break came.
// Bounds:  limits::meter_line_octets_max; a longer line is left out, and counted.
// Threads: one owner.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/byte_reader.hpp"
#include "base/limits.hpp"

namespace davy::power {

class LineCutter {
 public:
  std::uint64_t number() const { return number_; }  // of the line that is being told
  std::uint64_t too_long() const { return too_long_; }
  void start_at(std::uint64_t lines_before) { number_ = lines_before; }

  template <class Told>
  void cut(std::string_view text, Told told) {
    while (!text.empty()) {
      const std::size_t newline = text.find('\n');
      const std::string_view line = text.substr(0, newline);
      const bool ends = newline != text.npos;
      text.remove_prefix(ends ? newline + 1 : text.size());
      piece(line, ends, told);
    }
  }
  template <class Told>
  void end(Told told) {
    if (!held_.empty() && !skipping_) tell(held_, false, told);
    held_.clear();
  }

 private:
  template <class Told>
  void piece(std::string_view line, bool ends, Told& told) {
    if (!skipping_ && held_.size() + line.size() > limits::meter_line_octets_max) {
      skipping_ = true;
      held_.clear();
      ++too_long_;
    }
    if (skipping_) {
      skipping_ = !ends;
      number_ += ends;
    } else if (!ends) {
      held_.append(line);
    } else if (held_.empty()) {
      tell(line, true, told);
    } else {
      held_.append(line);
      tell(held_, true, told);
      held_.clear();
    }
  }
  template <class Told>
  void tell(std::string_view line, bool ended, Told& told) {
    ++number_;
    while (line.ends_with('\r')) line.remove_suffix(1);
    told(line, ended);
  }

  std::string held_;
  std::uint64_t number_ = 0;
  std::uint64_t too_long_ = 0;
  bool skipping_ = false;
};

}  // namespace davy::power
