#include "probe/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "flow/dissect/binary_frames.hpp"
#include "flow/dissect/http_head.hpp"
#include "flow/dissect/json_beginning.hpp"
#include "flow/dissect/json_dissector.hpp"
#include "flow/dissect/websocket.hpp"
#include "probe/refusal.hpp"

namespace davy::probe {
namespace {

using flow::Direction;
using flow::Evidence;

constexpr std::array<std::string_view, static_cast<std::size_t>(Outcome::count_)> outcome_names{
    "proof",       "refused-in-kind", "other-protocol", "silence", "closed",
    "unreachable", "out-of-scope",    "budget",         "cached"};

// Looks for a refusal in each message of the other end.
class RefusalFinder final : public flow::JsonReader::Handler {
 public:
  RefusalFinder(const flow::JsonOutline& outline, std::string_view said)
      : outline_(outline), said_(said) {}

  void json(std::string_view, bool cut) override {
    if (found || cut || outline_.empty()) return;
    if (outline_.root().type != flow::JsonType::object) return;
    const auto message =
        flow::JsonMessage::view(outline_, outline_.root(), {}, Direction::reverse, cut);
    found = mining_refusal(message, said_);
  }

  std::optional<std::string_view> found;

 private:
  const flow::JsonOutline& outline_;
  std::string_view said_;
};

// The texts of WebSocket frames, one a line.
class Texts final : public flow::WebSocketSink {
 public:
  void message(flow::WebSocketOpcode, Bytes payload, bool) override {
    text += as_text(payload);
    text += '\n';
  }
  std::string text;
};

std::string frames_as_lines(std::string_view frames, MalformedCounts& malformed) {
  Texts texts;
  flow::WebSocketStream stream(texts, malformed);
  stream.feed(as_bytes(frames));
  return std::move(texts.text);
}

}  // namespace

std::string_view name(Outcome outcome) { return outcome_names[static_cast<std::size_t>(outcome)]; }

std::optional<Outcome> outcome_named(std::string_view name) {
  const auto found = std::ranges::find(outcome_names, name);
  if (found == outcome_names.end()) return std::nullopt;
  return static_cast<Outcome>(found - outcome_names.begin());
}

void AnswerReader::said(Bytes octets) {
  said_ += as_text(octets);
  if (dialect_ != Dialect::stratum_v2_noise) reader_.bytes(Direction::forward, {}, octets, record_);
}

void AnswerReader::heard(Bytes octets) {
  reply_ += as_text(octets);
  if (dialect_ != Dialect::stratum_v2_noise) reader_.bytes(Direction::reverse, {}, octets, record_);
}

// gzip: EthereumStratum 2.0.0 may compress all that it says.
bool AnswerReader::in_the_form_asked_for() const {
  if (dialect_ == Dialect::stratum_v2) return reply_.starts_with(std::string_view{"\0\0", 2});
  return flow::begins_as_json(as_bytes(reply_)) || reply_.starts_with("HTTP/1.") ||
         reply_.starts_with("\x1f\x8b");
}

// Of the other end's messages. What comes from a side that speaks as the other one has no strength; an echo is not even
// kept, since we said it first.
const Evidence* AnswerReader::strongest() const {
  const Evidence* best = nullptr;
  for (const Evidence& e : record_.record().evidence) {
    if (e.direction != Direction::reverse || e.strength_nats <= 0) continue;
    if (best == nullptr || e.strength_nats > best->strength_nats) best = &e;
  }
  return best;
}

double AnswerReader::pool_nats() const {
  const Evidence* best = strongest();
  if (best == nullptr || !in_the_form_asked_for()) return 0;
  if (dialect_ != Dialect::stratum_v2) return best->strength_nats;
  double sum = 0;
  for (const Evidence& e : record_.record().evidence) {
    if (e.direction == Direction::reverse) sum += e.strength_nats;
  }
  return sum;
}

std::optional<std::string_view> AnswerReader::refusal() {
  if (!in_the_form_asked_for()) return std::nullopt;
  std::string lines = reply_;
  if (const auto head = switched_protocols(reply_))
    lines = frames_as_lines(std::string_view{reply_}.substr(*head), workspace_.malformed);
  RefusalFinder finder(workspace_.outline, said_);
  flow::JsonReader().feed(as_bytes(lines), workspace_.outline, finder, workspace_.malformed);
  return finder.found;
}

Judgement AnswerReader::judge() {
  if (reply_.empty()) return {Outcome::silence, "no answer", {}, false};
  if (dialect_ == Dialect::stratum_v2_noise) return judge_key_exchange();
  reader_.end(record_);
  if (proven()) return {Outcome::proof, std::string(strongest()->rule), pool_nats(), false};
  if (const auto why = refusal()) return {Outcome::refused_in_kind, std::string(*why), {}, false};
  return unrecognised();
}

Judgement AnswerReader::judge_key_exchange() const {
  const Bytes reply = as_bytes(reply_);
  if (reply.size() != key_exchange_octets || !flow::looks_random(reply))
    return {Outcome::other_protocol,
            fmt::format("{} octets, not the {} of Stratum V2's key exchange", reply.size(),
                        key_exchange_octets),
            {},
            false};
  return {Outcome::other_protocol,
          "234 random octets, as in Stratum V2's key exchange: seen once",
          {},
          true};
}

Judgement AnswerReader::unrecognised() const {
  const flow::ConversationRecord& record = record_.record();
  if (record.related != flow::RelatedClass::none)
    return {Outcome::other_protocol, std::string(record.related_rule), {}, false};
  if (flow::begins_as_json(as_bytes(reply_)))
    return {Outcome::other_protocol, "JSON, and nothing in it is mining's own", {}, false};
  return {Outcome::other_protocol, "nothing that is mining's own", {}, false};
}

std::optional<std::size_t> switched_protocols(std::string_view reply) {
  const std::size_t end = reply.find("\r\n\r\n");
  if (end == std::string_view::npos || !reply.starts_with("HTTP/1.")) return std::nullopt;
  const std::size_t octets = end + 4;
  if (octets > limits::http_head_octets_max) return std::nullopt;
  const flow::HttpHead head(reply.substr(0, octets));
  if (head.status() != 101 || !flow::equal_ignoring_case(head.field("upgrade"), "websocket"))
    return std::nullopt;
  return octets;
}

bool other_keys(std::string_view first_reply, std::string_view second_reply) {
  constexpr std::size_t key_octets = 64;
  return first_reply.size() == key_exchange_octets && second_reply.size() == key_exchange_octets &&
         first_reply.substr(0, key_octets) != second_reply.substr(0, key_octets) &&
         first_reply.substr(key_octets) != second_reply.substr(key_octets);
}

bool is_tls_alert(std::string_view reply) {
  return reply.size() >= 7 && reply[0] == 0x15 && reply[1] == 0x03 && reply[3] == 0x00 &&
         reply[4] == 0x02;
}

}  // namespace davy::probe
