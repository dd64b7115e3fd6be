#include "lab/rhythm/exported.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "flow/export/flow_assembler.hpp"
#include "lab/rhythm/play.hpp"

namespace davy::lab {
namespace {

using flow::ExportedFlow;

constexpr double segment_octets = 1448;
constexpr double acknowledged_after_s = .04;  // Linux's delayed acknowledgement

// IPv4 without and with time stamps, IPv6 with them.
double draw_header(Random& random) {
  static constexpr double octets[] = {40, 52, 52, 72};
  return one_of(random, octets);
}

class Kept final : public flow::FlowSink {
 public:
  void flow(flow::FlowRecord&& told) override { record = std::move(told); }
  flow::FlowRecord record;
};

flow::FlowKey key_of(bool from_client) {
  static constexpr std::array<std::uint8_t, 4> client{192, 0, 2, 1}, server{198, 51, 100, 1};
  flow::FlowKey key{.source_address = IpAddress::v4(client.data()),
                    .destination_address = IpAddress::v4(server.data()),
                    .source_port = 50'000,
                    .destination_port = 443};
  if (!from_client) {
    std::swap(key.source_address, key.destination_address);
    std::swap(key.source_port, key.destination_port);
  }
  return key;
}

// Data of one side, cut in segments; what the other side owes it for them.
class Wire {
 public:
  Wire(Random& random) : header_octets_(draw_header(random)) {}

  void send(double t, bool from_client, double octets) {
    acknowledge_before(t);
    owed_at_[from_client] = {};  // data carries the acknowledgement
    int segments = 0;
    for (; octets > 0; octets -= segment_octets, ++segments) {
      packet(t, from_client, std::min(octets, segment_octets));
      if (segments % 2 == 1) packet(t + .0005, !from_client, 0);
    }
    if (segments % 2 == 1 && !owed_at_[!from_client])
      owed_at_[!from_client] = t + acknowledged_after_s;
  }
  void acknowledge_before(double t) {
    for (const bool side : {false, true}) {
      if (!owed_at_[side] || *owed_at_[side] > t) continue;
      packet(*owed_at_[side], side, 0);
      owed_at_[side] = {};
    }
  }
  std::vector<CountedPacket> take() {
    acknowledge_before(1e12);
    std::ranges::stable_sort(packets_, {}, &CountedPacket::time_s);
    return std::move(packets_);
  }

 private:
  void packet(double t, bool from_client, double payload) {
    packets_.push_back({t, from_client, static_cast<std::uint32_t>(payload + header_octets_)});
  }
  double header_octets_;
  std::array<std::optional<double>, 2> owed_at_;
  std::vector<CountedPacket> packets_;
};

// One direction of the flow as a router's cache has it.
class Cache {
 public:
  Cache(bool from_client, const ExporterHabits& habits, flow::FlowAssembler& out)
      : habits_(habits), out_(out) {
    piece_.key = key_of(from_client);
    piece_.client_known = from_client;
  }
  void count(const CountedPacket& p) {
    const bool over =
        open_ && (p.time_s - first_s_ >= habits_.active_s || p.time_s - last_s_ >= habits_.idle_s);
    if (over) end();
    if (!open_) first_s_ = p.time_s, open_ = true;
    last_s_ = p.time_s;
    ++piece_.packets[0];
    piece_.octets[0] += p.ip_octets;
  }
  void end() {
    if (!open_) return;
    piece_.first_seen = moment(first_s_);
    piece_.last_seen = moment(last_s_);
    out_.flow(piece_);
    piece_.packets = piece_.octets = {};
    open_ = false;
  }

 private:
  const ExporterHabits& habits_;
  flow::FlowAssembler& out_;
  ExportedFlow piece_;
  double first_s_ = 0, last_s_ = 0;
  bool open_ = false;
};

}  // namespace

ExporterHabits usual_exporter(Random& random) {
  static constexpr double actives[] = {60, 60, 60, 60, 60, 120, 300};
  static constexpr double idles[] = {15, 15, 30, 60, 300, 1800};
  return {.active_s = one_of(random, actives), .idle_s = one_of(random, idles)};
}

std::vector<CountedPacket> packets_of(const Messages& messages, Random& random) {
  Wire wire(random);
  for (const Message& m : messages) wire.send(m.time_s, m.from_client, m.octets);
  return wire.take();
}

flow::FlowRecord exported(const std::vector<CountedPacket>& packets, const ExporterHabits& habits) {
  Kept kept;
  flow::FlowAssembler assembler({}, kept);
  Cache client(true, habits, assembler), server(false, habits, assembler);
  for (const CountedPacket& p : packets) (p.from_client ? client : server).count(p);
  client.end();
  server.end();
  assembler.finish();
  return std::move(kept.record);
}

Session usual_exported_session(Random& random, bool is_mining) {
  const double duration_s = log_uniform(random, 600, 4 * 3600);
  return is_mining ? mining(random, duration_s) : benign(random, duration_s);
}

flow::FlowRecord usual_export(Messages& messages, Random& random) {
  put_on(usual_disguise(random), random, messages);
  if (messages.empty()) return {};
  const ExporterHabits habits = usual_exporter(random);
  return exported(packets_of(messages, random), habits);
}

}  // namespace davy::lab
