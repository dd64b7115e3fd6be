// The names that a flow's first segments tell: hellos of TLS and QUIC, certificates in clear, Host, proxy targets.
//
// Shape:   one object for each flow that told something, until it ends; a shard has a table of them. Segments in order are
//          put together; one that is missing ends the looking. A certificate is read only where the client named nobody:
//          it costs forty times as much as a hello.
// Errors:  what contradicts itself is counted: Malformed::name.
// Bounds:  limits::named_flows_max, limits::name_segments_max, limits::tls_hello_octets_max, limits::certificates_octets_max.
// Threads: one owner, the flow's shard.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/malformed.hpp"
#include "capture/packet.hpp"
#include "flow/conversation_record.hpp"
#include "flow/dissect/names/quic_initial.hpp"
#include "flow/dissect/names/tls_hello.hpp"
#include "flow/names_record.hpp"

namespace davy::flow {

class FlowNames {
 public:
  // Could this, an early segment of its direction, tell a name? Cheap: it is asked for every flow.
  static bool may_begin(const capture::Packet& packet);

  void packet(Direction direction, const capture::Packet& packet, MalformedCounts& malformed);
  bool wants_more() const { return wants_hello_ || wants_certificate_; }
  bool is_empty() const { return !hello_seen_ && host_.text.empty(); }
  bool any_wanted(const NameJudge& judge) const {
    return (!host_.text.empty() && judge.wants(host_.text)) ||
           (!certificate_.empty() && judge.may_want(certificate_));
  }
  // With fingerprints, which are made only now: most flows are never told of. Null where nothing was seen.
  std::unique_ptr<NamesRecord> record() const;

 private:
  struct Held {
    std::vector<std::uint8_t> octets;
    std::uint32_t next_sequence = 0;
    std::uint8_t segments = 0;
  };
  bool hold(Held& held, const capture::Packet& packet, std::size_t octets_max);
  void first_segment(Direction direction, const capture::Packet& packet);
  void read_hello(const capture::Packet& packet, MalformedCounts& malformed);
  void look_for_certificate(const capture::Packet& packet, MalformedCounts& malformed);
  void read_quic(const capture::Packet& packet, MalformedCounts& malformed);
  void keep(TlsHelloFacts&& facts, NameSource source);

  HostName host_;                    // the one that was named, if it is one
  std::vector<std::uint8_t> hello_;  // the message: it is taken apart again for who is told of it
  std::unique_ptr<QuicHello> quic_;
  Held client_, server_;
  std::vector<std::uint8_t> certificate_;  // of the server, as sent
  Direction client_sends_ = Direction::forward;
  bool begun_ = false;
  bool hello_seen_ = false;
  bool wants_hello_ = false;
  bool wants_certificate_ = false;
  bool is_quic_ = false;
};

}  // namespace davy::flow
