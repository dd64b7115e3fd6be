// A flow table, the packets that tests put into it, and the records that come out.
#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <vector>

#include "flow/flow_entry.hpp"
#include "flow/flow_table.hpp"

namespace davy::flow {
using capture::Packet;
using capture::TcpFlags;
using capture::Transport;

inline constexpr std::uint8_t syn = TcpFlags::syn, ack = TcpFlags::ack, fin = TcpFlags::fin,
                              rst = TcpFlags::rst;

inline IpAddress address(std::uint32_t number) {
  const std::uint8_t octets[] = {10, static_cast<std::uint8_t>(number >> 16),
                                 static_cast<std::uint8_t>(number >> 8),
                                 static_cast<std::uint8_t>(number)};
  return IpAddress::v4(octets);
}

class Kept : public FlowSink {
 public:
  void flow(FlowRecord&& record) override { records.push_back(std::move(record)); }
  std::vector<FlowRecord> records;
};

class FlowTableTest : public testing::Test {
 protected:
  explicit FlowTableTest(const FlowOptions& options = {}) : table(options, kept) {}

  Packet packet(std::uint32_t from, std::uint16_t from_port, std::uint32_t to,
                std::uint16_t to_port, std::uint8_t flags = ack) {
    Packet p;
    p.time = now;
    p.source = address(from);
    p.destination = address(to);
    p.source_port = from_port;
    p.destination_port = to_port;
    p.tcp_flags = flags;
    p.ip_octets = 40;
    return p;
  }
  void put(const Packet& p) { table.update(p, flow_hash(p)); }
  void client(std::uint8_t flags = ack) { put(packet(1, 40000, 2, 3333, flags)); }
  void server(std::uint8_t flags = ack) { put(packet(2, 3333, 1, 40000, flags)); }
  void wait(Duration time) { now += time; }
  const std::vector<FlowRecord>& finish() {
    table.finish();
    return kept.records;
  }

  Timestamp now = timestamp_ns(1'770'000'000'000'000'000);
  Kept kept;
  FlowTable table;
};

}  // namespace davy::flow
