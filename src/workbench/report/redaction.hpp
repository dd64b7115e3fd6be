// Takes the names of people and their passwords out of texts that came from traffic.
//
// Shape:   every occurrence of a conversation's login, of the account part of it (before the first '.', '/', '+' or ':'),
//          and of its worker name is replaced by its pseudonym, whatever the case of its letters; also a login that the
//          end of an excerpt cut, and the rest of one that was itself cut when it was stored.
//          A worker name of fewer than 3 characters names nobody and stays. Passwords: see passwords.hpp.
// Threads: a value.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "flow/conversation_record.hpp"
#include "workbench/report/findings.hpp"

namespace davy::report {

class Redactor {
 public:
  Redactor(const Style& style, std::span<const flow::ConversationRecord* const> conversations);
  Redactor(const Style& style, const flow::ConversationRecord& conversation)
      : Redactor(style, std::array{&conversation}) {}

  // With Style::reveal_logins the text comes back as it is.
  std::string operator()(std::string_view text) const;

 private:
  struct Secret {
    std::string text;  // lower case
    std::string pseudonym;
    bool whole_word = false;  // only where no letter or digit touches it
    bool cut = false;         // stored cut: what follows it in the text belongs to it
  };
  using Secrets = std::span<const Secret>;

  void hide_login(std::string_view login);
  void hide(std::string_view secret, const std::string& pseudonym, bool whole_word);
  void sort();
  Secrets beginning_with(char c) const;

  const Style& style_;
  std::vector<Secret> secrets_;  // by first octet, then longest first
  std::array<std::uint32_t, 257>
      first_of_{};  // first_of_[c]: the first secret that begins with c or a later octet
};

}  // namespace davy::report
