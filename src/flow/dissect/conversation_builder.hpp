// Collects what the dissectors of one flow read into its ConversationRecord: the one place where messages are counted,
// excerpts are chosen, strengths are added and shares are matched with difficulty.
//
// Shape:   a rule's strength counts once per flow; the sum is bounded. Excerpts: the first of each kind, then none.
// Threads: one owner.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "base/byte_reader.hpp"
#include "base/malformed.hpp"
#include "flow/conversation_record.hpp"

namespace davy::flow {

enum class Speaker : std::uint8_t { miner, pool, either };

// One message of a mining conversation, recognised.
struct MessageSeen {
  Timestamp time;
  Direction direction = Direction::forward;
  Speaker speaker = Speaker::either;
  MessageKind kind = MessageKind::other;
  std::string_view dialect;    // id; static storage. Empty: the message fits several
  std::string_view rule;       // what matched, for people; static storage
  float strength_nats = 0;     // log-likelihood ratio of this message alone, mining against not
  Bytes text;                  // the message, for the excerpt; only read during the call
};

class ConversationBuilder {
 public:
  explicit ConversationBuilder(MalformedCounts& malformed) : malformed_(malformed) {}

  void message(const MessageSeen& seen);

  // The work in force from now on. `hashes_per_share` expected hashes for one share; `difficulty` as the dialect counts it.
  void set_work(double hashes_per_share, double difficulty);
  // Call besides message(kind = share / share_accepted / share_rejected).
  void share_submitted(Timestamp time);
  void share_answered(Timestamp time, bool accepted);

  // Names. Each is cut at limits::text_field_octets_max; the first non-empty agent and login stay, the rest is last-wins.
  void set_agent(std::string_view agent);
  void set_login(std::string_view login);
  void set_worker(std::string_view worker);
  void set_pool(std::string_view host_and_port);
  void set_reported_hash_rate(double hashes_per_s);
  // Coin and algorithm; a higher rank replaces a lower one. 1 = the dialect's usual one, 2 = form of the work or the
  // login address, 3 = named in the conversation. `basis` has static storage.
  void set_coin(std::string_view ticker, int rank, std::string_view basis);
  void set_algorithm(std::string_view algorithm, int rank);

  // Positively recognised as something that is not mining.
  void related(RelatedClass related, std::string_view rule);
  void unmistakable() { record_->unmistakable = true; }
  void carrier(std::string_view step);   // appends "/step"
  void malformed(Malformed reason) { malformed_.add(reason); }

  bool is_mining() const { return record_->miner_spoke || record_->pool_spoke || record_->unmistakable; }
  ConversationRecord& record() { return *record_; }
  std::unique_ptr<ConversationRecord> take() { return std::move(record_); }

 private:
  void keep_evidence(const MessageSeen& seen);
  void count_in_timeline(MessageKind kind, Timestamp time);

  MalformedCounts& malformed_;
  std::unique_ptr<ConversationRecord> record_ = std::make_unique<ConversationRecord>();
  int coin_rank_ = 0;
  int algorithm_rank_ = 0;
  std::uint64_t rules_seen_ = 0;  // bloom of rule addresses: a strength counts once
};

}  // namespace davy::flow
