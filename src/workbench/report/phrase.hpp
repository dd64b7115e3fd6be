// A sentence in English and Simplified Chinese, side by side where it is used.
//
// Shape:   placeholders are "{}", in one order; a phrase whose languages have unequal numbers of them does not compile.
// Threads: pure functions.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "workbench/report/text.hpp"

namespace davy::report {

struct Phrase {
  std::string_view en;
  std::string_view zh;

  consteval Phrase(const char* english, const char* chinese) : en(english), zh(chinese) {
    if (en.empty() || zh.empty() || places(en) != places(zh)) throw "both languages, alike";
  }

 private:
  static consteval int places(std::string_view text) {
    int count = 0;
    for (std::size_t at = text.find("{}"); at != text.npos; at = text.find("{}", at + 2)) ++count;
    return count;
  }
};

template <typename... Arguments>
std::string say(const Phrase& phrase, Language language, const Arguments&... arguments) {
  return fmt::format(fmt::runtime(language == Language::zh ? phrase.zh : phrase.en), arguments...);
}

}  // namespace davy::report
