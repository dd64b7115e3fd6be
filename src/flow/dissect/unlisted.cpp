#include "flow/dissect/unlisted.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/hex.hpp"
#include "base/text_hash.hpp"
#include "flow/dissect/dialect.hpp"
#include "flow/dissect/dialects/stratum_reading.hpp"

namespace davy::flow {
namespace {

using enum Speaker;
using enum MessageKind;

bool any_of_words(std::string_view text, std::initializer_list<std::string_view> words) {
  std::array<char, 64> octets;
  text = text.substr(0, octets.size());
  std::transform(text.begin(), text.end(), octets.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  const std::string_view lower(octets.data(), text.size());
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view w) { return lower.find(w) != std::string_view::npos; });
}

bool says_job(std::string_view t) {
  return any_of_words(t, {"job", "work", "notify", "template", "task"});
}
bool says_submit(std::string_view t) {
  return any_of_words(t, {"submit", "share", "solution", "solve", "found", "proof"});
}
bool says_difficulty(std::string_view t) {
  return any_of_words(t, {"difficulty", "diff", "target", "nbits"});
}
bool says_login(std::string_view t) {
  return any_of_words(t, {"login", "auth", "subscribe", "hello", "register", "join", "connect"});
}
bool says_identifier(std::string_view t) {
  return t == "id" || any_of_words(t, {"job", "task", "work", "uid"});
}

bool is_word(std::string_view t, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), t) != words.end();
}

// Who logs in with what, by the usual names of members; in an array without names, the login comes first and the agent is
// the text with a version behind a slash. What is known can be pseudonymised in the excerpts.
void read_names(const JsonMessage& message, ConversationBuilder& out) {
  bool first = true;
  for (std::size_t i = 1; i < message.outline.size(); ++i) {
    const JsonNode& node = message.outline[i];
    if (node.type != JsonType::string || &node == message.method || &node == message.id) continue;
    const bool bare = node.key.empty();
    const bool versioned = node.text.find('/') != std::string_view::npos;
    if (is_word(node.key,
                {"wallet", "login", "user", "username", "address", "account", "payout"}) ||
        (bare && first && !versioned)) {
      dialects::take_login(node.text, out);
    } else if (is_word(node.key, {"worker", "rig", "rigid", "worker_name"})) {
      out.set_worker(node.text);
    } else if (is_word(node.key, {"agent", "software", "client", "ua", "user_agent"}) ||
               (bare && versioned)) {
      out.set_agent(node.text);
    }
    first = first && !bare;
  }
}

std::size_t hex_digits(std::string_view text) {
  if (text.starts_with("0x")) text.remove_prefix(2);
  return is_hex(text) ? text.size() : 0;
}

constexpr std::size_t job_shape = 0, difficulty_shape = 1, share_shape = 2, login_shape = 3;
constexpr Shape shapes[] = {
    {pool, job, "*job* *work* *notify* *template*", "an identifier and at least 40 hex digits", 3,
     "jobs under an identifier"},
    {pool, difficulty, "*diff* *target*", "a member or method of that name", 2,
     "a difficulty or target is named"},
    {miner, share, "*submit* *share* *solution*",
     "a job's identifier sent back with a nonce, or a hash with zeros in front", 10,
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
  bool nonce = false;            // hex of 4 to 16 octets that is no known job
  bool proof = false;            // a hash with so many zeros in front that work was spent on it
  bool difficulty = false;       // a number, or hex, under that name
  std::uint64_t identifier = 0;  // of a job
  bool returns_job = false;
};

bool UnlistedDialect::known_job(std::uint64_t identifier) const {
  return std::find(jobs_.begin(), jobs_.end(), identifier) != jobs_.end();
}

void UnlistedDialect::look_at(const JsonNode& node, Features& f) const {
  const std::size_t digits = node.type == JsonType::string ? hex_digits(node.text) : 0;
  const bool number = node.type == JsonType::number;
  if ((digits >= 8 || number) && says_difficulty(node.key)) f.difficulty = true;
  if (node.type != JsonType::string && !number) return;
  const std::uint64_t identity = text_hash(node.text);
  const bool short_value = !node.text.empty() && node.text.size() <= 40;
  f.long_hex = f.long_hex || digits >= 40;
  f.proof = f.proof || (digits == 64 && node.text.starts_with("000000"));
  if (short_value && jobs_seen_ > 0 && known_job(identity)) {
    f.returns_job = true;
  } else if (digits >= 8 && digits <= 32 && !says_identifier(node.key)) {
    f.nonce = true;
  }
  if (short_value && f.identifier == 0 && (node.key.empty() || says_identifier(node.key)))
    f.identifier = identity;
}

UnlistedDialect::Features UnlistedDialect::features_of(const JsonMessage& message,
                                                       std::string_view method) const {
  Features f;
  f.difficulty = says_difficulty(method);
  for (std::size_t i = 1; i < message.outline.size(); ++i) {
    const JsonNode& node = message.outline[i];
    if (&node != message.id && &node != message.method) look_at(node, f);
  }
  return f;
}

std::optional<std::size_t> UnlistedDialect::shape_index(const Features& f,
                                                        const JsonMessage& message,
                                                        std::string_view method) {
  const bool from_jobs_side = !jobs_sent_ || *jobs_sent_ == message.direction;
  if (says_job(method) && !says_submit(method) && f.long_hex && f.identifier != 0 &&
      from_jobs_side) {
    jobs_sent_ = message.direction;
    remember_job(f.identifier);
    return job_shape;
  }
  if (says_submit(method) && f.returns_job && !from_jobs_side && (f.nonce || f.proof)) {
    job_answered_with_nonce_ = job_answered_with_nonce_ || f.nonce;
    job_answered_with_proof_ = job_answered_with_proof_ || f.proof;
    return share_shape;
  }
  if (f.difficulty && from_jobs_side && says_difficulty(method)) return difficulty_shape;
  if (says_login(method)) return login_shape;
  return std::nullopt;
}

std::optional<MessageKind> UnlistedDialect::observe(const JsonMessage& message,
                                                    std::string_view method, Bytes text,
                                                    ConversationBuilder& out) {
  if (method.empty()) return std::nullopt;
  const Features f = features_of(message, method);
  difficulty_named_ = difficulty_named_ || f.difficulty;
  const std::optional<std::size_t> index = shape_index(f, message, method);
  if (!index) return std::nullopt;
  const Shape& shape = shapes[*index];
  if (shape.kind == login) read_names(message, out);
  MessageSeen seen{
      .time = message.time, .direction = message.direction, .kind = shape.kind, .text = text};
  if (conclusive()) {
    seen.speaker = *jobs_sent_ == message.direction ? pool : miner;
    seen.dialect = dialects::unlisted.id;
    seen.rule = shape.rule;
    seen.strength_nats = shape.strength_nats;
    out.record().pool_spoke = true;  // its jobs were read, if before they could be understood
  }
  out.message(seen);
  if (conclusive() && seen.kind == share) out.share_submitted(message.time);
  return shape.kind;
}

}  // namespace davy::flow
