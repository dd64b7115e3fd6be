// A sink that keeps what it was told, and a log read in pieces; for tests and fuzz targets.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "flow/export/log_reader.hpp"

namespace davy::flow {

class ToldEvents : public ExportSink {
 public:
  std::vector<ExportedFlow> flows;
  std::vector<ExportedNames> named;
  std::vector<AddressLookup> lookups;
  std::string told;  // all of it, in order, one line each

  void flow(const ExportedFlow& flow) override {
    flows.push_back(flow);
    tell("flow", flow.key, flow.first_seen);
    told += to_rfc3339(flow.last_seen);
    for (std::size_t side = 0; side < 2; ++side)
      told += " " + std::to_string(flow.packets[side]) + " " + std::to_string(flow.octets[side]) +
              " " + std::to_string(flow.tcp_flags[side]);
    told += flow.both_directions ? " both" : " one";
    told += flow.client_known ? " client\n" : "\n";
  }
  void names(const ExportedNames& names) override {
    named.push_back(names);
    tell("names", names.key, names.time);
    for (const HostName& host : names.names.hosts)
      told += std::string(flow::name(host.source)) + "=" + host.text + " ";
    const TlsHello& hello = names.names.hello;
    told += hello.server_name + " " + hello.first_alpn + " " + hello.ja3 + " " + hello.ja4 + "\n";
  }
  void lookup(const AddressLookup& lookup) override {
    lookups.push_back(lookup);
    told += "lookup " + to_rfc3339(lookup.time) + " " + to_string(lookup.client) + " " +
            lookup.name + " " + (lookup.has_address ? to_string(lookup.address) : "-") + " " +
            std::to_string(lookup.time_to_live_s) + "\n";
  }

 private:
  void tell(const char* what, const FlowKey& key, Timestamp time) {
    told += std::string(what) + " " + to_string(key.source_address) + " " +
            std::to_string(key.source_port) + " " + to_string(key.destination_address) + " " +
            std::to_string(key.destination_port) + " " + std::to_string(key.vlan) + " " +
            std::to_string(static_cast<int>(key.transport)) + " " + to_rfc3339(time) + " ";
  }
};

struct ReadLog : ToldEvents {
  LogReader reader;

  // `piece` octets at a time; 0: all at once.
  ReadLog(LogKind kind, std::string_view text, std::size_t piece = 0) : reader(kind, *this) {
    if (piece == 0) piece = std::max<std::size_t>(text.size(), 1);
    for (std::size_t at = 0; at < text.size(); at += piece)
      reader.octets(as_bytes(text.substr(at, piece)));
    reader.end();
  }
  std::uint64_t bad() const { return reader.malformed()[Malformed::log_line]; }
  std::uint64_t out_of_time() const { return reader.malformed()[Malformed::export_time]; }
  bool same_as(const ReadLog& other) const {
    return told == other.told && reader.counts() == other.reader.counts() && bad() == other.bad() &&
           out_of_time() == other.out_of_time() &&
           reader.first_time() == other.reader.first_time() &&
           reader.last_time() == other.reader.last_time();
  }
};

}  // namespace davy::flow
