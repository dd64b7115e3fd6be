#include "flow/dissect/conversation_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/eight_octets.hpp"
#include "base/limits.hpp"
#include "base/text_hash.hpp"

namespace davy::flow {
namespace {

constexpr std::string_view cut_mark = "\u2026";
constexpr Duration first_bin_width = std::chrono::seconds{1};

// Capture times may be absurd, so their difference is taken without signed overflow.
Duration elapsed(Timestamp from, Timestamp to) {
  return Duration{
      static_cast<std::int64_t>(static_cast<std::uint64_t>(to.time_since_epoch().count()) -
                                static_cast<std::uint64_t>(from.time_since_epoch().count()))};
}

Timeline::Row row_of(MessageKind kind) {
  switch (kind) {
    case MessageKind::job:
      return Timeline::Row::job;
    case MessageKind::share:
      return Timeline::Row::share;
    case MessageKind::share_accepted:
      return Timeline::Row::accepted;
    case MessageKind::share_rejected:
      return Timeline::Row::rejected;
    default:
      return Timeline::Row::other;
  }
}

void saturating_add(std::uint16_t& a, std::uint16_t b) {
  const unsigned sum = unsigned{a} + b;
  a = static_cast<std::uint16_t>(
      std::min<unsigned>(sum, std::numeric_limits<std::uint16_t>::max()));
}

void double_bin_width(Timeline& timeline) {
  timeline.bin_width *= 2;
  for (auto& row : timeline.counts) {
    for (std::size_t i = 0; i < Timeline::bins / 2; ++i) {
      std::uint16_t sum = row[2 * i];
      saturating_add(sum, row[2 * i + 1]);
      row[i] = sum;
    }
    std::fill(row.begin() + Timeline::bins / 2, row.end(), std::uint16_t{0});
  }
}

void find_bin(Timeline& timeline, Timestamp time) {
  if (timeline.counts.empty()) {
    timeline.counts.resize(Timeline::rows);
    timeline.start = time;
    timeline.bin_width = first_bin_width;
  }
  const Duration since_start = std::max(elapsed(timeline.start, time), Duration{0});
  while (since_start / timeline.bin_width >= static_cast<std::int64_t>(Timeline::bins)) {
    double_bin_width(timeline);
  }
  Timeline::Bin& bin = timeline.last;
  const std::int64_t index = since_start / timeline.bin_width;
  bin.index = static_cast<std::size_t>(index);
  bin.begin = timeline.start + index * timeline.bin_width;
  const bool at_end_of_time = bin.begin > Timestamp::max() - timeline.bin_width;
  bin.end = at_end_of_time ? Timestamp::max() : bin.begin + timeline.bin_width;
}

// The length of the UTF-8 character at the front and its code point; length 0 if there is none
// (Unicode 15, table 3-7).
struct Character {
  std::size_t length = 0;
  std::uint32_t code_point = 0;
};

Character first_character(Bytes text) {
  const std::uint8_t lead = text[0];
  if (lead < 0x80) return {1, lead};
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return {};
  std::uint32_t code_point = lead & (0xffu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((text[i] & 0xc0) != 0x80) return {};
    code_point = code_point << 6 | (text[i] & 0x3fu);
  }
  const bool overlong =
      (length == 3 && code_point < 0x800) || (length == 4 && code_point < 0x10000);
  const bool surrogate = code_point >= 0xd800 && code_point <= 0xdfff;
  if (overlong || surrogate || code_point > 0x10ffff) return {};
  return {length, code_point};
}

// Would move the cursor, colour the terminal or turn the direction of writing.
bool may_be_shown(std::uint32_t c) {
  const bool control = c < 0x20 || (c >= 0x7f && c < 0xa0);
  const bool turns_writing =
      c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
  return !control && !turns_writing;
}

// How many of the first octets are printable ASCII: nearly all of nearly every text.
std::size_t plain_octets(Bytes text) {
  return eight_octets::before_odd(text, [](std::uint64_t octets) {
    return eight_octets::below(octets, ' ') | eight_octets::above(octets, '~');
  });
}

// One character in its readable form; returns the octets of `text` that it took.
std::size_t append_readable(Bytes text, std::string& out) {
  const Character c = first_character(text);
  if (c.length != 0 && may_be_shown(c.code_point)) {
    out += as_text(text.first(c.length));
    return c.length;
  }
  switch (text[0]) {
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      for (std::size_t i = 0; i < std::max<std::size_t>(c.length, 1); ++i) {
        fmt::format_to(std::back_inserter(out), "\\x{:02x}", text[i]);
      }
  }
  return std::max<std::size_t>(c.length, 1);
}

void set_text(std::string& field, std::string_view text) {
  if (text.empty() || field == text) return;
  field = readable(as_bytes(text), limits::text_field_octets_max);
}

}  // namespace

std::string readable(Bytes text, std::size_t octets_max) {
  std::string out;
  const std::size_t marked_max = octets_max - std::min(octets_max, cut_mark.size());
  std::size_t fits = 0;  // octets of `out` that leave room for the mark, and cut nothing in two
  while (!text.empty() && out.size() <= octets_max) {
    const std::size_t plain = std::min(plain_octets(text), octets_max + 1 - out.size());
    if (out.size() <= marked_max) fits = std::min(out.size() + plain, marked_max);
    out += as_text(text.first(plain));
    text = text.subspan(plain);
    if (plain == 0) text = text.subspan(append_readable(text, out));
  }
  if (text.empty() && out.size() <= octets_max) return out;
  out.resize(fits);
  if (fits + cut_mark.size() <= octets_max) out += cut_mark;
  return out;
}

void ConversationBuilder::message(const MessageSeen& seen) {
  ConversationRecord& record = *record_;
  MessageCount& count = record.messages[seen.kind];
  if (count.count++ == 0) count.first = count.last = seen.time;
  count.first = std::min(count.first, seen.time);
  count.last = std::max(count.last, seen.time);
  if (!work_began_ && (seen.kind == MessageKind::job || seen.kind == MessageKind::share)) {
    work_began_ = true;
    record.shares.first = record.shares.last = seen.time;
  }
  if (work_began_) record.shares.last = std::max(record.shares.last, seen.time);
  if (timeline_) count_in_timeline(seen.kind, seen.time);
  const bool counted_only = seen.rule.empty() && seen.text.empty();
  if (!counted_only && !seen_before(seen)) new_rule(seen);
}

void ConversationBuilder::set_block(std::string_view identity, Timestamp time) {
  const std::uint64_t hash = text_hash(identity) | 1;
  if (hash == block_hash_) return;
  const bool is_first = std::exchange(block_hash_, hash) == 0;
  if (is_first) return;  // nobody knows when that one came
  std::vector<Timestamp>& blocks = record_->blocks;
  if (blocks.size() == limits::blocks_kept)
    blocks.erase(blocks.begin(), blocks.begin() + limits::blocks_kept / 2);
  blocks.push_back(time);
}

bool ConversationBuilder::seen_before(const MessageSeen& seen) const {
  for (const RuleSeen& known : rules_) {
    if (known.rule == seen.rule.data() && known.dialect == seen.dialect.data()) return true;
  }
  return rules_.size() == rules_max;
}

void ConversationBuilder::new_rule(const MessageSeen& seen) {
  const bool other_dialect =
      std::ranges::any_of(rules_, [&](const RuleSeen& r) { return r.rule == seen.rule.data(); });
  constexpr std::size_t usual_rules = 8;
  if (rules_.empty()) rules_.reserve(usual_rules);
  rules_.push_back({seen.rule.data(), seen.dialect.data()});
  if (!seen.dialect.empty()) add_to_dialect(seen.dialect, seen.strength_nats);
  if (other_dialect) return;
  record_->strength_nats =
      std::min<double>(record_->strength_nats + seen.strength_nats, strength_nats_max);
  keep_sides(seen);
  keep_evidence(seen);
}

void ConversationBuilder::add_to_dialect(std::string_view dialect, float strength_nats) {
  const auto known = std::ranges::find(dialects_, dialect, &DialectStrength::dialect);
  const auto index = static_cast<std::size_t>(known - dialects_.begin());
  if (index == dialects_.size()) {
    if (dialects_.size() == dialects_max) return;
    dialects_.push_back({dialect, 0});
  }
  DialectStrength& sum = dialects_[index];
  sum.strength_nats += strength_nats;
  const DialectStrength* best = &dialects_[0];
  for (const DialectStrength& d : dialects_) {
    if (d.strength_nats > best->strength_nats) best = &d;
  }
  record_->dialect = best->dialect;
}

// Who spoke, and in which direction the miner sends: the strongest message tells.
void ConversationBuilder::keep_sides(const MessageSeen& seen) {
  const bool of_mining = seen.strength_nats > 0 && seen.kind != MessageKind::miner_status;
  if (!of_mining || seen.speaker == Speaker::either) return;
  const bool miner = seen.speaker == Speaker::miner;
  (miner ? record_->miner_spoke : record_->pool_spoke) = true;
  if (seen.strength_nats <= side_strength_nats_) return;
  side_strength_nats_ = seen.strength_nats;
  record_->miner_sends = miner ? seen.direction : opposite(seen.direction);
}

void ConversationBuilder::keep_evidence(const MessageSeen& seen) {
  auto& evidence = record_->evidence;
  if (evidence.size() >= limits::evidence_per_flow_max && !make_room_for(seen)) return;
  evidence.push_back({seen.time, seen.direction, seen.kind, seen.rule, seen.strength_nats,
                      readable(seen.text, limits::evidence_octets_max)});
}

// Gives up the weakest excerpt of a kind that has several, or else the weakest of all, if the new
// one is worth more.
bool ConversationBuilder::make_room_for(const MessageSeen& seen) {
  auto& evidence = record_->evidence;
  const auto of_kind = [&](MessageKind kind) {
    return std::ranges::count(evidence, kind, &Evidence::kind);
  };
  const auto worth = [&](MessageKind kind, float strength_nats, std::ptrdiff_t others) {
    const bool only_one = others == 0 && kind != MessageKind::other;
    return std::pair{only_one, strength_nats};
  };
  const auto worth_of = [&](const Evidence& e) {
    return worth(e.kind, e.strength_nats, of_kind(e.kind) - 1);
  };
  const auto least = std::ranges::min_element(evidence, {}, worth_of);
  if (worth(seen.kind, seen.strength_nats, of_kind(seen.kind)) <= worth_of(*least)) return false;
  evidence.erase(least);
  return true;
}

void ConversationBuilder::count_in_timeline(MessageKind kind, Timestamp time) {
  if (!record_->timeline) record_->timeline = std::make_unique<Timeline>();
  Timeline& timeline = *record_->timeline;
  const Timeline::Bin& last = timeline.last;
  if (time < last.begin || time >= last.end || timeline.counts.empty()) find_bin(timeline, time);
  saturating_add(timeline.counts[static_cast<std::size_t>(row_of(kind))][last.index], 1);
}

std::unique_ptr<ConversationRecord> ConversationBuilder::take_and_go_on() {
  std::unique_ptr<ConversationRecord> done =
      std::exchange(record_, std::make_unique<ConversationRecord>());
  record_->dialect = done->dialect;
  record_->related = done->related;
  record_->related_rule = done->related_rule;
  record_->carrier = done->carrier;
  record_->miner_sends = done->miner_sends;
  record_->coin = done->coin;
  record_->coin_basis = done->coin_basis;
  record_->algorithm = done->algorithm;
  record_->agent = done->agent;
  record_->login = done->login;
  record_->worker = done->worker;
  record_->pool = done->pool;
  record_->difficulty_last = done->difficulty_last;
  record_->hashes_per_share = done->hashes_per_share;
  rules_.clear();
  dialects_.clear();
  work_began_ = false;
  return done;
}

void ConversationBuilder::set_work(double hashes_per_share, double difficulty) {
  if (!std::isfinite(hashes_per_share) || hashes_per_share <= 0) return;
  record_->hashes_per_share = hashes_per_share;
  if (std::isfinite(difficulty)) record_->difficulty_last = difficulty;
}

void ConversationBuilder::share_submitted(Timestamp) {
  ShareStatistics& shares = record_->shares;
  ++shares.submitted;
  const double hashes = record_->hashes_per_share.value_or(0);
  outstanding_.push(hashes);
  if (hashes == 0) return;
  shares.submitted_hashes += hashes;
  ++shares.submitted_with_difficulty;
}

void ConversationBuilder::share_answered(Timestamp, bool accepted, std::uint64_t count) {
  ShareStatistics& shares = record_->shares;
  (accepted ? shares.accepted : shares.rejected) += count;
  const double in_force = record_->hashes_per_share.value_or(0);
  const auto add = [&](double hashes, std::uint64_t answered) {
    if (!accepted || hashes == 0) return;
    shares.accepted_hashes += hashes * static_cast<double>(answered);
    shares.accepted_with_difficulty += answered;
  };
  for (; count > 0 && !outstanding_.empty(); --count) {
    const double submitted = outstanding_.pop();
    add(submitted > 0 ? submitted : in_force, 1);
  }
  add(in_force, count);
}

void ConversationBuilder::Outstanding::push(double hashes) {
  if (size_ == hashes_.size()) pop();  // the oldest answer was not captured
  hashes_[(first_ + size_) % hashes_.size()] = hashes;
  ++size_;
}

double ConversationBuilder::Outstanding::pop() {
  const double hashes = hashes_[first_];
  first_ = static_cast<std::uint8_t>((first_ + 1) % hashes_.size());
  --size_;
  return hashes;
}

void ConversationBuilder::set_agent(std::string_view agent) {
  if (record_->agent.empty()) set_text(record_->agent, agent);
}

void ConversationBuilder::set_login(std::string_view login) {
  if (record_->login.empty()) set_text(record_->login, login);
}

void ConversationBuilder::set_worker(std::string_view worker) { set_text(record_->worker, worker); }

void ConversationBuilder::set_pool(std::string_view host_and_port) {
  set_text(record_->pool, host_and_port);
}

void ConversationBuilder::set_reported_hash_rate(double hashes_per_s) {
  if (std::isfinite(hashes_per_s) && hashes_per_s > 0) record_->reported_hash_rate = hashes_per_s;
}

void ConversationBuilder::set_coin(std::string_view ticker, int rank, std::string_view basis) {
  if (ticker.empty() || rank <= coin_rank_) return;
  coin_rank_ = static_cast<std::uint8_t>(rank);
  record_->coin = readable(as_bytes(ticker), limits::text_field_octets_max);
  record_->coin_basis = basis;
}

void ConversationBuilder::set_algorithm(std::string_view algorithm, int rank) {
  if (algorithm.empty() || rank <= algorithm_rank_) return;
  algorithm_rank_ = static_cast<std::uint8_t>(rank);
  record_->algorithm = readable(as_bytes(algorithm), limits::text_field_octets_max);
}

// What is told more exactly wins: "some JSON-RPC" gives way to anything, a node to its storage network. Otherwise the first
// stays.
void ConversationBuilder::related(RelatedClass related, std::string_view rule) {
  using enum RelatedClass;
  const RelatedClass before = record_->related;
  const bool exacter = before == none || (before == json_rpc && related != json_rpc) ||
                       (before == blockchain_node && related == storage_network);
  if (!exacter || related == none) return;
  record_->related = related;
  record_->related_rule = rule;
}

void ConversationBuilder::carrier(std::string_view step) {
  std::string& carrier = record_->carrier;
  if (carrier.size() + step.size() >= limits::text_field_octets_max) return;
  if (!carrier.empty()) carrier += '/';
  carrier += step;
}

}  // namespace davy::flow
