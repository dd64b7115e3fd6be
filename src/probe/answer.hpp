// What the other end's answer is worth: read by Davy's own content reading, our question and its reply together.
//
// Shape:   proof is a pool's message in a dialect's own form, so strong that the message alone decides (8 nats or more);
//          our own words coming back, a plain "true", "OK" or an error that any JSON-RPC server gives are none. A mining
//          refusal is told apart (refusal.hpp). An answer must begin in the form that was asked for, JSON or HTTP: a store
//          that holds a pool's messages is no pool. Frames of Stratum V2 in clear count together: each has a header that
//          must fit, and what is refused is refused in two of them. For Stratum V2 behind Noise the proof is in sizes: `fits_key_exchange`,
//          which must be seen twice, on two connections, with other octets.
// Errors:  none: what cannot be read is another protocol.
// Bounds:  the caller hands on at most limits::probe_reply_octets_max octets.
// Threads: one owner.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "flow/dissect/content_dissector.hpp"
#include "probe/outcome.hpp"
#include "probe/questions.hpp"

namespace davy::probe {

struct Judgement {
  Outcome outcome = Outcome::silence;
  std::string reason;                   // one line for people
  std::optional<double> strength_nats;  // of the messages that decided
  bool fits_key_exchange = false;
};

inline constexpr std::size_t key_exchange_octets = 234;
inline constexpr double proof_nats_min = 8;  // weaker forms other trades have, too

class AnswerReader {
 public:
  explicit AnswerReader(Dialect dialect) : dialect_(dialect) {}
  AnswerReader(const AnswerReader&) = delete;
  AnswerReader& operator=(const AnswerReader&) = delete;

  void said(Bytes octets);
  void heard(Bytes octets);
  // Enough was heard: a pool's own message.
  bool proven() const { return pool_nats() >= proof_nats_min; }
  // The whole conversation; call once, when nothing more will be heard.
  Judgement judge();

  const std::string& reply() const { return reply_; }

 private:
  bool in_the_form_asked_for() const;
  const flow::Evidence* strongest() const;
  double pool_nats() const;
  std::optional<std::string_view> refusal();
  Judgement judge_key_exchange() const;
  Judgement unrecognised() const;

  Dialect dialect_;
  flow::Workspace workspace_{.outline = {}, .malformed = {}, .timelines = false};
  flow::ConversationBuilder record_{workspace_.malformed, false};
  flow::ContentDissector reader_{workspace_, 0};
  std::string said_;
  std::string reply_;
};

// The other end has answered our upgrade with a 101 and the end of its head; `head_octets` of them.
std::optional<std::size_t> switched_protocols(std::string_view reply);

// The 64 octets in front of an answer to the key exchange are a key, and new ones each time.
bool other_keys(std::string_view first_reply, std::string_view second_reply);

// A TLS server's alert to what was no TLS (RFC 8446 section 6): the endpoint speaks TLS.
bool is_tls_alert(std::string_view reply);

}  // namespace davy::probe
