#include "workbench/report/passwords.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace davy::report {
namespace {

using flow::ConversationRecord;
using flow::MessageKind;

constexpr std::string_view hidden = "…";
constexpr std::size_t depth_max =
    16;  // of lists and objects inside a parameter; deeper ones are hidden to the end

struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool names_password(std::string_view name) {
  static constexpr std::array<std::string_view, 8> names{
      "pass", "password", "passwd", "passphrase", "psw", "pwd", "secret", "secretphrase"};
  return std::ranges::any_of(
      names, [name](std::string_view one) { return std::ranges::equal(one, name, {}, {}, lower); });
}

// White space of JSON, also as excerpts write it: a backslash and a letter.
std::size_t after_space(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const bool written = text[at] == '\\' && at + 1 < text.size() &&
                         std::string_view{"nrt"}.find(text[at + 1]) != std::string_view::npos;
    if (!written && std::string_view{" \t\r\n"}.find(text[at]) == std::string_view::npos) break;
    at += written ? 2 : 1;
  }
  return at;
}

// Behind the closing quote of the string that begins at `at`; npos if it is cut.
std::size_t after_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  return std::string_view::npos;
}

std::size_t end_of_scalar(std::string_view text, std::size_t at) {
  return std::min(text.find_first_of(",]} \t\r\n\\", at), text.size());
}

// The value that begins at `at` without its quotes; to the end of the text where it is cut.
Span value_at(std::string_view text, std::size_t at) {
  if (at >= text.size() || text[at] != '"') return {at, end_of_scalar(text, at)};
  const std::size_t after = after_string(text, at);
  return {at + 1, after == std::string_view::npos ? text.size() : after - 1};
}

// Behind the list or object that begins at `at`.
std::size_t after_nested(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  while (at < text.size()) {
    if (text[at] == '"') {
      at = std::min(after_string(text, at), text.size());
      continue;
    }
    if (text[at] == '[' || text[at] == '{') ++depth;
    if ((text[at] == ']' || text[at] == '}') && --depth == 0) return at + 1;
    if (depth > depth_max) break;
    ++at;
  }
  return text.size();
}

// Members: "password" : value.
void find_members(std::string_view text, std::vector<Span>& found) {
  for (std::size_t at = text.find('"'); at < text.size();) {
    const std::size_t after = after_string(text, at);
    if (after == std::string_view::npos) return;
    const std::size_t colon = after_space(text, after);
    const bool member = colon < text.size() && text[colon] == ':';
    if (member && names_password(text.substr(at + 1, after - at - 2))) {
      const std::size_t begin = after_space(text, colon + 1);
      if (begin < text.size() && text[begin] != '[' && text[begin] != '{') {
        found.push_back(value_at(text, begin));
      }
    }
    at = text.find('"', after);
  }
}

// Fields of a form or of a request's target: secretPhrase=value&…
void find_fields(std::string_view text, std::vector<Span>& found) {
  for (std::size_t at = text.find('='); at < text.size(); at = text.find('=', at + 1)) {
    const std::size_t before = text.find_last_of("?&\" ", at);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    if (!names_password(text.substr(begin, at - begin))) continue;
    found.push_back({at + 1, std::min(text.find_first_of("&\" ", at), text.size())});
  }
}

bool is_known(std::string_view value, const ConversationRecord& c) {
  return value.empty() || value == "null" || value == "true" || value == "false" ||
         value == c.login || value == c.worker || value == c.agent;
}

// The list that begins at `at`, but for its first value.
void find_behind_first(std::string_view text, std::size_t at,
                       const ConversationRecord& conversation, std::vector<Span>& found) {
  for (std::size_t index = 0; at < text.size() && text[at] != ']'; ++index) {
    at = after_space(text, at + 1);  // behind '[' or ','
    if (at >= text.size() || text[at] == ']') return;
    const bool nested = text[at] == '[' || text[at] == '{';
    const bool quoted = text[at] == '"';
    const Span value = nested ? Span{at, after_nested(text, at)} : value_at(text, at);
    const std::string_view shown = text.substr(value.begin, value.end - value.begin);
    if (index > 0 && !is_known(shown, conversation)) found.push_back(value);
    at = after_space(text, std::min(value.end + (quoted ? 1 : 0), text.size()));
  }
}

void find_parameters(std::string_view text, const ConversationRecord& conversation,
                     std::vector<Span>& found) {
  for (const std::string_view key : {"\"params\"", "\"args\"", "\"data\""}) {
    for (std::size_t at = text.find(key); at < text.size(); at = text.find(key, at)) {
      at = after_space(text, at + key.size());
      if (at >= text.size() || text[at] != ':') continue;
      at = after_space(text, at + 1);
      if (at < text.size() && text[at] == '[') find_behind_first(text, at, conversation, found);
    }
  }
}

// JOB,user,tier,key
void find_job_key(std::string_view text, std::vector<Span>& found) {
  if (!text.starts_with("JOB")) return;
  std::size_t at = 0;
  for (int comma = 0; comma < 3; ++comma) {
    at = text.find(',', at);
    if (at == std::string_view::npos) return;
    ++at;
  }
  found.push_back({at, std::min(text.find_first_of(",\r\n\\", at), text.size())});
}

// Conflux's miners log in with mining.subscribe; everywhere else its parameters are no secret.
bool logs_in(const flow::Evidence& evidence, const ConversationRecord& conversation) {
  return evidence.kind == MessageKind::login ||
         (evidence.kind == MessageKind::hello && conversation.dialect == "stratum-conflux");
}

}  // namespace

std::string without_passwords(const flow::Evidence& evidence,
                              const ConversationRecord& conversation) {
  const std::string_view text = evidence.excerpt;
  std::vector<Span> found;
  find_members(text, found);
  find_fields(text, found);
  if (logs_in(evidence, conversation)) find_parameters(text, conversation, found);
  if (conversation.dialect == "duino-coin") find_job_key(text, found);
  std::ranges::sort(found, {}, &Span::begin);
  std::string out;
  std::size_t kept = 0;
  for (const Span& span : found) {
    if (span.begin < kept || span.begin >= span.end) continue;
    (out += text.substr(kept, span.begin - kept)) += hidden;
    kept = span.end;
  }
  return out += text.substr(kept);
}

}  // namespace davy::report
