// Takes the names of people out of texts that came from traffic.
//
// Shape:   every occurrence of a conversation's login, of the account part of it (before the first '.', '/', '+' or ':'),
//          and of its worker name is replaced by its pseudonym, whatever the case of its letters; also a login that the
//          end of an excerpt cut, and the rest of one that was itself cut when it was stored.
//          A worker name of fewer than 3 characters names nobody and stays.
// Threads: a value.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "flow/conversation_record.hpp"
#include "workbench/report/findings.hpp"

namespace davy::report {

class Redactor {
 public:
  explicit Redactor(const Style& style) : style_(style) {}

  void hide_names_of(const flow::ConversationRecord& conversation);

  // With Style::reveal_logins the text comes back as it is.
  std::string operator()(std::string_view text) const;

 private:
  struct Secret {
    std::string text;  // lower case
    std::string pseudonym;
    bool whole_word = false;  // only where no letter or digit touches it
    bool cut = false;         // stored cut: what follows it in the text belongs to it
  };

  void hide(std::string_view secret, std::string pseudonym, bool whole_word);
  const Secret* secret_at(std::string_view lower, std::size_t at) const;
  const Secret* cut_secret_at(std::string_view lower, std::size_t at) const;

  const Style& style_;
  std::vector<Secret> secrets_;  // longest first
};

}  // namespace davy::report
