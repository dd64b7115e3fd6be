#include "flow/dissect/unlisted.hpp"

#include <algorithm>
#include <string>

#include "flow/dissect/dialect.hpp"

namespace davy::flow {
namespace {

using enum Speaker;
using enum MessageKind;

bool any_of_words(std::string_view text, std::initializer_list<std::string_view> words) {
  std::string lower(text.substr(0, 64));
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return std::any_of(words.begin(), words.end(), [&](std::string_view w) { return lower.find(w) != std::string::npos; });
}

bool says_job(std::string_view t) { return any_of_words(t, {"job", "work", "notify", "template", "task"}); }
bool says_submit(std::string_view t) { return any_of_words(t, {"submit", "share", "solution", "solve", "found", "proof"}); }
bool says_difficulty(std::string_view t) { return any_of_words(t, {"difficulty", "diff", "target", "nbits"}); }
bool says_nonce(std::string_view t) { return any_of_words(t, {"nonce", "solution", "proof", "mixhash", "mix_hash"}); }
bool says_login(std::string_view t) { return any_of_words(t, {"login", "auth", "subscribe", "hello", "register"}); }
bool says_identifier(std::string_view t) { return t == "id" || any_of_words(t, {"job", "task", "work", "uid"}); }

std::size_t hex_digits(std::string_view text) {
  if (text.starts_with("0x")) text.remove_prefix(2);
  const bool hex = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  });
  return hex ? text.size() : 0;
}

std::uint64_t hash_of(std::string_view text) {  // FNV-1a
  std::uint64_t h = 0xcbf29ce484222325u;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return h;
}

constexpr Shape shapes[] = {
    {pool, job, "*job* *work* *notify* *template*", "an identifier and at least 40 hex digits", 3, "jobs under an identifier"},
    {pool, difficulty, "*diff* *target*", "a member or method of that name", 2, "a difficulty or target is named"},
    {miner, share, "*submit* *share* *solution*", "a job's identifier sent back with a nonce or solution", 5,
     "job identifiers come back with a nonce"},
    {miner, login, "*login* *auth* *subscribe*", "", 0, "login or subscription"},
    {pool, share_accepted, "", "an answer to a share", 1, "shares are answered"},
};

}  // namespace

namespace dialects {
extern const Dialect unlisted;
const Dialect unlisted{.id = "unlisted",
                       .title = "A coin or dialect that nobody listed",
                       .coins = "unknown",
                       .source = "what all listed dialects have in common; own analysis, 2026-11",
                       .shapes = shapes};
}  // namespace dialects

struct UnlistedDialect::Features {
  bool long_hex = false;
  bool nonce_form = false;       // hex of 4 to 16 octets that is no known job, or a member that is called so
  bool difficulty = false;
  std::uint64_t identifier = 0;  // of a job
  bool returns_job = false;
};

bool UnlistedDialect::known_job(std::uint64_t identifier) const {
  return std::find(jobs_.begin(), jobs_.end(), identifier) != jobs_.end();
}

UnlistedDialect::Features UnlistedDialect::features_of(const JsonMessage& message, std::string_view method) const {
  Features f;
  f.difficulty = says_difficulty(method);
  for (std::size_t i = 1; i < message.outline.size(); ++i) {
    const JsonNode& node = message.outline[i];
    if (&node == message.id || &node == message.method) continue;
    f.difficulty = f.difficulty || says_difficulty(node.key);
    if (node.type != JsonType::string && node.type != JsonType::number) continue;
    const std::size_t digits = node.type == JsonType::string ? hex_digits(node.text) : 0;
    const std::uint64_t identity = hash_of(node.text);
    const bool short_value = !node.text.empty() && node.text.size() <= 40;
    f.long_hex = f.long_hex || digits >= 40;
    if (short_value && jobs_seen_ > 0 && known_job(identity)) f.returns_job = true;
    else if ((digits >= 8 && digits <= 32) || says_nonce(node.key)) f.nonce_form = true;
    const bool first_param = node.key.empty() && f.identifier == 0;
    if (short_value && (first_param || says_identifier(node.key)) && f.identifier == 0) f.identifier = identity;
  }
  return f;
}

bool UnlistedDialect::observe(const JsonMessage& message, std::string_view method, Bytes text, ConversationBuilder& out) {
  if (method.empty()) return false;
  const Features f = features_of(message, method);
  difficulty_named_ = difficulty_named_ || f.difficulty;
  const bool from_jobs_side = !jobs_sent_ || *jobs_sent_ == message.direction;
  MessageSeen seen{.time = message.time, .direction = message.direction, .text = text};
  if (says_job(method) && !says_submit(method) && f.long_hex && f.identifier != 0 && from_jobs_side) {
    jobs_sent_ = message.direction;
    remember_job(f.identifier);
    seen.kind = job;
    seen.rule = shapes[0].rule;
  } else if (says_submit(method) && f.returns_job && f.nonce_form && !from_jobs_side) {
    job_answered_with_nonce_ = true;
    seen.kind = share;
    seen.rule = shapes[2].rule;
  } else if (f.difficulty && from_jobs_side && says_difficulty(method)) {
    seen.kind = difficulty;
    seen.rule = shapes[1].rule;
  } else if (says_login(method)) {
    seen.kind = login;
    seen.rule = shapes[3].rule;
  } else {
    return false;
  }
  if (conclusive()) {
    const bool from_pool = *jobs_sent_ == message.direction;
    seen.dialect = dialects::unlisted.id;
    seen.speaker = from_pool ? pool : miner;
    seen.strength_nats = seen.kind == share ? 8.0F : 3.0F;
  }
  out.message(seen);
  if (conclusive() && seen.kind == share) out.share_submitted(message.time);
  return conclusive();
}

}  // namespace davy::flow
