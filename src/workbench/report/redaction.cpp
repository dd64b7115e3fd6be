#include "workbench/report/redaction.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "base/limits.hpp"
#include "workbench/report/pseudonym.hpp"

namespace davy::report {
namespace {

constexpr std::size_t worker_octets_min = 3;
// A shorter account is too common a word to replace everywhere.
constexpr std::size_t account_octets_min = 6;
constexpr std::size_t cut_octets_min = 4;  // of a login at the end of a cut excerpt

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower_case(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), lower);
  return out;
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

// What a login can go on with where it was cut: anything up to the end of a JSON string or a word.
bool continues_login(char c) {
  return is_word(c) || std::string_view{"._-+:/@=%~"}.find(c) != std::string_view::npos;
}

std::string with_escaped_slashes(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '/') out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

bool begins_with(std::string_view text, std::string_view lower_prefix) {
  if (text.size() < lower_prefix.size()) return false;
  return std::equal(lower_prefix.begin(), lower_prefix.end(), text.begin(),
                    [](char a, char b) { return a == lower(b); });
}

bool stands_alone(std::string_view text, std::size_t at, std::size_t octets) {
  const std::size_t end = at + octets;
  return (at == 0 || !is_word(text[at - 1])) && (end >= text.size() || !is_word(text[end]));
}

std::string_view without_cut_mark(std::string_view text) {
  if (text.ends_with("…")) text.remove_suffix(std::string_view{"…"}.size());
  if (text.ends_with("...")) text.remove_suffix(3);
  return text;
}

}  // namespace

Redactor::Redactor(const Style& style,
                   std::span<const flow::ConversationRecord* const> conversations)
    : style_(style) {
  if (style.reveal_logins) return;
  std::set<std::string_view> logins;  // a host has many flows and few names
  std::set<std::string_view> workers;
  for (const flow::ConversationRecord* conversation : conversations) {
    const std::string_view worker = conversation->worker;
    if (logins.insert(conversation->login).second) hide_login(conversation->login);
    const bool names_somebody = worker.size() >= worker_octets_min && worker != conversation->login;
    if (names_somebody && workers.insert(worker).second) {
      hide(worker, worker_pseudonym(worker, style.pseudonym_key), true);
    }
  }
  sort();
}

void Redactor::hide_login(std::string_view login) {
  if (login.empty()) return;
  const std::string& key = style_.pseudonym_key;
  hide(login, login_pseudonym(login, key), login.size() < account_octets_min);
  // "kaspa:qz…" keeps its scheme: the account is what stands behind it.
  const std::size_t begin = login.find(':') + 1;
  const std::string_view account = login.substr(begin, login.find_first_of("./+", begin) - begin);
  if (account.size() >= account_octets_min && account != login) {
    hide(account, login_pseudonym(account, key), false);
  }
}

void Redactor::hide(std::string_view secret, const std::string& pseudonym, bool whole_word) {
  const bool cut = secret.size() >= limits::text_field_octets_max;
  secrets_.push_back({lower_case(secret), pseudonym, whole_word, cut});
  if (secret.find('/') != std::string_view::npos) {
    secrets_.push_back({lower_case(with_escaped_slashes(secret)), pseudonym, whole_word, cut});
  }
}

void Redactor::sort() {
  const auto first = [](const Secret& s) { return static_cast<unsigned char>(s.text.front()); };
  std::ranges::sort(secrets_, [first](const Secret& a, const Secret& b) {
    return std::tuple(first(a), b.text.size(), std::string_view{a.text},
                      std::string_view{a.pseudonym}) < std::tuple(first(b), a.text.size(),
                                                                  std::string_view{b.text},
                                                                  std::string_view{b.pseudonym});
  });
  for (const Secret& secret : secrets_) ++first_of_[first(secret) + 1u];
  for (std::size_t c = 1; c < first_of_.size(); ++c) first_of_[c] += first_of_[c - 1];
}

Redactor::Secrets Redactor::beginning_with(char c) const {
  const auto octet = static_cast<unsigned char>(lower(c));
  return Secrets{secrets_}.subspan(first_of_[octet], first_of_[octet + 1u] - first_of_[octet]);
}

std::string Redactor::operator()(std::string_view text) const {
  if (secrets_.empty()) return std::string{text};
  std::string out;
  std::size_t kept = 0;  // what is before it is in `out`
  for (std::size_t at = 0; at < text.size();) {
    const Secrets candidates = beginning_with(text[at]);
    if (candidates.empty()) {
      ++at;
      continue;
    }
    const auto found = std::ranges::find_if(candidates, [&](const Secret& s) {
      return begins_with(text.substr(at), s.text) &&
             (!s.whole_word || stands_alone(text, at, s.text.size()));
    });
    if (found != candidates.end()) {
      out.append(text, kept, at - kept) += found->pseudonym;
      at += found->text.size();
      while (found->cut && at < text.size() && continues_login(text[at])) ++at;
      kept = at;
      continue;
    }
    // The text may end in what begins a secret.
    const std::string_view rest = without_cut_mark(text.substr(at));
    const bool whole = rest.size() >= cut_octets_min && (at == 0 || !is_word(text[at - 1]));
    const auto begun = std::ranges::find_if(candidates, [&](const Secret& s) {
      return whole && s.text.size() >= rest.size() && begins_with(s.text, lower_case(rest));
    });
    if (begun != candidates.end()) {
      return out.append(text, kept, at - kept) + begun->pseudonym + "…";
    }
    ++at;
  }
  return out.append(text, kept);
}

}  // namespace davy::report
