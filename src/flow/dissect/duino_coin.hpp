// Duino-Coin: lines of text, not JSON. The pool greets with its version, the miner asks for jobs.
//
// Units:   a job of difficulty d is solved by one number of 0 to 100 d, so a share is worth 50 d hashes on average.
// Shape:   greeting "3.0"; "JOB,user[,difficulty[,key]]"; job "last hash,expected hash,difficulty" (40 hex digits each);
//          result "number[,hash rate[,software[,rig…]]]"; "GOOD", "BLOCK" or "BAD[,reason]". Lines end in LF, or in nothing
//          (PC miners): then the other side's answer, or the end of the first segment, ends them.
//          A request alone proves little (a print spooler may say the same): it counts when a job or a refusal answers it,
//          or at the end of a flow whose other side said nothing. Any other answer means that this is not Duino-Coin.
// Errors:  a line longer than limits::text_line_octets_max is given up and counted (binary_frame).
// Threads: one owner.
// Source:  revoxhere/duino-coin, PC_Miner.py and the ESP and AVR miners, read 2026-11.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "flow/dissect/dialect.hpp"
#include "flow/dissect/dissector.hpp"

namespace davy::flow {

namespace dialects {
extern const Dialect duino_coin;
}

bool is_duino_greeting(std::string_view line);
bool is_duino_job_request(std::string_view line);
bool is_duino_job(std::string_view line);

// The miner's request, the pool's greeting or (mid-stream) a job.
bool begins_as_duino_coin_slowly(Bytes first_payload);
inline bool begins_as_duino_coin(Bytes first_payload) {
  const std::size_t n = first_payload.size();
  if (n < 3 || n > 256) return false;
  const std::uint8_t c = first_payload[0];
  const bool digit = c >= '0' && c <= '9';
  const bool may_be = c == 'J' || (digit && n <= 5) || (n > 81 && first_payload[40] == ',');
  return may_be && begins_as_duino_coin_slowly(first_payload);
}

class DuinoCoin final : public Dissector {
 public:
  void bytes(Direction direction, Timestamp time, Bytes bytes, ConversationBuilder& out) override;
  void gap(Direction direction, std::uint64_t octets, ConversationBuilder& out) override;
  void end(ConversationBuilder& out) override;
  bool gave_up() const override { return lines_unknown_ >= lines_unknown_max; }

 private:
  static constexpr std::uint8_t lines_unknown_max = 32;  // before anything was said

  struct Side {
    std::string line;       // begun and not ended
    Timestamp time;         // of its last octets
    bool overlong = false;  // skipped up to its end
    bool spoke = false;
  };

  struct Request {
    Timestamp time;
    std::string line;
  };

  Side& side(Direction direction) { return sides_[static_cast<std::size_t>(direction)]; }
  void end_line(Direction direction, ConversationBuilder& out);
  void read(Direction direction, Timestamp time, std::string_view line, ConversationBuilder& out);
  void read_from_miner(Direction direction, Timestamp time, std::string_view line,
                       ConversationBuilder& out);
  void read_request(Direction direction, Timestamp time, std::string_view line,
                    ConversationBuilder& out);
  void report_requests(ConversationBuilder& out);
  void read_from_pool(Direction direction, Timestamp time, std::string_view line,
                      ConversationBuilder& out);

  std::array<Side, 2> sides_;
  std::vector<Request> unanswered_;  // at most requests_held_max, until the first answer
  Direction request_direction_ = Direction::forward;
  std::uint8_t lines_unknown_ = 0;
  bool confirmed_ = false;    // an answer showed that this is Duino-Coin
  bool job_open_ = false;     // a job was handed out and has no result yet
  bool answer_open_ = false;  // a result has no answer yet
};

}  // namespace davy::flow
