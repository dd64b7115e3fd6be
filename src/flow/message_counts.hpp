// How many messages of each kind were said in a flow, and when the first and the last.
//
// Units:   times UTC nanoseconds.
// Shape:   kinds that were not said take no room: most conversations of a network in which there is mining are of one to four
//          kinds, and their records are the largest part of what is kept.
// Bounds:  one count a kind.
// Threads: values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace davy::flow {

// What a message is for, in any dialect. The names are the JSON names.
enum class MessageKind : std::uint8_t {
  hello,           // connection set-up: subscribe, configure, mining.hello, SetupConnection
  login,           // authorize, login, eth_submitLogin, auth
  login_accepted,  // the pool's yes, with or without a first job in it
  login_refused,   // a mining pool's refusal: it is a pool all the same
  work_request,    // getwork, getblocktemplate, eth_getWork, getjob, getMiningInfo
  job,             // work handed out, pushed or as an answer
  difficulty,      // set_difficulty, set_target, set_extranonce and other work parameters
  share,           // a solution submitted
  share_accepted,
  share_rejected,
  hash_rate,  // the miner reports its own hash rate
  keep_alive,
  control,       // reconnect, show_message, noop, bye, version
  miner_status,  // a miner's own monitoring interface
  other,         // of this conversation, with no share in the finding
  count_,
};
inline constexpr std::size_t message_kinds = static_cast<std::size_t>(MessageKind::count_);
std::string_view name(MessageKind kind);

struct MessageCount {
  std::uint64_t count = 0;
  Timestamp first;
  Timestamp last;
};

class MessageCounts {
 public:
  // Of a kind that was not said: 0 messages.
  const MessageCount& operator[](MessageKind kind) const {
    static constexpr MessageCount none{};
    const std::size_t number = number_of(kind);
    return number == 0 ? none : counts_[number - 1];
  }
  // As std::map has it: a kind that was not said is there from now on.
  MessageCount& operator[](MessageKind kind) {
    const std::size_t number = number_of(kind);
    return number == 0 ? add(kind) : counts_[number - 1];
  }
  std::size_t held_octets() const { return counts_.capacity() * sizeof(MessageCount); }

 private:
  static unsigned shift_of(MessageKind kind) { return 4 * static_cast<unsigned>(kind); }
  std::size_t number_of(MessageKind kind) const { return numbers_ >> shift_of(kind) & 15; }
  MessageCount& add(MessageKind kind);

  std::vector<MessageCount> counts_;  // in the order in which their kinds were first said
  std::uint64_t numbers_ = 0;         // four bits a kind: its place in `counts_` + 1; 0: not said
};
static_assert(message_kinds < 16);

}  // namespace davy::flow
