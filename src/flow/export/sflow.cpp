#include "flow/export/sflow.hpp"

#include <algorithm>

namespace davy::flow {
namespace {

constexpr std::uint32_t address_v4 = 1, address_v6 = 2;
// Tags are 20 bits of enterprise and 12 of format; all that are read here belong to enterprise 0.
constexpr std::uint32_t flow_sample = 1, expanded_flow_sample = 3;
constexpr std::uint32_t raw_header = 1, sampled_ipv4 = 3, sampled_ipv6 = 4;

struct Header {
  SflowAgent agent;
  std::uint32_t sequence = 0;
  std::uint32_t uptime_ms = 0;
  std::uint32_t samples = 0;
};

std::optional<Header> read_header(ByteReader& reader) {
  Header header;
  reader.skip(4);  // version
  const std::uint32_t kind = reader.be32();
  if (kind != address_v4 && kind != address_v6) return {};
  const Bytes address = reader.bytes(kind == address_v4 ? 4 : 16);
  header.agent.sub_agent = reader.be32();
  header.sequence = reader.be32();
  header.uptime_ms = reader.be32();
  header.samples = reader.be32();
  if (reader.failed()) return {};
  header.agent.address =
      kind == address_v4 ? IpAddress::v4(address.data()) : IpAddress::v6(address.data());
  return header;
}

// A tag and a length, then the content. Nothing: it does not fit.
struct Tagged {
  std::uint32_t tag = 0;
  Bytes content;
};
std::optional<Tagged> read_tagged(ByteReader& reader) {
  Tagged out;
  out.tag = reader.be32();
  out.content = reader.bytes(reader.be32());
  if (reader.failed()) return {};
  return out;
}

// LINKTYPE_ values for sFlow's header_protocol.
std::optional<capture::LinkType> link_type(std::uint32_t protocol) {
  constexpr std::uint32_t ethernet = 1, ppp = 7, ipv4 = 11, ipv6 = 12;
  switch (protocol) {
    case ethernet:
      return capture::LinkType{1};
    case ppp:
      return capture::LinkType{9};
    case ipv4:
      return capture::LinkType{228};
    case ipv6:
      return capture::LinkType{229};
    default:
      return {};
  }
}

class SampleReader {
 public:
  SampleReader(capture::Decoder& decoder, Timestamp received) : decoder_(decoder) {
    flow_.first_seen = flow_.last_seen = received;
    flow_.packets[0] = 1;
  }

  bool failed() const { return failed_; }

  RecordOutcome read(ByteReader reader, bool expanded) {
    reader.skip(expanded ? 12 : 8);  // sequence, source
    const std::uint32_t one_in = reader.be32();
    reader.skip(expanded ? 24 : 16);  // pool, drops, input, output
    const std::uint32_t records = reader.be32();
    flow_.sampled_one_in = std::max(one_in, 1u);
    for (std::uint32_t i = 0; i < records && !failed_; ++i) {
      const auto record = read_tagged(reader);
      failed_ = !record || !read_record(*record);
    }
    failed_ = failed_ || reader.failed();
    if (outcome_ == RecordOutcome::flow && !is_complete(flow_)) return RecordOutcome::incomplete;
    return outcome_;
  }
  const ExportedFlow& flow() const { return flow_; }

 private:
  // False: the record is cut.
  bool read_record(const Tagged& record) {
    if (record.tag == raw_header) return read_raw(ByteReader(record.content));
    const bool known = outcome_ == RecordOutcome::flow;
    if (record.tag == sampled_ipv4 && !known) return read_fields(ByteReader(record.content), true);
    if (record.tag == sampled_ipv6 && !known) return read_fields(ByteReader(record.content), false);
    return true;
  }

  bool read_raw(ByteReader reader) {
    const auto link = link_type(reader.be32());
    const std::uint32_t frame_octets = reader.be32();
    reader.skip(4);  // octets stripped at the end
    const Bytes head = reader.bytes(reader.be32());
    if (reader.failed()) return false;
    const capture::RawPacket raw{flow_.first_seen, head.data(),
                                 static_cast<std::uint32_t>(head.size()), frame_octets,
                                 link.value_or(0)};
    capture::Packet packet;
    if (!link) return true;
    if (!decoder_.decode(raw, packet)) {
      if (outcome_ != RecordOutcome::flow) outcome_ = RecordOutcome::not_transport;
      return true;
    }
    flow_.key = {packet.source,           packet.destination, packet.source_port,
                 packet.destination_port, packet.vlan,        packet.transport};
    flow_.octets[0] = packet.ip_octets;
    flow_.tcp_flags[0] = packet.tcp_flags;
    outcome_ = RecordOutcome::flow;
    return true;
  }

  bool read_fields(ByteReader reader, bool is_v4) {
    const std::uint32_t octets = reader.be32();
    const std::uint32_t protocol = reader.be32();
    const Bytes source = reader.bytes(is_v4 ? 4 : 16);
    const Bytes destination = reader.bytes(is_v4 ? 4 : 16);
    const std::uint32_t source_port = reader.be32();
    const std::uint32_t destination_port = reader.be32();
    const std::uint32_t tcp_flags = reader.be32();
    if (reader.failed()) return false;
    const bool tcp = protocol == static_cast<std::uint32_t>(capture::Transport::tcp);
    const bool udp = protocol == static_cast<std::uint32_t>(capture::Transport::udp);
    outcome_ = tcp || udp ? RecordOutcome::flow : RecordOutcome::not_transport;
    flow_.key = {is_v4 ? IpAddress::v4(source.data()) : IpAddress::v6(source.data()),
                 is_v4 ? IpAddress::v4(destination.data()) : IpAddress::v6(destination.data()),
                 static_cast<std::uint16_t>(source_port),
                 static_cast<std::uint16_t>(destination_port),
                 0,
                 tcp ? capture::Transport::tcp : capture::Transport::udp};
    flow_.octets[0] = octets;
    flow_.tcp_flags[0] = static_cast<std::uint8_t>(tcp_flags);
    return true;
  }

  capture::Decoder& decoder_;
  ExportedFlow flow_;
  RecordOutcome outcome_ = RecordOutcome::incomplete;
  bool failed_ = false;
};

}  // namespace

std::optional<SflowAgent> sflow_agent(Bytes datagram) {
  ByteReader reader(datagram);
  const auto header = read_header(reader);
  if (!header) return {};
  return header->agent;
}

void SflowReader::read(Bytes datagram, Timestamp received, ExporterState& exporter,
                       const ExportOutput& out) {
  ByteReader reader(datagram);
  const auto header = read_header(reader);
  if (!header) return out.malformed.add(Malformed::export_message);
  exporter.sequence.see({header->sequence, 1, 1, true, header->uptime_ms});
  for (std::uint32_t i = 0; i < header->samples; ++i) {
    const auto sample = read_tagged(reader);
    if (!sample) return out.malformed.add(Malformed::export_message);
    if (sample->tag != flow_sample && sample->tag != expanded_flow_sample) {
      ++out.counts.skipped_samples;
      continue;
    }
    SampleReader samples(decoder_, received);
    const RecordOutcome outcome =
        samples.read(ByteReader(sample->content), sample->tag == expanded_flow_sample);
    deliver(outcome, samples.flow(), out);
    if (samples.failed()) out.malformed.add(Malformed::export_message);
  }
  decoder_.take_reassembled();
  if (reader.remaining() > 0) out.malformed.add(Malformed::export_message);
}

void SflowReader::add_malformed(MalformedCounts& to) const {
  const MalformedCounts& heads = decoder_.malformed();
  for (std::size_t i = 0; i < malformed_reasons; ++i) {
    const auto reason = static_cast<Malformed>(i);
    if (reason != Malformed::ip_fragment) to.add(reason, heads[reason]);
  }
}

}  // namespace davy::flow
