// The part of the flow table that keeps rhythms.
#include <algorithm>
#include <array>

#include "flow/flow_table.hpp"
#include "flow/text_payload.hpp"

namespace davy::flow {

using capture::Packet;

namespace {

// The way back takes another road, as it does at many a border.
bool is_one_sided(const FlowEntry& flow, Direction direction, const Packet& packet) {
  return flow.packets[1 - static_cast<std::size_t>(direction)] == 0 &&
         packet.transport == capture::Transport::tcp &&
         (packet.tcp_flags & capture::TcpFlags::ack) != 0;
}

// Look-ups, clocks and discovery over UDP: questions of a moment, however many share a port.
bool is_of_questions(const FlowEntry& flow) {
  constexpr std::array<std::uint16_t, 7> ports{53, 123, 137, 161, 1900, 5353, 5355};
  const auto holds = [&](std::uint16_t port) {
    return std::ranges::find(ports, port) != ports.end();
  };
  return flow.transport == capture::Transport::udp &&
         (holds(flow.source_port) || holds(flow.destination_port));
}

}  // namespace

// Only what still speaks some seconds into the flow has a rhythm, so most flows never cost one.
void FlowTable::keep_rhythm(FlowEntry& flow, Direction direction, const Packet& packet) {
  const bool one_sided = is_one_sided(flow, direction, packet);
  if (packet.payload_wire_octets == 0 && !one_sided) return;
  if (flow.rhythm == nullptr) {
    // Of one direction alone nobody can tell questions from answers, but where it acknowledges them.
    if (flow.rhythm_over || ((flow.packets[0] == 0 || flow.packets[1] == 0) && !one_sided)) return;
    if (is_of_questions(flow)) {
      flow.rhythm_over = true;
      return;
    }
    flow.rhythm = std::make_unique<Rhythm>(flow.first_seen, flow.opening_seen, packet.transport);
  }
  if (one_sided) flow.rhythm->acknowledged(direction, packet, *options_.rhythm);
  if (packet.payload_wire_octets != 0) {
    const bool is_text = options_.content && begins_as_text(packet.payload());
    flow.rhythm->packet(direction, packet, is_text, *options_.rhythm);
  }
  if (!flow.rhythm->is_read()) look_whether_read(flow);
  if (flow.rhythm->wants_push_log()) [[unlikely]]
    begin_push_log(*flow.rhythm);
  if (!flow.rhythm->too_fast()) [[likely]]
    return;
  flow.rhythm_over = true;
  forget_rhythm(flow);
}

void FlowTable::look_whether_read(FlowEntry& flow) {
  if (flow.conversation == nullptr || !flow.rhythm->is_mostly_text()) return;
  if (const auto client = flow.conversation->miner_sends_to_pool())
    flow.rhythm->read_as_mining(*client);
}

void FlowTable::begin_push_log(Rhythm& rhythm) {
  if (push_logs_now_ >= limits::push_logs_max / limits::flow_shards) {
    ++counts_.clocks_left_out;
    return rhythm.refuse_push_log();
  }
  ++push_logs_now_;
  rhythm.begin_push_log();
}

void FlowTable::forget_rhythm(FlowEntry& flow) {
  if (flow.rhythm != nullptr && flow.rhythm->has_push_log()) --push_logs_now_;
  flow.rhythm = nullptr;
}

std::unique_ptr<RhythmRecord> FlowTable::rhythm_of(FlowEntry& flow, bool ended) {
  if (flow.rhythm == nullptr) return nullptr;
  if (ended) flow.rhythm->end(*options_.rhythm);
  RhythmRecord record = flow.rhythm->record();
  return record.checkpoints.empty() ? nullptr : std::make_unique<RhythmRecord>(std::move(record));
}

}  // namespace davy::flow
