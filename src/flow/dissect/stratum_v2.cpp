#include "flow/dissect/stratum_v2.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>

#include "base/limits.hpp"

namespace davy::flow {
namespace {

using sv2::Header;
using sv2::Message;

constexpr std::size_t frames_to_confirm = 3;
constexpr double bitcoin_difficulty_1_hashes = 4294967296.0;  // 2^32
constexpr std::uint32_t shares_per_answer_max = 100'000;      // more in one answer is a lie

bool is_text(Bytes bytes) {
  return std::ranges::all_of(bytes, [](std::uint8_t c) { return c >= 0x20 && c != 0x7f; });
}

// Skips one field; false if it cannot be what the layout says.
bool skip_field(char field, ByteReader& reader) {
  switch (field) {
    case 'H':
      reader.skip(32);
      return true;
    case 'O': {
      const std::uint8_t present = reader.u8();
      reader.skip(present * 4u);
      return present <= 1;
    }
    case 'S':
      return is_text(reader.bytes(reader.u8()));
    case 'B':
      reader.skip(reader.u8());
      return true;
    case 'K':
      reader.skip(reader.le16());
      return true;
    case 'P':
      reader.skip(reader.u8() * std::size_t{32});
      return true;
    case 'Q':
      reader.skip(reader.le16() * std::size_t{4});
      return true;
    default:
      reader.skip(static_cast<std::size_t>(field - '0'));
      return true;
  }
}

std::string text_of(Bytes bytes) { return std::string(as_text(bytes)); }

// Only versions that exist or may soon: the specification knows 2.
bool plausible_setup(Bytes payload) {
  ByteReader reader(payload);
  const std::uint8_t protocol = reader.u8();
  const std::uint16_t least = reader.le16();
  const std::uint16_t most = reader.le16();
  return !reader.failed() && protocol <= 3 && least >= 1 && least <= most && most <= 16;
}

void read_setup(ByteReader reader, ConversationBuilder& out) {
  reader.skip(1 + 2 + 2 + 4);
  std::string host = text_of(reader.bytes(reader.u8()));
  const std::uint16_t port = reader.le16();
  std::string agent;
  for (int i = 0; i < 3; ++i) {  // vendor, hardware, firmware
    const std::string part = text_of(reader.bytes(reader.u8()));
    if (!agent.empty() && !part.empty()) agent += ' ';
    agent += part;
  }
  if (reader.failed()) return;
  out.set_agent(agent);
  if (!host.empty()) out.set_pool(host + ":" + std::to_string(port));
}

void read_target(Bytes target, ConversationBuilder& out) {
  if (target.size() != 32) return;
  const double hashes = sv2::hashes_for_target(target);
  out.set_work(hashes, hashes / bitcoin_difficulty_1_hashes);
}

void read_open_channel(ByteReader reader, ConversationBuilder& out) {
  reader.skip(4);
  const std::string user = text_of(reader.bytes(reader.u8()));
  const auto hashes_per_s = std::bit_cast<float>(reader.le32());
  if (reader.failed()) return;
  out.set_login(user);
  if (const auto dot = user.rfind('.'); dot != std::string::npos) {
    out.set_worker(std::string_view{user}.substr(dot + 1));
  }
  out.set_reported_hash_rate(static_cast<double>(hashes_per_s));
}

void read_answer_to_shares(ByteReader reader, Timestamp time, ConversationBuilder& out) {
  reader.skip(4 + 4);
  const std::uint32_t count = reader.le32();
  if (count > shares_per_answer_max) out.malformed(Malformed::binary_frame);
  out.share_answered(time, true, std::min(count, shares_per_answer_max));
}

// What a message says beside being of its kind.
void read_fields(const Message& message, Bytes payload, Timestamp time, ConversationBuilder& out) {
  ByteReader reader(payload);
  switch (message.type) {
    case 0x00:
      return read_setup(reader, out);
    case 0x10:
    case 0x13:
      return read_open_channel(reader, out);
    case 0x11:
    case 0x14:
      reader.skip(4 + 4);
      return read_target(reader.bytes(32), out);
    case 0x16:
      reader.skip(4);
      return out.set_reported_hash_rate(static_cast<double>(std::bit_cast<float>(reader.le32())));
    case 0x1a:
    case 0x1b:
      return out.share_submitted(time);
    case 0x1c:
      return read_answer_to_shares(reader, time, out);
    case 0x1d:
      return out.share_answered(time, false);
    case 0x21:
      reader.skip(4);
      return read_target(reader.bytes(32), out);
    default:
      return;
  }
}

// The message that the octets hold, if they have its form.
const Message* recognise(Bytes octets, std::uint64_t size) {
  const Header header = sv2::read_header(octets);
  const Message* message = header.extension == 0 ? sv2::find_message(header.type) : nullptr;
  if (message == nullptr) return nullptr;
  const Bytes payload = octets.subspan(sv2::header_octets);
  if (header.type == 0x00 && !plausible_setup(payload)) return nullptr;
  return sv2::has_layout(message->layout, payload, octets.size() == size) ? message : nullptr;
}

}  // namespace

namespace sv2 {

bool has_layout(std::string_view layout, Bytes payload, bool complete) {
  ByteReader reader(payload);
  for (const char field : layout) {
    if (field == '*') return !reader.failed();
    if (!skip_field(field, reader)) return false;
    if (reader.failed()) return !complete;
  }
  return reader.remaining() == 0 && complete;
}

double hashes_for_target(Bytes little_endian_32) {
  double target = 1;
  for (std::size_t i = 0; i < little_endian_32.size(); ++i) {
    target += std::ldexp(little_endian_32[i], static_cast<int>(8 * i));
  }
  return std::ldexp(1.0, 256) / target;
}

}  // namespace sv2

bool begins_as_stratum_v2_slowly(Bytes first_payload) {
  bool any = false;
  while (first_payload.size() >= sv2::header_octets) {
    const Header header = sv2::read_header(first_payload);
    const std::uint64_t size = sv2::header_octets + std::uint64_t{header.length};
    const std::size_t here = std::min<std::size_t>(first_payload.size(), size);
    const bool set_up = header.type == 0x00;
    // Mid-stream a short message without text or hashes says too little, and a cut one nothing.
    if (!set_up && (here < size || header.length < 24)) return false;
    if (recognise(first_payload.first(here), size) == nullptr) return false;
    if (set_up) return here >= sv2::header_octets + 5;
    any = true;
    first_payload = first_payload.subspan(here);
  }
  return any && first_payload.empty();
}

void StratumV2::bytes(Direction direction, Timestamp time, Bytes bytes, ConversationBuilder& out) {
  Side& side = sides_[static_cast<std::size_t>(direction)];
  const auto measure = [&](Bytes front) -> std::optional<std::uint64_t> {
    if (front.size() < sv2::header_octets) return 0;
    const Header header = sv2::read_header(front);
    const bool extension = header.extension != 0 && confirmed_ && !side.lost;
    if (!extension && (header.extension != 0 || sv2::find_message(header.type) == nullptr)) {
      return std::nullopt;
    }
    return sv2::header_octets + std::uint64_t{header.length};
  };
  const auto take = [&](Bytes octets, std::uint64_t size) {
    return frame(direction, time, octets, size, out);
  };
  if (side.frames.add(bytes, measure, take)) return;
  if (!side.lost) out.malformed(Malformed::binary_frame);
  if (confirmed_)
    ++out.record().messages_unread;
  else if (misses_ < segments_without_frame_max)
    ++misses_;
  side.frames = {};
  side.lost = true;
  unconfirmed_.clear();
}

void StratumV2::gap(Direction direction, std::uint64_t octets, ConversationBuilder& out) {
  Side& side = sides_[static_cast<std::size_t>(direction)];
  if (side.frames.gap(octets)) return;
  side.lost = true;
  if (confirmed_) ++out.record().messages_unread;
  unconfirmed_.clear();
}

bool StratumV2::frame(Direction direction, Timestamp time, Bytes octets, std::uint64_t size,
                      ConversationBuilder& out) {
  if (confirmed_ && sv2::read_header(octets).extension != 0) return true;
  const Message* message = recognise(octets, size);
  if (message == nullptr) return false;
  sides_[static_cast<std::size_t>(direction)].lost = false;
  if (!confirmed_ && message->type != 0x00) {
    wait_for_more(direction, time, octets, size, out);
    return true;
  }
  confirmed_ = true;
  read(direction, time, octets, *message, out);
  return true;
}

// Picked up mid-stream: the first frames are kept until enough of them agree.
void StratumV2::wait_for_more(Direction direction, Timestamp time, Bytes octets, std::uint64_t size,
                              ConversationBuilder& out) {
  unconfirmed_.push_back({direction, time, {octets.begin(), octets.end()}, size});
  if (unconfirmed_.size() < frames_to_confirm) return;
  confirmed_ = true;
  for (const Frame& kept : unconfirmed_) {
    const Message* message = recognise(kept.octets, kept.size);
    if (message != nullptr) read(kept.direction, kept.time, kept.octets, *message, out);
  }
  unconfirmed_.clear();
}

void StratumV2::read(Direction direction, Timestamp time, Bytes octets, const Message& message,
                     ConversationBuilder& out) {
  report(dialects::stratum_v2, *message.shape, time, direction, octets, out);
  out.set_algorithm(dialects::stratum_v2.algorithm, 1);
  read_fields(message, octets.subspan(sv2::header_octets), time, out);
}

}  // namespace davy::flow
