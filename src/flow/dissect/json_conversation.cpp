#include "flow/dissect/json_conversation.hpp"

#include <string>

#include "base/text_hash.hpp"
#include "flow/dissect/json_related.hpp"

namespace davy::flow {
namespace {

using enum MessageKind;

constexpr float unknown_form_nats = 1;  // what a word says alone
constexpr float strong_nats =
    6;  // a request of at least this strength makes its answer one of mining

std::uint32_t answer_key(const JsonMessage& message, std::uint64_t exchange) {
  if (exchange != 0) return static_cast<std::uint32_t>(exchange * 2 + 1);
  if (message.id == nullptr || message.id->type == JsonType::null) return 0;
  return static_cast<std::uint32_t>(text_hash(message.id->text));
}

bool expects_answer(MessageKind kind) {
  return kind == hello || kind == login || kind == share || kind == work_request ||
         kind == keep_alive || kind == hash_rate || kind == miner_status || kind == difficulty;
}

struct AnswerForm {
  MessageKind kind;
  std::string_view rule;
};

AnswerForm answer_form(MessageKind request, bool refused) {
  switch (request) {
    case login:
      return refused ? AnswerForm{login_refused, "login refused"}
                     : AnswerForm{login_accepted, "login accepted"};
    case share:
      return refused ? AnswerForm{share_rejected, "share rejected"}
                     : AnswerForm{share_accepted, "share accepted"};
    case hello:
      return {hello, "answer to the miner's hello"};
    case work_request:
      return refused ? AnswerForm{control, "no work given"}
                     : AnswerForm{job, "answer to the request for work"};
    case keep_alive:
      return {keep_alive, "answer to keep-alive"};
    case miner_status:
      return {miner_status, "a miner's status"};
    default:
      return {other, "answer"};
  }
}

}  // namespace

void JsonConversation::message(Direction direction, Timestamp time, const JsonOutline& outline,
                               bool cut, std::string_view text, std::uint64_t exchange,
                               ConversationBuilder& out) {
  if (outline.empty()) return;
  const JsonNode& root = outline.root();
  if (root.type == JsonType::object) {
    one(JsonMessage::view(outline, root, time, direction, cut), as_bytes(text), exchange, out);
  } else if (root.type == JsonType::array) {
    if (const auto event = JsonMessage::event(outline, root, time, direction, cut))
      return one(*event, as_bytes(text), exchange, out);
    // a JSON-RPC batch
    for (const JsonNode* item = outline.first_child(root); item != nullptr;
         item = outline.next_sibling(root, *item)) {
      if (item->type != JsonType::object) return;
      one(JsonMessage::view(outline, *item, time, direction, cut), as_bytes(item->text), exchange,
          out);
    }
  }
}

void JsonConversation::one(const JsonMessage& message, Bytes text, std::uint64_t exchange,
                           ConversationBuilder& out) {
  if (message.method == nullptr) return answer(message, text, exchange, out);
  if (!message.method->text_escaped)
    return request(message, message.method->text, text, exchange, out);
  request(message, unescape(message.method->text), text, exchange, out);
}

namespace {

bool is_container(const JsonNode* node) {
  return node != nullptr && (node->type == JsonType::array || node->type == JsonType::object);
}

// What messages of one form are remembered under. Answers have no method: what they answer and how their result is built
// stand for it, so that work and a plain yes are never taken for each other.
std::uint32_t form_of(const JsonMessage& message, std::string_view method, MessageKind answers) {
  if (!method.empty() || !is_container(message.result))
    return static_cast<std::uint32_t>(text_hash(method));
  const JsonNode* first = message.outline.first_child(*message.result);
  std::uint64_t form = static_cast<std::uint64_t>(answers);
  form = form << 32 | message.result->children;
  form = form << 3 | static_cast<std::uint64_t>(message.result->type);
  form = form << 3 | static_cast<std::uint64_t>(first == nullptr ? JsonType::null : first->type);
  form ^= first == nullptr ? 0 : text_hash(first->key) << 7;
  return static_cast<std::uint32_t>(form * 0x9e3779b97f4a7c15u >> 32) | 1;
}

}  // namespace

const CompiledShape* JsonConversation::shape_of(const JsonMessage& message, std::string_view method,
                                                MessageKind answers) {
  const std::uint32_t form = form_of(message, method, answers);
  Known* free = nullptr;
  for (Known& known : known_) {
    if (known.form == form && known.direction == message.direction) {
      if (known.matches >= trusted_after && !message.cut) return known.shape;
      const CompiledShape* match = JsonDialects::instance().recognise(message, method);
      known.matches = match != nullptr && match == known.shape
                          ? static_cast<std::uint8_t>(known.matches + 1)
                          : std::uint8_t{0};
      known.shape = match;
      return match;
    }
    if (known.form == 0 && free == nullptr) free = &known;
  }
  const CompiledShape* match = JsonDialects::instance().recognise(message, method);
  const bool stable = match != nullptr && (match->one_kind || method.empty());
  if (stable && free != nullptr) *free = {match, form, message.direction, 1};
  return match;
}

void JsonConversation::request(const JsonMessage& message, std::string_view method, Bytes text,
                               std::uint64_t exchange, ConversationBuilder& out) {
  const CompiledShape* match = shape_of(message, method, other);
  if (message.cut) look_at_cut(message, method, text, out);
  if (match == nullptr) return unrecognised(message, method, text, exchange, out);
  if (match->shape->strength_nats <= unknown_form_nats &&
      of_unknown_form(message, method, text, exchange, out))
    return;
  recognised(*match, message, text, out);
  if (match->shape->speaker != Speaker::pool && expects_answer(match->shape->kind)) {
    expect_answer(message, match->shape->kind, match->shape->strength_nats >= strong_nats,
                  exchange);
  }
}

// A family's word in a form that none of its dialects has: a coin that nobody listed, if what is in the messages says so.
bool JsonConversation::of_unknown_form(const JsonMessage& message, std::string_view method,
                                       Bytes text, std::uint64_t exchange,
                                       ConversationBuilder& out) {
  if (!is_unlisted(message, method, text, UnlistedDialect::Words::of_a_family, exchange, out))
    return false;
  ++recognised_;
  return true;
}

bool JsonConversation::is_unlisted(const JsonMessage& message, std::string_view method, Bytes text,
                                   UnlistedDialect::Words words, std::uint64_t exchange,
                                   ConversationBuilder& out) {
  const auto kind = unlisted_.observe(message, method, text, words, out);
  if (kind && expects_answer(*kind))
    expect_answer(message, *kind, unlisted_.conclusive_by_words(), exchange);
  return kind.has_value();
}

bool JsonConversation::speaks_as_other_side(const Shape& shape, Direction direction,
                                            const ConversationBuilder& out) const {
  const auto& miner_sends = out.record().miner_sends;
  if (!miner_sends || shape.speaker == Speaker::either) return false;
  return (shape.speaker == Speaker::miner) != (*miner_sends == direction);
}

void JsonConversation::recognised(const CompiledShape& match, const JsonMessage& message,
                                  Bytes text, ConversationBuilder& out) {
  const Shape& shape = *match.shape;
  ++recognised_;
  MessageSeen seen{message.time, message.direction, shape.speaker,       shape.kind,
                   {},           shape.rule,        shape.strength_nats, text};
  if (speaks_as_other_side(shape, message.direction,
                           out)) {  // an echo, or a relay: proves nothing new
    seen.speaker = Speaker::either;
    seen.kind = other;
    seen.strength_nats = 0;
    return out.message(seen);
  }
  if (match.dialect->family) {
    if (out.record().dialect.empty())
      out.record().dialect = match.dialect->id;  // until a dialect's own form is seen
  } else {
    seen.dialect = match.dialect->id;
  }
  if (shape.read != nullptr) shape.read(message, out);
  out.message(seen);
  if (shape.kind == share) out.share_submitted(message.time);
  if (shape.kind == share_accepted || shape.kind == share_rejected) {
    out.share_answered(message.time, shape.kind == share_accepted);
  }
}

void JsonConversation::unrecognised(const JsonMessage& message, std::string_view method, Bytes text,
                                    std::uint64_t exchange, ConversationBuilder& out) {
  const bool unlisted =
      is_unlisted(message, method, text, UnlistedDialect::Words::own, exchange, out);
  if (unlisted && unlisted_.conclusive()) {
    ++recognised_;
    return;
  }
  ++unrecognised_;
  if (out.is_mining())
    return out.message({.time = message.time, .direction = message.direction, .kind = other});
  if (const auto related = related_form(message, method))
    out.related(related->related, related->rule);
}

// A short snapshot length leaves only the first words of CryptoNote's messages. Login or keep-alive and submit from one
// side, job from the other: that much together is worth a suspicion, and no more.
void JsonConversation::look_at_cut(const JsonMessage& message, std::string_view method, Bytes text,
                                   ConversationBuilder& out) {
  constexpr std::uint8_t greets = 1, submits = 2, hands_out = 4;
  std::uint8_t& mine = cut_words_[static_cast<std::size_t>(message.direction)];
  if (method == "login" || method == "keepalived") mine |= greets;
  if (method == "submit") mine |= submits;
  if (method == "job") mine |= hands_out;
  for (const std::size_t miner : {0u, 1u}) {
    const bool in_place =
        cut_words_[miner] == (greets | submits) && cut_words_[1 - miner] == hands_out;
    if (!in_place || out.record().words_in_place) continue;
    out.record().words_in_place = true;
    out.record().miner_sends = static_cast<Direction>(miner);
    out.message(
        {.time = message.time,
         .direction = message.direction,
         .kind = other,
         .dialect = "cryptonote",
         .rule = "cut messages: login or keepalived and submit from one side, job from the other",
         .strength_nats = 8,
         .text = text});
  }
}

void JsonConversation::expect_answer(const JsonMessage& message, MessageKind kind, bool strong,
                                     std::uint64_t exchange) {
  const std::uint32_t key = answer_key(message, exchange);
  if (key == 0) return;
  pending_[next_pending_++ % pending_.size()] = {key, kind, message.direction, strong};
}

JsonConversation::Pending JsonConversation::take_pending(std::uint32_t key,
                                                         Direction answer_direction) {
  if (key == 0) return {};
  for (std::uint32_t back = 1; back <= pending_.size();
       ++back) {  // the latest request first: ids are used again
    Pending& candidate = pending_[(next_pending_ - back) % pending_.size()];
    if (candidate.key == key && candidate.direction != answer_direction) {
      const Pending found = candidate;
      candidate.key = 0;
      return found;
    }
  }
  return {};
}

void JsonConversation::answer(const JsonMessage& message, Bytes text, std::uint64_t exchange,
                              ConversationBuilder& out) {
  const Pending request = take_pending(answer_key(message, exchange), message.direction);
  if (request.key != 0 && request.kind == share) return answer_to(request, message, text, out);
  const bool refused_login = request.key != 0 && message.refuses();
  if (!refused_login) {
    if (const CompiledShape* match = answer_shape(request, message))
      return recognised(*match, message, text, out);
  }
  if (request.key != 0) {
    if (!out.is_mining()) unlisted_.learn_job(message);
    return answer_to(request, message, text, out);
  }
  unpaired_answer(message, text, exchange, out);
}

void JsonConversation::answer_to(const Pending& request, const JsonMessage& message, Bytes text,
                                 ConversationBuilder& out) {
  const AnswerForm form = answer_form(request.kind, message.refuses());
  ++recognised_;
  MessageSeen seen{.time = message.time,
                   .direction = message.direction,
                   .kind = form.kind,
                   .rule = form.rule,
                   .text = text};
  if (request.strong && message.is_answer() && !message.not_understood()) {
    seen.speaker = Speaker::pool;
    seen.strength_nats = 4;
  }
  out.message(seen);
  if (request.kind == share) out.share_answered(message.time, form.kind == share_accepted);
}

// Work that is handed out again and again has the same form: then the form is taken on trust.
const CompiledShape* JsonConversation::answer_shape(const Pending& request,
                                                    const JsonMessage& message) {
  if (is_container(message.result) && !message.refuses())
    return shape_of(message, {}, request.key != 0 ? request.kind : other);
  return JsonDialects::instance().recognise(message, {});
}

// The request was not captured, or had no id. In a conversation known to be mining, a plain yes or no is a share's answer.
void JsonConversation::unpaired_answer(const JsonMessage& message, Bytes text,
                                       std::uint64_t exchange, ConversationBuilder& out) {
  const bool says_nothing = !message.is_answer() && unlisted_.conclusive();
  if (!out.is_mining() || says_nothing) return unrecognised(message, {}, text, exchange, out);
  const bool plain = message.result != nullptr || message.refuses();
  const bool first = answers_unpaired_++ == 0;  // most likely the login's
  const MessageKind kind = !plain              ? other
                           : first             ? login_accepted
                           : message.refuses() ? share_rejected
                                               : share_accepted;
  out.message({.time = message.time,
               .direction = message.direction,
               .kind = kind,
               .rule = "answer whose request was not captured",
               .text = text});
  if (kind == share_accepted || kind == share_rejected)
    out.share_answered(message.time, kind == share_accepted);
}

}  // namespace davy::flow
