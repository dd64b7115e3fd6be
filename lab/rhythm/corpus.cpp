#include "lab/rhythm/corpus.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <tuple>

#include "capture/capture_file.hpp"
#include "capture/decode/decoder.hpp"
#include "flow/flow_table.hpp"
#include "lab/rhythm/exported.hpp"
#include "signal/network/interval_features.hpp"
#include "signal/network/rhythm_features.hpp"

namespace davy::lab {
namespace {

using flow::Direction;
using flow::FlowRecord;
using flow::FlowTable;

struct Label {
  std::string label, dialect;
};
using Ends = std::pair<std::pair<std::string, int>, std::pair<std::string, int>>;
using Labels = std::map<std::string, std::map<Ends, Label>>;  // by file

Ends ends(std::pair<std::string, int> a, std::pair<std::string, int> b) {
  if (b < a) std::swap(a, b);
  return {a, b};
}

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields;
  std::istringstream in(line);
  for (std::string field; std::getline(in, field, '\t');) fields.push_back(field);
  return fields;
}

Result<Labels> read_labels(const std::string& path) {
  std::ifstream in(path);
  std::string line;
  if (!std::getline(in, line)) return input_error(fmt::format("{}: not there, or empty", path));
  std::map<std::string, std::size_t> column;
  for (const std::string& name : fields_of(line)) column.emplace(name, column.size());
  Labels labels;
  while (std::getline(in, line)) {
    const auto f = fields_of(line);
    const auto at = [&](const char* name) {
      return column.contains(name) && column[name] < f.size() ? f[column[name]] : "";
    };
    if (at("proto") != "tcp" || at("sport").empty()) continue;
    labels[at("file")].try_emplace(
        ends({at("src"), std::stoi(at("sport"))}, {at("dst"), std::stoi(at("dport"))}),
        Label{at("label"), at("dialect")});
  }
  return labels;
}

// Hands out numbers in place of strengths, so that a record's checkpoints name their windows.
class Scribe final : public flow::RhythmJudge {
 public:
  struct Way {
    std::vector<float> features;
    bool has_work;
  };
  struct Pair {
    Way forward, reverse;
    bool both;
  };
  std::optional<flow::RhythmOpinion> opinion(const flow::RhythmWindow& window) const override {
    windows.push_back(
        {way(window, Direction::forward), way(window, Direction::reverse), !window.opening_seen});
    return flow::RhythmOpinion{.strength_nats = static_cast<float>(windows.size() - 1)};
  }
  static Way way(const flow::RhythmWindow& window, Direction client) {
    const signal::RhythmRoles roles = signal::roles_of(window, client);
    const signal::RhythmFeatures features = signal::features_of(roles);
    return {{features.begin(), features.end()}, signal::has_work(roles)};
  }
  mutable std::vector<Pair> windows;
};

class Kept final : public flow::FlowSink {
 public:
  void flow(FlowRecord&& record) override {
    if (record.rhythm) records.push_back(std::move(record));
  }
  std::vector<FlowRecord> records;
};

// Calls take(packet) for each TCP packet of a file.
template <class Take>
bool each_packet(const std::string& path, Take take) {
  auto file = capture::CaptureFile::open(path);
  if (!file) return false;
  capture::Decoder decoder;
  capture::PacketBlock block;
  while (file->fill(block)) {
    for (const capture::RawPacket& raw : block.packets) {
      capture::Packet packet;
      if (decoder.decode(raw, packet) && packet.transport == capture::Transport::tcp) take(packet);
    }
    decoder.take_reassembled();
  }
  return true;
}

bool read_flows(const std::string& path, const Scribe& scribe, Kept& kept) {
  flow::FlowOptions options;
  options.content = false;
  options.rhythm = &scribe;
  FlowTable table(options, kept);
  const bool read = each_packet(
      path, [&](const capture::Packet& packet) { table.update(packet, flow::flow_hash(packet)); });
  table.finish();
  return read;
}

// A flow's packets, by the ends of the first.
struct CountedFlow {
  Ends ends;
  Timestamp began;
  IpAddress client;
  std::uint16_t client_port = 0;
  std::vector<CountedPacket> packets;
};

std::vector<CountedFlow> counted_flows(const std::string& path) {
  std::map<Ends, CountedFlow> flows;
  each_packet(path, [&](const capture::Packet& p) {
    const Ends key =
        ends({to_string(p.source), p.source_port}, {to_string(p.destination), p.destination_port});
    CountedFlow& flow = flows[key];
    if (flow.packets.empty()) {
      flow.ends = key;
      flow.began = p.time;
      const bool is_answer = (p.tcp_flags & capture::TcpFlags::syn) != 0
                                 ? (p.tcp_flags & capture::TcpFlags::ack) != 0
                                 : p.source_port < p.destination_port;
      flow.client = is_answer ? p.destination : p.source;
      flow.client_port = is_answer ? p.destination_port : p.source_port;
    }
    flow.packets.push_back({seconds(p.time - flow.began),
                            p.source == flow.client && p.source_port == flow.client_port,
                            p.ip_octets});
  });
  std::vector<CountedFlow> out;
  for (auto& [key, flow] : flows) out.push_back(std::move(flow));
  return out;
}

bool is_judged(const std::string& label) {
  return label == "mining" || label == "benign" || label == "p2p";
}

void add(const std::string& file, const FlowRecord& record, const Label& label,
         const Scribe& scribe, Samples& out) {
  const bool mining = label.label == "mining";
  for (const flow::RhythmCheckpoint& point : record.rhythm->checkpoints) {
    const Scribe::Pair& window = scribe.windows[static_cast<std::size_t>(point.strength_nats)];
    const auto flow = static_cast<std::uint32_t>(out.flows.size());
    out.samples.push_back({window.forward.features, window.forward.has_work, point.messages, flow});
    if (window.both && !mining)
      out.samples.push_back(
          {window.reverse.features, window.reverse.has_work, point.messages, flow});
  }
  out.flows.push_back({file, mining ? label.dialect : label.label, mining,
                       static_cast<float>(seconds(record.last_seen - record.first_seen)),
                       1 / static_cast<float>(record.rhythm->checkpoints.size())});
}

}  // namespace

Result<Samples> corpus_rhythms(const std::string& folder) {
  const auto labels = read_labels(folder + "/flows.tsv");
  if (!labels) return std::unexpected(labels.error());
  Samples out;
  for (const auto& [file, by_ends] : *labels) {
    Scribe scribe;
    Kept kept;
    if (!read_flows(folder + "/" + file, scribe, kept)) continue;
    for (const FlowRecord& record : kept.records) {
      const auto found = by_ends.find(
          ends({to_string(record.key.source_address), record.key.source_port},
               {to_string(record.key.destination_address), record.key.destination_port}));
      if (found == by_ends.end()) continue;
      if (is_judged(found->second.label)) add(file, record, found->second, scribe, out);
    }
  }
  return out;
}

Result<Samples> corpus_intervals(const std::string& folder) {
  const auto labels = read_labels(folder + "/flows.tsv");
  if (!labels) return std::unexpected(labels.error());
  Samples out;
  for (const auto& [file, by_ends] : *labels) {
    for (const CountedFlow& flow : counted_flows(folder + "/" + file)) {
      const auto found = by_ends.find(flow.ends);
      if (found == by_ends.end() || !is_judged(found->second.label)) continue;
      const flow::FlowRecord record = exported(flow.packets, {});
      if (!record.intervals) continue;
      const auto features = signal::interval_features_of(*record.intervals, Direction::forward);
      if (!features) continue;
      const bool mining = found->second.label == "mining";
      const double duration_s = seconds(record.last_seen - record.first_seen);
      out.samples.push_back({{features->begin(), features->end()},
                             true,
                             0,
                             static_cast<std::uint32_t>(out.flows.size())});
      out.flows.push_back({file, mining ? found->second.dialect : found->second.label, mining,
                           static_cast<float>(duration_s), 1});
    }
  }
  return out;
}

}  // namespace davy::lab
