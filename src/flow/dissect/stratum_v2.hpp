// Stratum V2 in clear: binary frames for mining, job declaration and template distribution.
//
// Units:   targets are 256-bit little-endian; work is reported as expected hashes per share.
// Shape:   begins with SetupConnection, or is picked up mid-stream after three frames in a row, of either side, whose types
//          are known and whose payloads have exactly the form of their type.
// Errors:  frames that contradict their form are counted (binary_frame); reading goes on where frames begin again.
// Threads: one owner.
// Source:  stratum-mining/sv2-spec, chapters 3 and 5 to 8, read 2026-11.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "flow/dissect/binary_frames.hpp"
#include "flow/dissect/dissector.hpp"

namespace davy::flow {

namespace dialects {
extern const Dialect stratum_v2;
}

namespace sv2 {

inline constexpr std::size_t header_octets = 6;
inline constexpr std::uint16_t channel_bit =
    0x8000;  // of the extension type: the message is for one channel

struct Header {
  std::uint16_t extension = 0;  // without the channel bit
  std::uint8_t type = 0;
  std::uint32_t length = 0;  // of the payload
};
inline Header read_header(Bytes six) {
  ByteReader reader(six);
  Header header;
  header.extension = static_cast<std::uint16_t>(reader.le16() & ~channel_bit);
  header.type = reader.u8();
  header.length = reader.le24();
  return header;
}

// One message type. `layout` names its fields in order: 1 2 4 8 numbers of so many octets, H 32 octets, O optional u32,
// S text and B octets with an 8-bit length, K octets with a 16-bit length, P up to 255 hashes, Q numbers of 4 octets with a
// 16-bit count, * anything.
struct Message {
  std::uint8_t type;
  std::string_view layout;
  const Shape* shape;
};
const Message* find_message(std::uint8_t type);
// Has the payload exactly this form? Of a payload that is not complete, as far as it goes.
bool has_layout(std::string_view layout, Bytes payload, bool complete);
// 2^256 / (target + 1)
double hashes_for_target(Bytes little_endian_32);

}  // namespace sv2

// The gate: SetupConnection, or whole frames of known form and nothing else.
bool begins_as_stratum_v2_slowly(Bytes first_payload);
inline bool begins_as_stratum_v2(Bytes first_payload) {
  return first_payload.size() > sv2::header_octets && first_payload[0] == 0 &&
         (first_payload[1] & 0x7f) == 0 && first_payload[2] < 0x80 && first_payload[5] < 2 &&
         begins_as_stratum_v2_slowly(first_payload);
}

class StratumV2 final : public Dissector {
 public:
  void bytes(Direction direction, Timestamp time, Bytes bytes, ConversationBuilder& out) override;
  void gap(Direction direction, std::uint64_t octets, ConversationBuilder& out) override;
  bool gave_up() const override { return !confirmed_ && misses_ >= segments_without_frame_max; }

 private:
  struct Frame {
    Direction direction;
    Timestamp time;
    std::vector<std::uint8_t> octets;
    std::uint64_t size;
  };
  struct Side {
    FrameCutter frames;
    bool lost = false;  // not at a frame's beginning: looks for one at each new segment
  };

  bool frame(Direction direction, Timestamp time, Bytes octets, std::uint64_t size,
             ConversationBuilder& out);
  void wait_for_more(Direction direction, Timestamp time, Bytes octets, std::uint64_t size,
                     ConversationBuilder& out);
  void read(Direction direction, Timestamp time, Bytes octets, const sv2::Message& message,
            ConversationBuilder& out);

  std::array<Side, 2> sides_;
  std::vector<Frame> unconfirmed_;  // at most two
  std::uint8_t misses_ = 0;         // segments that held no frame, before it was confirmed
  bool confirmed_ = false;
};

}  // namespace davy::flow
