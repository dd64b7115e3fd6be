// A stream of JSON is cut into objects, so that no document has to be held whole.
//
// Shape:   objects that begin at a depth that `wanted` names are told as text, whatever stands around them; depth 0 is the top;
//          deeper ones count only where they are items of an array.
// Bounds:  limits::meter_json_octets_max of one object; a longer one is left out, and counted.
// Threads: one owner.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/limits.hpp"

namespace davy::power {

class JsonCutter {
 public:
  // Bits of depths: at 0 and in a top-level array: wanted(0) | wanted(1).
  static constexpr std::uint32_t wanted(int depth) { return 1u << depth; }
  explicit JsonCutter(std::uint32_t depths) : depths_(depths) {}

  std::uint64_t line() const { return line_; }  // of the end of the last object
  std::uint64_t too_long() const { return too_long_; }
  bool in_object() const { return begin_depth_ >= 0; }

  template <class Told>
  void cut(std::string_view text, Told told) {
    std::size_t from = in_object() ? 0 : text.npos;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (c == '\n') ++line_;
      if (in_text_) {
        step_in_text(c);
      } else if (c == '"') {
        in_text_ = true;
      } else if (c == '{' || c == '[') {
        if (open(c)) from = i;
      } else if ((c == '}' || c == ']') && close()) {
        keep(text.substr(from, i + 1 - from));
        if (!skipping_) told(std::string_view{held_});
        skipping_ = false;
        held_.clear();
        from = text.npos;
      }
    }
    if (from != text.npos) keep(text.substr(from));
  }

 private:
  static constexpr int depths_max = 30;

  void step_in_text(char c) {
    if (escaped_)
      escaped_ = false;
    else if (c == '\\')
      escaped_ = true;
    else if (c == '"')
      in_text_ = false;
  }
  bool is_array_at(int depth) const { return depth < depths_max && (arrays_ >> depth & 1) != 0; }
  // Whether an object that is wanted begins.
  bool open(char c) {
    const bool begins = begin_depth_ < 0 && c == '{' && depth_ < depths_max &&
                        (depths_ >> depth_ & 1) != 0 && (depth_ == 0 || is_array_at(depth_ - 1));
    if (begins) begin_depth_ = depth_;
    if (depth_ < depths_max) arrays_ = (arrays_ & ~(1u << depth_)) | (c == '[' ? 1u : 0u) << depth_;
    ++depth_;
    return begins;
  }
  // Whether the object that began ends.
  bool close() {
    if (depth_ > 0) --depth_;
    const bool ends = begin_depth_ >= 0 && depth_ <= begin_depth_;
    if (ends) begin_depth_ = -1;
    return ends;
  }
  void keep(std::string_view piece) {
    if (!skipping_ && held_.size() + piece.size() > limits::meter_json_octets_max) {
      skipping_ = true;
      ++too_long_;
      held_ = {};
    }
    if (!skipping_) held_.append(piece);
  }

  std::uint32_t depths_;
  int depth_ = 0;
  int begin_depth_ = -1;
  std::uint32_t arrays_ = 0;  // bits of depths
  bool in_text_ = false;
  bool escaped_ = false;
  bool skipping_ = false;
  std::string held_;
  std::uint64_t line_ = 1;
  std::uint64_t too_long_ = 0;
};

}  // namespace davy::power
