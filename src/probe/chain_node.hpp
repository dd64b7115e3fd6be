// A node of a chain that the site runs itself, asked by JSON-RPC over HTTP.
//
// Units:   times UTC nanoseconds.
// Shape:   one connection, kept while the node keeps it and made anew once if it does not. Only the address in the URL is
//          contacted; nothing is resolved but "localhost".
// Errors:  Result with one line for people: no connection, no answer in time, refused, or what node_answer.hpp refuses.
// Bounds:  `patience` for one answer; limits::node_answer_octets_max; limits::node_blocks_max blocks of one call.
// Threads: one owner.
// Source:  as node_answer.hpp; RFC 7617 (Basic).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "probe/endpoint.hpp"
#include "probe/node_answer.hpp"
#include "probe/wire.hpp"

namespace davy::probe {

enum class NodeKind : std::uint8_t { bitcoind, monerod };

struct NodePlace {
  Endpoint endpoint;
  std::string path = "/";
  std::string url;  // as it was named, without a password
};
// "http://127.0.0.1:8332", "http://localhost:18081/json_rpc", "http://[::1]:8332". User and password do not belong there.
Result<NodePlace> parse_node_url(std::string_view url);
bool is_loopback(const IpAddress& address);

class ChainNode {
 public:
  // `login`: "user:password", "" for none.
  ChainNode(NodePlace place, NodeKind kind, std::string login, Duration patience);

  Result<std::string> best_hash();
  Result<BlockHead> newest();
  // Newest first: at most `count`, none stamped before `since`.
  Result<std::vector<BlockHead>> last(std::size_t count, std::optional<Timestamp> since);

 private:
  Result<std::string> call(std::string_view method, std::string_view parameters);
  Result<std::string> exchange(const std::string& request, Deadline deadline);
  Result<std::string> body_of(const HttpAnswer& answer);
  std::string request_of(std::string_view method, std::string_view parameters) const;
  Result<BlockHead> head(std::string_view hash);
  Result<std::vector<BlockHead>> last_by_hash(std::size_t count, std::optional<Timestamp> since);
  Result<std::vector<BlockHead>> last_by_range(std::size_t count, std::optional<Timestamp> since);
  Error error(std::string_view what) const;

  NodePlace place_;
  NodeKind kind_;
  std::string login_;
  Duration patience_;
  std::unique_ptr<SocketWire> wire_;  // null: none is open
};

}  // namespace davy::probe
