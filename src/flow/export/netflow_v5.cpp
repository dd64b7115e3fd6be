#include "flow/export/netflow_v5.hpp"

#include <algorithm>

namespace davy::flow {
namespace {

struct Header {
  std::uint16_t count = 0;
  std::uint32_t uptime_ms = 0;
  std::uint32_t sequence = 0;
  std::uint32_t sampled_one_in = 1;
  ExportClock clock;
};

Header read_header(ByteReader reader, Timestamp received) {
  constexpr std::uint16_t interval_bits = 0x3fff;  // above them is the way of sampling
  Header header;
  reader.skip(2);
  header.count = reader.be16();
  header.uptime_ms = reader.be32();
  const std::uint32_t unix_s = reader.be32();
  const std::uint32_t and_ns = reader.be32();
  header.sequence = reader.be32();
  reader.skip(2);  // engine type and id
  header.sampled_one_in = std::max(reader.be16() & interval_bits, 1);
  header.clock = {timestamp_ns(std::int64_t{unix_s} * 1'000'000'000 + and_ns), received,
                  header.uptime_ms};
  return header;
}

RecordOutcome read_record(const std::uint8_t* record, const Header& header, ExportedFlow& flow) {
  const std::uint8_t protocol = record[38];
  const bool tcp = protocol == static_cast<std::uint8_t>(capture::Transport::tcp);
  const bool udp = protocol == static_cast<std::uint8_t>(capture::Transport::udp);
  if (!tcp && !udp) return RecordOutcome::not_transport;
  flow.key = {IpAddress::v4(record),
              IpAddress::v4(record + 4),
              load_be16(record + 32),
              load_be16(record + 34),
              0,
              tcp ? capture::Transport::tcp : capture::Transport::udp};
  flow.packets[0] = load_be32(record + 16);
  flow.octets[0] = load_be32(record + 20);
  flow.tcp_flags[0] = record[37];
  if (!is_complete(flow)) return RecordOutcome::incomplete;
  const Timestamp exported = header.clock.exported;
  flow.first_seen = instant_of_uptime(load_be32(record + 24), header.uptime_ms, exported);
  flow.last_seen = instant_of_uptime(load_be32(record + 28), header.uptime_ms, exported);
  return settle_times(header.clock, flow.first_seen, flow.last_seen)
             ? RecordOutcome::flow
             : RecordOutcome::impossible_time;
}

}  // namespace

std::uint32_t netflow_v5_engine(Bytes message) {
  constexpr std::size_t engine_at = 20;
  return message.size() < engine_at + 2 ? 0u : load_be16(message.data() + engine_at);
}

void read_netflow_v5(Bytes message, Timestamp received, ExporterState& exporter,
                     const ExportOutput& out) {
  if (message.size() < netflow_v5_header_octets)
    return out.malformed.add(Malformed::export_message);
  const Header header = read_header(ByteReader(message), received);
  const Bytes records = message.subspan(netflow_v5_header_octets);
  if (records.size() != header.count * netflow_v5_record_octets) {
    out.malformed.add(Malformed::export_message);
  }
  exporter.sequence.see({header.sequence, header.count, header.count, true, header.uptime_ms});
  ExportedFlow flow;
  flow.sampled_one_in = header.sampled_one_in;
  const std::size_t whole = records.size() / netflow_v5_record_octets;
  for (std::size_t i = 0; i < std::min<std::size_t>(whole, header.count); ++i) {
    deliver(read_record(records.data() + i * netflow_v5_record_octets, header, flow), flow, out);
  }
}

}  // namespace davy::flow
