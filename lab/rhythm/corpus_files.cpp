#include "lab/rhythm/corpus_files.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "capture/capture_file.hpp"
#include "capture/decode/decoder.hpp"
#include "flow/flow_table.hpp"

namespace davy::lab {
namespace {

using flow::FlowRecord;

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields;
  std::istringstream in(line);
  for (std::string field; std::getline(in, field, '\t');) fields.push_back(field);
  return fields;
}

double number_of(const std::string& text) { return std::strtod(text.c_str(), nullptr); }

class Kept final : public flow::FlowSink {
 public:
  void flow(FlowRecord&& record) override {
    if (record.rhythm) records.push_back(std::move(record));
  }
  std::vector<FlowRecord> records;
};

// Calls take(packet) for each packet of a file.
template <class Take>
bool each_packet(const std::string& path, Take take) {
  auto file = capture::CaptureFile::open(path);
  if (!file) return false;
  capture::Decoder decoder;
  capture::PacketBlock block;
  while (file->fill(block)) {
    for (const capture::RawPacket& raw : block.packets) {
      capture::Packet packet;
      if (decoder.decode(raw, packet)) take(packet);
    }
    decoder.take_reassembled();
  }
  return true;
}

}  // namespace

Ends ends(std::pair<std::string, int> a, std::pair<std::string, int> b) {
  if (b < a) std::swap(a, b);
  return {a, b};
}

Ends ends(const flow::FlowKey& key) {
  return ends({to_string(key.source_address), key.source_port},
              {to_string(key.destination_address), key.destination_port});
}

Result<Labels> read_labels(const std::string& folder) {
  const std::string path = folder + "/flows.tsv";
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
    if (at("sport").empty()) continue;
    labels[at("file")].try_emplace(
        ends({at("src"), std::stoi(at("sport"))}, {at("dst"), std::stoi(at("dport"))}),
        Label{at("label"), at("dialect"), number_of(at("duration_s"))});
  }
  return labels;
}

std::vector<FlowRecord> rhythms_of(const std::string& path, const flow::RhythmJudge& judge) {
  flow::FlowOptions options;
  options.content = false;
  options.rhythm = &judge;
  Kept kept;
  flow::FlowTable table(options, kept);
  const bool read = each_packet(
      path, [&](const capture::Packet& packet) { table.update(packet, flow::flow_hash(packet)); });
  table.finish();
  if (!read) kept.records.clear();
  return std::move(kept.records);
}

std::vector<CountedFlow> counted_flows(const std::string& path) {
  std::map<Ends, CountedFlow> flows;
  each_packet(path, [&](const capture::Packet& p) {
    if (p.transport != capture::Transport::tcp) return;
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

}  // namespace davy::lab
