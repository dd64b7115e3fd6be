// A text that many values hold, and that lies in memory once.
//
// Threads: copies may be made and dropped by several threads at a time.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace davy {

class SharedText {
 public:
  SharedText() = default;
  SharedText(std::string text)
      : text_(text.empty() ? nullptr : std::make_shared<const std::string>(std::move(text))) {}
  SharedText(const char* text) : SharedText(std::string{text}) {}

  operator std::string_view() const { return text_ ? std::string_view{*text_} : ""; }

 private:
  std::shared_ptr<const std::string> text_;  // null: ""
};

}  // namespace davy
