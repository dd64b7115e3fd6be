#include "flow/flow_table.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <initializer_list>
#include <optional>

#include "flow/dissect/json_dialects.hpp"

namespace davy::flow {
namespace {

using capture::Packet;
using capture::TcpFlags;

// A flow that never got an answer to its opening is forgotten sooner; one that was closed as soon as stragglers are in.
constexpr Duration unanswered_timeout = std::chrono::minutes{2};
constexpr Duration closed_timeout = std::chrono::seconds{10};
constexpr std::uint8_t conversations_per_flow_max = 8;
constexpr int swept_per_new_flow = 2;
// A name begins in the first segment of a direction, or, behind a proxy's greeting, in the second or third.
constexpr std::size_t name_begins_within = 3;
constexpr int eviction_candidates = 8;

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  const auto product = static_cast<unsigned __int128>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t endpoint_hash(const IpAddress& address, std::uint16_t port) {
  return mix(address.half(0) ^ 0x9e3779b97f4a7c15u,
             address.half(8) ^ (std::uint64_t{port} << 16 | port) ^ 0xbf58476d1ce4e5b9u);
}

bool is_from(const Packet& packet, const IpAddress& address, std::uint16_t port) {
  return packet.source_port == port && packet.source == address;
}
bool is_to(const Packet& packet, const IpAddress& address, std::uint16_t port) {
  return packet.destination_port == port && packet.destination == address;
}

// Which way the packet goes in the flow; nothing where it is of another one.
std::optional<Direction> direction_in(const FlowEntry& flow, const Packet& packet) {
  if (is_from(packet, flow.source, flow.source_port)) {
    if (is_to(packet, flow.destination, flow.destination_port)) return Direction::forward;
  } else if (is_from(packet, flow.destination, flow.destination_port) &&
             is_to(packet, flow.source, flow.source_port)) {
    return Direction::reverse;
  }
  return std::nullopt;
}

// First octets of what may begin in the middle of a flow: messages in JSON, HTTP, WebSocket, Stratum V2. Whatever else
// gate() knows shows in the first payloads of a direction, which it is asked about one and all.
constexpr std::uint8_t payloads_all_gated = 4;
constexpr std::array<bool, 256> make_first_octets() {
  std::array<bool, 256> worth{};
  for (const std::uint8_t c :
       std::initializer_list<std::uint8_t>{'{', '[', ' ', '\r', '\n', '\t', 0x1e, 'e', 'G', 'P',
                                           'H', 'C', 'O', 'D', 'T', 'R', 0x81, 0x00}) {
    worth[c] = true;
  }
  return worth;
}
constexpr std::array<bool, 256> first_octets = make_first_octets();

bool is_syn(const Packet& packet) {
  return (packet.tcp_flags & (TcpFlags::syn | TcpFlags::ack)) == TcpFlags::syn;
}
bool is_syn_ack(const Packet& packet) {
  return (packet.tcp_flags & (TcpFlags::syn | TcpFlags::ack)) == (TcpFlags::syn | TcpFlags::ack);
}

// Is the sender of the first packet seen the one that opened the flow?
bool sender_opened(const Packet& packet) {
  if (packet.transport == capture::Transport::tcp) {
    if (is_syn(packet)) return true;
    if (is_syn_ack(packet)) return false;
    return packet.source_port >= packet.destination_port;
  }
  return true;
}

}  // namespace

std::uint64_t flow_hash(const Packet& packet) {
  const std::uint64_t a = endpoint_hash(packet.source, packet.source_port);
  const std::uint64_t b = endpoint_hash(packet.destination, packet.destination_port);
  const std::uint64_t rest =
      std::uint64_t{packet.vlan} << 8 | static_cast<std::uint8_t>(packet.transport);
  return mix(a + b, (a ^ b) + (rest | 1) * 0x94d049bb133111ebu);
}

void FlowCounts::add(const FlowCounts& other) {
  flows += other.flows;
  evicted += other.evicted;
  conversations_dropped += other.conversations_dropped;
  clocks_left_out += other.clocks_left_out;
  names_left_out += other.names_left_out;
  flows_peak += other.flows_peak;
  table_octets_peak += other.table_octets_peak;
}

FlowTable::FlowTable(const FlowOptions& options, FlowSink& sink) : options_(options), sink_(sink) {
  options_.flows_max =
      std::max<std::size_t>(options.flows_max / limits::flow_shards, eviction_candidates);
  options_.conversations_max =
      std::max<std::size_t>(options.conversations_max / limits::flow_shards, 1);
  options_.held_octets_max = options.held_octets_max / limits::flow_shards;
  if (options.active_timeout <= Duration{0}) options_.active_timeout = Duration::max();
  workspace_.timelines = options.timelines;
}

FlowTable::~FlowTable() = default;

FlowTable::Found FlowTable::find(const Packet& packet, std::uint32_t hash) {
  Found found;
  const auto slot = index_.find(hash, [&](std::uint32_t number) {
    FlowEntry& candidate = entry(number);
    if (candidate.vlan != packet.vlan || candidate.transport != packet.transport) return false;
    const auto direction = direction_in(candidate, packet);
    if (!direction) return false;
    found.flow = &candidate;
    found.direction = *direction;
    return true;
  });
  found.slot = slot.value_or(0);
  return found;
}

void FlowTable::update(const Packet& packet, std::uint64_t hash64) {
  const auto hash = static_cast<std::uint32_t>(hash64);
  Found found = find(packet, hash);
  if (found.flow != nullptr &&
      (over(*found.flow, packet.time) || (found.flow->closed && is_syn(packet)))) [[unlikely]] {
    remove(index_.entry_at(found.slot), found.flow->closed ? EndReason::closed : EndReason::idle);
    found.flow = nullptr;
  }
  if (found.flow == nullptr) [[unlikely]]
    found = open(packet, hash);
  if (packet.time - found.flow->first_seen > options_.active_timeout) [[unlikely]]
    report_active(*found.flow, packet.time);
  count(*found.flow, found.direction, packet);
  follow(*found.flow, found.direction, packet);
  // What says nothing tells of the other side where that is not seen.
  const bool speaks = packet.payload_wire_octets != 0 ||
                      found.flow->packets[1 - static_cast<std::size_t>(found.direction)] == 0;
  if (speaks && packet.time - found.flow->first_seen >= rhythm_from && options_.rhythm != nullptr)
    keep_rhythm(*found.flow, found.direction, packet);
  if (found.flow->conversation != nullptr || found.flow->rhythm != nullptr)
    index_.mark_followed(found.slot);
  if (options_.live && !found.flow->listed) list(*found.flow, index_.entry_at(found.slot));
}

void FlowTable::count(FlowEntry& flow, Direction direction, const Packet& packet) {
  const auto d = static_cast<std::size_t>(direction);
  flow.last_seen = std::max(flow.last_seen, packet.time);
  flow.first_seen = std::min(flow.first_seen, packet.time);
  ++flow.packets[d];
  flow.octets[d] += packet.ip_octets;
  if ((packet.tcp_flags & (TcpFlags::fin | TcpFlags::rst)) != 0) [[unlikely]] {
    if ((packet.tcp_flags & TcpFlags::fin) != 0)
      flow.fins = static_cast<std::uint8_t>(flow.fins | (1u << d));
    flow.closed = flow.fins == 3 || (packet.tcp_flags & TcpFlags::rst) != 0;
  }
}

void FlowTable::follow(FlowEntry& flow, Direction direction, const Packet& packet) {
  const auto d = static_cast<std::size_t>(direction);
  if (flow.conversation != nullptr) {
    if (!flow.stopped && flow.conversation->packet(direction, packet)) look_after(flow);
  } else if (options_.content && packet.payload_octets != 0 &&
             (flow.payloads[d] < payloads_all_gated || first_octets[packet.payload_data[0]])) {
    begin_conversation(flow, direction, packet);
  }
  const std::size_t name_segments =
      flow.names == 0 ? name_begins_within : limits::name_segments_max;
  if (flow.payloads[d] < name_segments && !flow.names_over && packet.payload_octets != 0)
      [[unlikely]]
    look_for_names(flow, direction, packet);
  if (packet.payload_wire_octets != 0 && flow.payloads[d] != 0xff) ++flow.payloads[d];
}

void FlowTable::begin_conversation(FlowEntry& flow, Direction direction, const Packet& packet) {
  if (flow.followed == conversations_per_flow_max) return;
  const Position position{
      .transport = packet.transport,
      .first_in_direction = flow.payloads[static_cast<std::size_t>(direction)] == 0,
      .first_in_flow = flow.payloads[0] + flow.payloads[1] == 0,
      .opening_seen = flow.opening_seen,
      .source_port = packet.source_port,
      .destination_port = packet.destination_port};
  const Content content = gate(packet.payload(), position);
  if (content == Content::none) [[likely]]
    return;
  if (conversations_now_ >= options_.conversations_max) {
    ++counts_.conversations_dropped;
    return;
  }
  ++flow.followed;
  ++conversations_now_;
  flow.conversation = std::make_unique<Conversation>(content, workspace_, position);
  if (flow.conversation->packet(direction, packet)) look_after(flow);
}

// Stops following what turned out to be of no interest, and what holds much where all together hold too much.
void FlowTable::look_after(FlowEntry& flow) {
  Conversation& conversation = *flow.conversation;
  held_now_ += conversation.held_change();
  const bool too_much = held_now_ > static_cast<std::ptrdiff_t>(options_.held_octets_max) &&
                        conversation.held_octets() > limits::held_octets_free;
  if (!too_much && !conversation.gave_up()) [[likely]]
    return;
  if (too_much) ++counts_.conversations_dropped;
  conversation.end();
  if (conversation.worth_reporting()) {
    conversation.stop();
    held_now_ += conversation.held_change();
    flow.stopped = true;
    return;
  }
  flow.followed = conversations_per_flow_max;
  forget_conversation(flow);
}

void FlowTable::forget_conversation(FlowEntry& flow) {
  held_now_ -= static_cast<std::ptrdiff_t>(flow.conversation->held_octets());
  flow.conversation = nullptr;
  --conversations_now_;
}

bool FlowTable::over(const FlowEntry& flow, Timestamp now) const {
  const Duration quiet = now - flow.last_seen;
  if (quiet > options_.idle_timeout) return true;
  const bool unanswered = flow.packets[0] == 0 || flow.packets[1] == 0;
  return (flow.closed && quiet > closed_timeout) ||
         (unanswered && flow.conversation == nullptr && quiet > unanswered_timeout);
}

FlowTable::Found FlowTable::open(const Packet& packet, std::uint32_t hash) {
  const std::uint32_t index = allocate(packet.time);
  FlowEntry& flow = entry(index);  // as new
  const bool forward = sender_opened(packet);
  flow.source = forward ? packet.source : packet.destination;
  flow.destination = forward ? packet.destination : packet.source;
  flow.source_port = forward ? packet.source_port : packet.destination_port;
  flow.destination_port = forward ? packet.destination_port : packet.source_port;
  flow.vlan = packet.vlan;
  flow.transport = packet.transport;
  flow.in_use = true;
  flow.hash = hash;
  flow.opening_seen =
      is_syn(packet) || is_syn_ack(packet) || packet.transport == capture::Transport::udp;
  flow.names_over = options_.names == nullptr;
  flow.first_seen = flow.last_seen = packet.time;
  while (const auto crowded = index_.make_room(hash)) {
    ++counts_.evicted;
    remove(*crowded, EndReason::evicted);
  }
  const std::size_t slot = index_.insert(hash, index);
  ++counts_.flows;
  ++flows_now_;
  measure();
  return {&flow, forward ? Direction::forward : Direction::reverse, slot};
}

std::uint32_t FlowTable::allocate(Timestamp now) {
  expire_some(now);
  if (flows_now_ >= options_.flows_max) evict_one();
  if (!free_.empty()) {
    const std::uint32_t index = free_.back();
    free_.pop_back();
    const bool listed = entry(index).listed;  // the list has its number still
    entry(index) = FlowEntry{};
    entry(index).listed = listed;
    return index;
  }
  if (used_ % chunk_entries == 0) chunks_.push_back(std::make_unique<Chunk>());
  return used_++;
}

void FlowTable::measure() {
  counts_.flows_peak = std::max<std::uint64_t>(counts_.flows_peak, flows_now_);
  counts_.table_octets_peak = chunks_.size() * chunk_entries * sizeof(FlowEntry) + index_.octets();
}

// A new flow pays for looking at two old ones, so the table cannot fill with flows that are over.
void FlowTable::expire_some(Timestamp now) {
  for (int i = 0; i < swept_per_new_flow && used_ > 0; ++i) {
    hand_ = hand_ + 1 < used_ ? hand_ + 1 : 0;
    const FlowEntry& flow = entry(hand_);
    if (flow.in_use && over(flow, now))
      remove(hand_, flow.closed ? EndReason::closed : EndReason::idle);
  }
}

void FlowTable::evict_one() {
  std::uint32_t oldest = used_;
  for (int seen = 0; seen < eviction_candidates;) {
    hand_ = hand_ + 1 < used_ ? hand_ + 1 : 0;
    if (!entry(hand_).in_use) continue;
    ++seen;
    if (oldest == used_ || entry(hand_).last_seen < entry(oldest).last_seen) oldest = hand_;
  }
  ++counts_.evicted;
  remove(oldest, EndReason::evicted);
}

// Who did not answer: a pool that was silent, or one whose packets were not captured.
void FlowTable::complete(ConversationRecord& conversation, const FlowRecord& record) {
  fill_usual(conversation);
  if (!conversation.miner_spoke || conversation.pool_spoke || !conversation.miner_sends) return;
  const auto other = static_cast<std::size_t>(opposite(*conversation.miner_sends));
  conversation.peer_not_captured = record.packets[other] == 0;
  conversation.peer_silent = !conversation.peer_not_captured;
}

FlowRecord FlowTable::record_of(const FlowEntry& flow, EndReason reason) {
  return FlowRecord{.key = {flow.source, flow.destination, flow.source_port, flow.destination_port,
                            flow.vlan, flow.transport},
                    .first_seen = flow.first_seen,
                    .last_seen = flow.last_seen,
                    .packets = flow.packets,
                    .octets = flow.octets,
                    .end_reason = reason,
                    .opening_seen = flow.opening_seen,
                    .conversation = nullptr,
                    .rhythm = nullptr};
}

void FlowTable::report(FlowEntry& flow, EndReason reason) {
  FlowRecord record = record_of(flow, reason);
  if (flow.conversation != nullptr) {
    flow.conversation->end();
    if (flow.conversation->worth_reporting()) {
      record.conversation = flow.conversation->take();
      complete(*record.conversation, record);
    }
    forget_conversation(flow);
  }
  record.rhythm = rhythm_of(flow, true);
  forget_rhythm(flow);
  record.names = names_of(flow, record);
  forget_names(flow);
  sink_.flow(std::move(record));
}

// Reports the flow so far and goes on counting from 0: the records of one flow add up (as IPFIX's delta counts do).
void FlowTable::report_active(FlowEntry& flow, Timestamp now) {
  FlowRecord record = record_of(flow, EndReason::active);
  if (flow.conversation != nullptr && flow.conversation->worth_reporting()) {
    record.conversation = flow.conversation->take_and_go_on();
    complete(*record.conversation, record);
  }
  record.rhythm = rhythm_of(flow, false);
  record.names = names_of(flow, record);
  sink_.flow(std::move(record));
  flow.packets = flow.octets = {};
  flow.first_seen = flow.last_seen = now;
}

void FlowTable::remove(std::uint32_t index, EndReason reason) {
  FlowEntry& flow = entry(index);
  index_.erase(flow.hash, index);
  report(flow, reason);
  flow.in_use = false;
  free_.push_back(index);
  --flows_now_;
}

void FlowTable::finish() {
  for (std::uint32_t i = 0; i < used_; ++i) {
    FlowEntry& flow = entry(i);
    if (flow.in_use) report(flow, flow.closed ? EndReason::closed : EndReason::end_of_input);
    flow.in_use = false;
  }
  index_.clear();
  chunks_.clear();
  free_.clear();
  listed_.clear();
  used_ = flows_now_ = hand_ = 0;
}

}  // namespace davy::flow
