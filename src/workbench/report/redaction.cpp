#include "workbench/report/redaction.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "workbench/report/pseudonym.hpp"

namespace davy::report {
namespace {

constexpr std::size_t worker_octets_min = 3;
constexpr std::size_t account_octets_min =
    6;  // a shorter account is too common a word to replace everywhere
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

}  // namespace

void Redactor::hide(std::string_view secret, std::string pseudonym, bool whole_word) {
  const bool cut = secret.size() >= limits::text_field_octets_max;
  secrets_.push_back({lower_case(secret), pseudonym, whole_word, cut});
  if (secret.find('/') != std::string_view::npos) {
    secrets_.push_back({lower_case(with_escaped_slashes(secret)), pseudonym, whole_word, cut});
  }
}

void Redactor::hide_names_of(const flow::ConversationRecord& conversation) {
  const std::string_view login = conversation.login;
  const std::string& key = style_.pseudonym_key;
  if (!login.empty()) {
    hide(login, login_pseudonym(login, key), login.size() < account_octets_min);
    // "kaspa:qz…" keeps its scheme: the account is what stands behind it.
    const std::size_t begin = login.find(':') + 1;
    const std::string_view account = login.substr(begin, login.find_first_of("./+", begin) - begin);
    if (account.size() >= account_octets_min && account != login) {
      hide(account, login_pseudonym(account, key), false);
    }
  }
  if (conversation.worker.size() >= worker_octets_min && conversation.worker != login) {
    hide(conversation.worker, worker_pseudonym(conversation.worker, key), true);
  }
  std::ranges::stable_sort(
      secrets_, [](const Secret& a, const Secret& b) { return a.text.size() > b.text.size(); });
}

const Redactor::Secret* Redactor::secret_at(std::string_view text, std::size_t at) const {
  for (const Secret& secret : secrets_) {
    if (text.compare(at, secret.text.size(), secret.text) != 0) continue;
    const std::size_t end = at + secret.text.size();
    const bool touched =
        (at > 0 && is_word(text[at - 1])) || (end < text.size() && is_word(text[end]));
    if (!secret.whole_word || !touched) return &secret;
  }
  return nullptr;
}

// The text ends here, and what is left of it begins a secret.
const Redactor::Secret* Redactor::cut_secret_at(std::string_view text, std::size_t at) const {
  std::string_view rest = text.substr(at);
  if (rest.ends_with("…")) rest.remove_suffix(std::string_view{"…"}.size());
  if (rest.ends_with("...")) rest.remove_suffix(3);
  if (rest.size() < cut_octets_min || (at > 0 && is_word(text[at - 1]))) return nullptr;
  const auto begins = [rest](const Secret& s) { return s.text.starts_with(rest); };
  const auto found = std::ranges::find_if(secrets_, begins);
  return found == secrets_.end() ? nullptr : &*found;
}

std::string Redactor::operator()(std::string_view text) const {
  if (style_.reveal_logins || secrets_.empty()) return std::string{text};
  const std::string lowered = lower_case(text);
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (const Secret* secret = secret_at(lowered, at)) {
      out += secret->pseudonym;
      at += secret->text.size();
      while (secret->cut && at < text.size() && continues_login(text[at])) ++at;
    } else if (const Secret* begun = cut_secret_at(lowered, at)) {
      return out + begun->pseudonym + "…";
    } else {
      out.push_back(text[at++]);
    }
  }
  return out;
}

}  // namespace davy::report
