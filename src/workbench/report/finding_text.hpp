// What all three ways to print a finding say alike: who is the miner, where it speaks to, what was attempted.
//
// Shape:   texts are printable (utf8.hpp) and free of logins (redaction.hpp).
// Threads: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "workbench/report/findings.hpp"
#include "workbench/report/redaction.hpp"

namespace davy::report {

std::string endpoint(const IpAddress& address,
                     std::uint16_t port);  // "10.0.0.1:3333", "[2001:db8::1]:3333"

struct Endpoints {
  std::string miner;  // the source where the miner side could not be told
  std::string pool;
  bool miner_known = false;
};
Endpoints endpoints(const JudgedFlow& flow);

// "source", "destination", or "" where it could not be told.
std::optional<flow::Direction> miner_sends(const JudgedFlow& flow);  // empty: could not be told
std::string_view miner_side(const JudgedFlow& flow);

// The miner spoke, and no mining answer was captured.
bool is_attempt(const JudgedFlow& flow);

// An empty conversation stands in where the record has none, so that printers need no case for it.
const flow::ConversationRecord& conversation_of(const JudgedFlow& flow);

// What was read says more than what is known of a name; "" where neither tells.
std::string coin_of(const JudgedFlow& flow);
std::string pool_of(const JudgedFlow& flow);
flow::RelatedClass related_of(const JudgedFlow& flow);
std::string related_rule_of(const JudgedFlow& flow);

// The algorithm that the evidence names, else the one that the coin is mined with; "" if neither is known.
std::string algorithm_of(const flow::ConversationRecord& conversation);

Redactor redactor_for(const JudgedFlow& flow, const Style& style);
Redactor redactor_for(const JudgedSubject& subject, const Findings& findings, const Style& style);

// An excerpt as it may be shown: without passwords, and with pseudonyms for names.
std::string shown_excerpt(const flow::Evidence& evidence, const JudgedFlow& flow,
                          const Redactor& redact);

// The login as it may be shown: its pseudonym, or with Style::reveal_logins itself; "" if there is none.
std::string shown_login(const flow::ConversationRecord& conversation, const Style& style);

std::uint64_t dropped(const Coverage& coverage);  // flows evicted + conversations not followed

}  // namespace davy::report
