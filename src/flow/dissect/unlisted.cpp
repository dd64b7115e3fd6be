#include "flow/dissect/unlisted.hpp"

#include <algorithm>

#include "flow/dissect/dialect.hpp"
#include "flow/dissect/dialects/stratum_reading.hpp"

namespace davy::flow {
namespace {

using enum Speaker;
using enum MessageKind;

bool says_job(std::string_view t) {
  return any_of_words(t, {"job", "work", "notify", "template", "task"});
}
bool says_submit(std::string_view t) {
  return any_of_words(t, {"submit", "share", "solution", "solve", "found", "proof"});
}
bool says_login(std::string_view t) {
  return any_of_words(t, {"login", "auth", "subscribe", "hello", "register", "join", "connect"});
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

// Of the first few jobs; of marks of both sides those of the first one seen.
void mark(decltype(WorkMarks::given) WorkMarks::* which, std::uint64_t job, Direction miner_sends,
          Owned<WorkMarks>& marks) {
  if (!marks) {
    marks = std::make_unique<WorkMarks>();
    marks->miner_sends = miner_sends;
  }
  if (marks->miner_sends != miner_sends) return;
  for (std::uint64_t& place : (*marks).*which) {
    if (place == job) return;
    if (place != 0) continue;
    place = job;
    return;
  }
}

constexpr std::size_t job_shape = 0, difficulty_shape = 1, share_shape = 2, login_shape = 3,
                      wordless_share_shape = 4;
constexpr Shape shapes[] = {
    {pool, job, "*job* *work* *notify* *template*",
     "an identifier and at least 40 hex digits, or as much in base64 or a list", 3,
     "jobs under an identifier"},
    {pool, difficulty, "*diff* *target*", "a member or method of that name", 2,
     "a difficulty or target is named"},
    {miner, share, "*submit* *share* *solution*",
     "a job's identifier sent back with a nonce, with a block as long as the job's, or with a hash "
     "with zeros in front",
     10, "job identifiers come back with a nonce"},
    {miner, login, "*login* *auth* *subscribe*", "", 0, "login or subscription"},
    {miner, share, "",
     "the same of messages that are not called so: a name for identifier and nonce, two jobs", 7,
     "job identifiers come back with a nonce, though nothing is called a share"},
    {pool, share_accepted, "", "an answer to a share", 1, "shares are answered"},
};

}  // namespace

namespace dialects {
extern const Dialect unlisted;
const Dialect unlisted{.id = unlisted_id,
                       .title = "A coin or dialect that nobody listed",
                       .coins = "unknown",
                       .source = "what all listed dialects have in common; own analysis, 2026-11",
                       .shapes = shapes};
}  // namespace dialects

bool UnlistedDialect::is_job(const UnlistedFeatures& f, std::string_view word) const {
  if (f.work_octets == 0 || f.identifier == 0 || says_submit(word)) return false;
  if (says_job(word)) return true;
  return f.identifier_named && f.difficulty_by_name && !f.nonce_named;
}

bool UnlistedDialect::is_share(const UnlistedFeatures& f, std::string_view word) const {
  if (says_submit(word) && f.returns_job && (f.nonce || f.nonce_named || f.proof)) return true;
  if (!f.returns_job_by_name) return false;
  return f.nonce_named || jobs_.any_with_block_of(f.block_octets);
}

void UnlistedDialect::take_job(const UnlistedFeatures& f, std::string_view word,
                               Direction direction) {
  jobs_sent_ = direction;
  jobs_.add(f.identifier, f.block_octets);
  plain_words_ = plain_words_ && says_job(word) && f.work_in_hex;
}

void UnlistedDialect::take_share(const UnlistedFeatures& f, std::string_view word) {
  plain_words_ = plain_words_ && says_submit(word);
  job_answered_ = job_answered_ || f.nonce || f.nonce_named || !says_submit(word);
  job_answered_with_proof_ = job_answered_with_proof_ || f.proof;
}

std::optional<std::size_t> UnlistedDialect::shape_index(const UnlistedFeatures& f,
                                                        std::string_view word,
                                                        Direction direction) {
  const bool from_jobs_side = !jobs_sent_ || *jobs_sent_ == direction;
  if (from_jobs_side && is_job(f, word)) {
    take_job(f, word, direction);
    return job_shape;
  }
  if (!from_jobs_side && is_share(f, word)) {
    take_share(f, word);
    return plain_words_ ? share_shape : wordless_share_shape;
  }
  if (from_jobs_side && says_difficulty(word)) return difficulty_shape;
  if (says_login(word)) return login_shape;
  return std::nullopt;
}

bool UnlistedDialect::conclusive() const {
  const bool four =
      difficulty_named_ && job_answered_ && (plain_words_ || jobs_.seen() >= jobs_without_words);
  return job_answered_with_proof_ || four;
}

// What is called job and share was said by pool and miner. Without words it is a structure, though one that mining alone has.
void UnlistedDialect::name_sides(MessageSeen& seen, ConversationBuilder& out) const {
  if (plain_words_) {
    seen.speaker = *jobs_sent_ == seen.direction ? pool : miner;
    out.record().pool_spoke = true;  // its jobs were read, if before they could be understood
    return;
  }
  out.unmistakable();
  out.record().miner_sends = opposite(*jobs_sent_);
}

// The rule of the half that the message is; empty: none.
std::string_view UnlistedDialect::leave_mark(const UnlistedFeatures& f, std::string_view word,
                                             Direction direction, ConversationBuilder& out) const {
  if (!f.identifier_of_job || out.is_mining()) return {};
  if (f.difficulty_of_work && is_job(f, word)) {
    mark(&WorkMarks::given, f.identifier, opposite(direction), out.record().work_marks);
    return "a job's identifier with work and a difficulty";
  }
  if (!f.nonce_named) return {};
  mark(&WorkMarks::returned, f.identifier, direction, out.record().work_marks);
  return "a job's identifier with a nonce";
}

void UnlistedDialect::learn_job(const JsonMessage& message) {
  const UnlistedFeatures f = features_of(message, jobs_);
  difficulty_named_ = difficulty_named_ || f.difficulty;
  constexpr std::string_view word = "job";  // an answer has none, and needs none
  const bool from_jobs_side = !jobs_sent_ || *jobs_sent_ == message.direction;
  if (from_jobs_side && f.difficulty_by_name && f.identifier_named && is_job(f, word))
    take_job(f, word, message.direction);
}

std::optional<MessageKind> UnlistedDialect::observe(const JsonMessage& message,
                                                    std::string_view method, Bytes text,
                                                    Words words, ConversationBuilder& out) {
  const std::string_view word = word_of(message, method);
  const UnlistedFeatures f = features_of(message, jobs_);
  difficulty_named_ = difficulty_named_ || f.difficulty || says_difficulty(word);
  const std::string_view half = leave_mark(f, word, message.direction, out);
  const std::optional<std::size_t> index = shape_index(f, word, message.direction);
  if (!index && !half.empty()) {
    read_names(message, out);
    out.message({.time = message.time,
                 .direction = message.direction,
                 .kind = share,
                 .rule = half,
                 .text = text});
  }
  if (!index || (words == Words::of_a_family && !conclusive())) return std::nullopt;
  const Shape& shape = shapes[*index];
  if (shape.kind == login) read_names(message, out);
  MessageSeen seen{.time = message.time,
                   .direction = message.direction,
                   .kind = shape.kind,
                   .rule = half,
                   .text = text};
  if (conclusive()) {
    if (words == Words::own) seen.dialect = dialects::unlisted.id;
    seen.rule = shape.rule;
    seen.strength_nats = shape.strength_nats;
    name_sides(seen, out);
  }
  out.message(seen);
  if (conclusive() && seen.kind == share) out.share_submitted(message.time);
  return shape.kind;
}

}  // namespace davy::flow
