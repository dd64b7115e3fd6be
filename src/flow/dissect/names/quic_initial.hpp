// The client's TLS hello in QUIC Initial packets, which everybody on the way can decrypt: their keys are made from a
// connection id that they carry.
//
// Shape:   one object a flow, fed with the UDP payloads of the client until it is complete (then it stays so). Versions 1
//          and 2; the hello may be spread over frames, packets and datagrams, in any order. A server's packets do not
//          decrypt with a client's keys: give both directions where it is not known which one is the client's.
// Errors:  other = no client Initial here: another version or packet, or it fails authentication (cut by the capture,
//          the server's, noise). incomplete = one was read, the hello is not whole. malformed = a packet that
//          authenticates and whose frames or hello contradict themselves: nobody but its sender can have done that.
//          As in tls_hello.hpp, what is there already stands in the facts.
// Bounds:  limits::quic_initials_max packets that decrypt, limits::quic_failures_max that do not, of one flow: beyond them
//          wants_more() is false and all is other.
// Threads: a value on one thread.
// Source:  RFC 9000 section 17.2, RFC 9369 section 3.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/byte_reader.hpp"
#include "flow/dissect/names/name_outcome.hpp"
#include "flow/dissect/names/quic_crypto.hpp"
#include "flow/dissect/names/quic_protection.hpp"
#include "flow/dissect/names/tls_hello.hpp"

namespace davy::flow {

// Could this UDP payload begin with an Initial packet of version 1 or 2? Says nothing of its direction.
bool may_be_quic_initial(Bytes payload);

class QuicHello {
 public:
  NameOutcome datagram(Bytes payload);
  bool wants_more() const;
  TlsHelloFacts facts() const;  // they point into this object, until the next datagram

 private:
  struct Packet {
    std::uint32_t version = 0;
    bool is_initial = false;
    Bytes connection_id;
    Bytes octets;               // from its first octet to its last
    std::size_t number_at = 0;  // where its number begins
  };
  static std::optional<Packet> take_packet(Bytes& payload);
  bool open(const Packet& packet);
  NameOutcome take_payload();

  std::optional<QuicInitialKeys> keys_;
  QuicCryptoFrames frames_;
  std::vector<std::uint8_t> clear_;  // the payload of the packet just opened
  NameOutcome outcome_ = NameOutcome::other;
  std::uint8_t opened_ = 0;
  std::uint8_t failed_ = 0;
};

}  // namespace davy::flow
