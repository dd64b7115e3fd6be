// Collects what the dissectors of one flow read into its ConversationRecord: the one place where
// messages are counted, excerpts are chosen, strengths are added and shares are matched with
// difficulty.
//
// Units:   strength in nats, hash rates in hashes a second, difficulty as the dialect counts it.
// Shape:   a rule's strength counts once per flow; the sum is bounded. One excerpt for each rule,
// of its first message;
//          where they do not all fit, every kind of message keeps one and the stronger ones stay. A
//          message whose rule was seen before costs counters only.
// Errors:  none; what is beyond a bound is cut or left out.
// Threads: one owner.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_reader.hpp"
#include "base/malformed.hpp"
#include "base/prefetch.hpp"
#include "flow/conversation_record.hpp"

namespace davy::flow {

enum class Speaker : std::uint8_t { miner, pool, either };

// One message of a mining conversation, recognised.
struct MessageSeen {
  Timestamp time{};
  Direction direction = Direction::forward;
  Speaker speaker = Speaker::either;
  MessageKind kind = MessageKind::other;
  std::string_view dialect{};  // id; static storage. Empty: the message fits several
  std::string_view rule{};     // what matched, for people; static storage
  float strength_nats = 0;     // log-likelihood ratio of this message alone, mining against not
  Bytes text{};                // the message, for the excerpt; only read during the call
};

// Text of the outside world as it may be shown: control characters, what is not UTF-8 and what
// would turn the direction of writing become \xNN; cut at `octets_max`, at a whole character, with
// "…" where it was cut.
std::string readable(Bytes text, std::size_t octets_max);

class ConversationBuilder {
 public:
  static constexpr float strength_nats_max = 30;  // enough for certainty; more would only pretend

  // `timeline`: whether the record's is wanted.
  explicit ConversationBuilder(MalformedCounts& malformed, bool timeline = true)
      : malformed_(malformed), timeline_(timeline) {}

  void message(const MessageSeen& seen);

  // The work in force from now on. `hashes_per_share` expected hashes for one share; `difficulty`
  // as the dialect counts it.
  void set_work(double hashes_per_share, double difficulty);
  // What the work builds on: a hash or a height. When it changes the chain has a new block.
  void set_block(std::string_view identity, Timestamp time);
  // Call besides message(kind = share / share_accepted / share_rejected).
  void share_submitted(Timestamp time);
  // `count` shares answered by one message; each is taken to be of the work in force when it was
  // submitted.
  void share_answered(Timestamp time, bool accepted, std::uint64_t count = 1);

  // Names. Each is cut at limits::text_field_octets_max; the first non-empty agent and login stay,
  // the rest is last-wins.
  void set_agent(std::string_view agent);
  void set_login(std::string_view login);
  void set_worker(std::string_view worker);
  void set_pool(std::string_view host_and_port);
  void set_reported_hash_rate(double hashes_per_s);
  // Coin and algorithm; a higher rank replaces a lower one. 1 = the dialect's usual one, 2 = form
  // of the work or the login address, 3 = named in the conversation. `basis` has static storage.
  void set_coin(std::string_view ticker, int rank, std::string_view basis);
  void set_algorithm(std::string_view algorithm, int rank);

  // Positively recognised as something that is not mining.
  void related(RelatedClass related, std::string_view rule);
  void unmistakable() { record_->unmistakable = true; }
  void carrier(std::string_view step);  // appends "/step"; the first one without "/"
  void malformed(Malformed reason) { malformed_.add(reason); }

  // Asks for the memory that the next message is going to touch.
  void prefetch() const {
    prefetch_lines(record_.get(), 8 * cache_line_octets);
    prefetch_lines(rules_.data(), 2 * cache_line_octets);
  }
  bool is_mining() const {
    return record_->miner_spoke || record_->pool_spoke || record_->unmistakable;
  }
  ConversationRecord& record() { return *record_; }
  const ConversationRecord& record() const { return *record_; }
  std::unique_ptr<ConversationRecord> take() { return std::move(record_); }
  // The record so far. The next one begins empty, but knows what does not change: names, carrier, side, work in force.
  std::unique_ptr<ConversationRecord> take_and_go_on();
  std::unique_ptr<ConversationRecord> copy() const {
    return std::make_unique<ConversationRecord>(*record_);
  }

 private:
  static constexpr std::size_t rules_max = 24, dialects_max = 8;
  struct RuleSeen {
    const char* rule = nullptr;  // static storage: the address tells rules apart
    const char* dialect = nullptr;
  };
  struct DialectStrength {
    std::string_view dialect;
    float strength_nats = 0;
  };
  // Work of shares that wait for their answer, oldest first.
  class Outstanding {
   public:
    void push(double hashes);
    double pop();  // 0: unknown; only if not empty
    bool empty() const { return size_ == 0; }

   private:
    std::array<double, 16> hashes_{};
    std::uint8_t first_ = 0;
    std::uint8_t size_ = 0;
  };

  bool seen_before(const MessageSeen& seen) const;
  void new_rule(const MessageSeen& seen);
  void add_to_dialect(std::string_view dialect, float strength_nats);
  void keep_sides(const MessageSeen& seen);
  void keep_evidence(const MessageSeen& seen);
  bool make_room_for(const MessageSeen& seen);
  void count_in_timeline(MessageKind kind, Timestamp time);

  MalformedCounts& malformed_;
  std::unique_ptr<ConversationRecord> record_ = std::make_unique<ConversationRecord>();
  std::vector<RuleSeen> rules_;            // at most rules_max, and few: so they lie elsewhere
  std::vector<DialectStrength> dialects_;  // at most dialects_max
  Outstanding outstanding_;
  std::uint64_t block_hash_ = 0;   // of the block that the work builds on; 0: none was named
  float side_strength_nats_ = -1;  // of the message that told which side mines
  std::uint8_t coin_rank_ = 0;
  std::uint8_t algorithm_rank_ = 0;
  bool work_began_ = false;  // a job or a share was seen
  const bool timeline_;
};

}  // namespace davy::flow
