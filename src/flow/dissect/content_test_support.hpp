// For the tests of what lies in HTTP, WebSocket and tunnels: a flow's octets, found out and read as ContentDissector does.
#pragma once

#include <string>
#include <string_view>

#include "flow/dissect/content_dissector.hpp"

namespace davy::flow::test {

class ContentTalk {
 public:
  // Each call is one segment, a second after the last.
  void client(std::string_view octets) { say(Direction::forward, octets); }
  void server(std::string_view octets) { say(Direction::reverse, octets); }
  void say(Direction direction, std::string_view octets) {
    now += std::chrono::seconds{1};
    dissector.bytes(direction, now, as_bytes(octets), out);
  }
  // A JSON body, asked for and answered.
  void post(std::string_view body, std::string_view fields = "") {
    client(head("POST / HTTP/1.1", body, fields));
  }
  void reply(std::string_view body, std::string_view fields = "") {
    server(head("HTTP/1.1 200 OK", body, fields));
  }

  std::uint64_t count(MessageKind kind) const { return record.messages[kind].count; }
  bool quiet() const { return !out.is_mining(); }
  bool is(std::string_view dialect) const {
    return record.dialect == dialect && record.miner_spoke && record.pool_spoke &&
           record.miner_sends == Direction::forward;
  }

  static std::string head(std::string_view start, std::string_view body,
                          std::string_view fields = "") {
    return std::string(start) +
           "\r\nHost: pool.example:8332\r\nContent-Type: application/json\r\n" +
           std::string(fields) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           std::string(body);
  }

  Workspace workspace;
  ConversationBuilder out{workspace.malformed};
  ConversationRecord& record = out.record();
  ContentDissector dissector{workspace, 0};
  Timestamp now{};
};

}  // namespace davy::flow::test
