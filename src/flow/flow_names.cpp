#include "flow/flow_names.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "flow/dissect/names/clear_names.hpp"
#include "flow/dissect/names/tls_certificate.hpp"

namespace davy::flow {
namespace {

using capture::Packet;

constexpr std::uint16_t mdns_port = 5353;

bool may_be_clear(Bytes payload) {
  const std::uint8_t first = payload[0];
  return first == 4 || first == 5 || first == 'G' || first == 'P' || first == 'C' || first == 'H' ||
         first == 'O' || first == 'D';
}

CertificateFacts facts_of(TlsCertificate&& certificate) {
  return {.common_name = std::move(certificate.subject.common_name),
          .organization = std::move(certificate.subject.organization),
          .organizational_unit = std::move(certificate.subject.organizational_unit),
          .issuer_organization = std::move(certificate.issuer.organization),
          .sha256 = std::move(certificate.sha256),
          .names_itself_issuer = certificate.names_itself_issuer,
          .valid_days = certificate.valid_days};
}

}  // namespace

bool FlowNames::may_begin(const Packet& packet) {
  if (packet.transport == capture::Transport::udp)
    return packet.destination_port != mdns_port && may_be_quic_initial(packet.payload());
  return may_begin_tls_hello(packet.payload()) || may_be_clear(packet.payload());
}

void FlowNames::packet(Direction direction, const Packet& packet, MalformedCounts& malformed) {
  if (packet.transport == capture::Transport::udp) return read_quic(packet, malformed);
  if (!begun_) first_segment(direction, packet);
  if (direction == client_sends_ && wants_hello_) read_hello(packet, malformed);
  if (direction != client_sends_ && wants_certificate_) look_for_certificate(packet, malformed);
}

void FlowNames::first_segment(Direction direction, const Packet& packet) {
  begun_ = true;
  client_sends_ = direction;
  wants_hello_ = may_begin_tls_hello(packet.payload());
  if (wants_hello_) return;
  host_ = name_in_clear(packet.payload());
}

// False: the segment is not the next one, or there is no room.
bool FlowNames::hold(Held& held, const Packet& packet, std::size_t octets_max) {
  const bool is_next = held.segments == 0 || packet.tcp_sequence == held.next_sequence;
  const bool is_old =
      held.segments > 0 && static_cast<std::int32_t>(packet.tcp_sequence - held.next_sequence) < 0;
  if (is_old) return true;  // sent again
  const Bytes payload = packet.payload();
  if (!is_next || held.segments == limits::name_segments_max ||
      held.octets.size() + payload.size() > octets_max ||
      packet.payload_octets != packet.payload_wire_octets)
    return false;
  held.octets.insert(held.octets.end(), payload.begin(), payload.end());
  held.next_sequence = packet.tcp_sequence + packet.payload_wire_octets;
  ++held.segments;
  return true;
}

void FlowNames::read_hello(const Packet& packet, MalformedCounts& malformed) {
  // Nearly always all of it is in the first segment, and need not be put together.
  NameOutcome outcome = NameOutcome::incomplete;
  bool held = true;
  TlsHandshake handshake;
  TlsHelloFacts facts;
  const bool is_first = client_.segments == 0;
  if (is_first) outcome = read_tls_hello(packet.payload(), handshake, facts);
  if (outcome == NameOutcome::incomplete) {
    held = hold(client_, packet, limits::tls_hello_octets_max);
    if (!is_first) outcome = read_tls_hello(client_.octets, handshake, facts);
  }
  if (outcome == NameOutcome::incomplete && held) return;
  wants_hello_ = false;
  wants_certificate_ = outcome == NameOutcome::complete && !facts.names_a_server;
  if (outcome == NameOutcome::malformed) malformed.add(Malformed::name);
  if (outcome == NameOutcome::complete || !facts.server_name.empty())
    keep(std::move(facts), NameSource::tls_server_name);
  client_ = {};
}

// It is taken apart only where there is something to tell of the flow.
void FlowNames::look_for_certificate(const Packet& packet, MalformedCounts& malformed) {
  const bool held = hold(server_, packet, limits::certificates_octets_max);
  const NameOutcome outcome =
      held ? find_tls_certificate(server_.octets, certificate_) : NameOutcome::other;
  if (outcome == NameOutcome::incomplete) return;
  wants_certificate_ = false;
  server_ = {};
  if (outcome == NameOutcome::malformed) malformed.add(Malformed::name);
}

// Which side is the client is not known: a server's packets do not decrypt.
void FlowNames::read_quic(const Packet& packet, MalformedCounts& malformed) {
  is_quic_ = true;
  if (quic_ == nullptr) quic_ = std::make_unique<QuicHello>();
  const NameOutcome outcome = quic_->datagram(packet.payload());
  if (outcome == NameOutcome::malformed) malformed.add(Malformed::name);
  if (outcome == NameOutcome::complete) keep(quic_->facts(), NameSource::quic_server_name);
  wants_hello_ = outcome != NameOutcome::complete && quic_->wants_more();
  if (!wants_hello_) quic_ = nullptr;
}

void FlowNames::keep(TlsHelloFacts&& facts, NameSource source) {
  hello_seen_ = true;
  hello_.assign(facts.message.begin(), facts.message.end());
  if (!facts.server_name.empty()) host_ = {std::move(facts.server_name), source};
}

std::unique_ptr<NamesRecord> FlowNames::record() const {
  if (is_empty()) return nullptr;
  auto out = std::make_unique<NamesRecord>();
  if (!host_.text.empty()) add_host(*out, host_.text, host_.source);
  out->hello_seen = hello_seen_;
  if (hello_seen_) {
    TlsHelloFacts facts;
    read_client_hello(hello_, facts);
    out->hello = tls_hello(facts, is_quic_);
  }
  if (certificate_.empty()) return out;
  if (auto certificate = read_certificate(certificate_)) {
    for (const std::string& host : certificate->host_names)
      add_host(*out, host, NameSource::tls_certificate);
    out->certificate = facts_of(std::move(*certificate));
  }
  return out;
}

}  // namespace davy::flow
