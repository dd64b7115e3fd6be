// What a reader of one kind of log is: it is given whole lines.
//
// Shape:   LogReader puts octets together to lines, leaves out blank ones, and hands on the others without their line break.
//          A line is lent until line() returns.
// Threads: one owner.
#pragma once

#include <cstddef>
#include <string_view>

namespace davy::flow {

// A line and how many octets behind it may be read: a reader by vectors looks past the end.
struct LogLine {
  std::string_view text;
  std::size_t readable_behind = 0;
  bool ended = true;  // by its line break; false where the input ended first
};

class LogFormat {
 public:
  virtual ~LogFormat() = default;
  virtual void line(const LogLine& line) = 0;
  // A line was too long and left out.
  virtual void lost_line() {}
  virtual void end() {}
};

}  // namespace davy::flow
