#include "probe/chain_node.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "base/limits.hpp"

namespace davy::probe {
namespace {

constexpr std::size_t piece_octets = 64 * 1024;
// A miner's stamp may be two hours ahead and, by the median of eleven blocks, about one behind: so far beyond the time
// that was asked for a chain is walked before it is taken to be passed.
constexpr Duration stamps_disagree_max = std::chrono::hours{3};

std::string base64(std::string_view octets) {
  std::string out(4 * ((octets.size() + 2) / 3) + 1, '\0');
  // NOLINTNEXTLINE(*-reinterpret-cast): OpenSSL's octets
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                   as_bytes(octets).data(), static_cast<int>(octets.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

std::string_view refusal_of(int status) {
  switch (status) {
    case 401:
      return "a login is asked for, or is wrong: --user-file with user:password in it; bitcoind's "
             "is "
             "its file .cookie; monerod's is by Digest, which is not done: ask it where it wants "
             "none";
    case 403:
      return "we are not let in (bitcoind: rpcallowip)";
    case 404:
      return "there is no such path or method: is this the kind of node, or the RPC port?";
    case 503:
      return "the node has no time for it (bitcoind: rpcworkqueue)";
    default:
      return {};
  }
}

std::optional<Timestamp> passed_at(std::optional<Timestamp> since) {
  if (!since) return std::nullopt;
  return *since - stamps_disagree_max;
}

void leave_out_before(std::vector<BlockHead>& heads, std::optional<Timestamp> since) {
  if (since) std::erase_if(heads, [&](const BlockHead& head) { return head.stamped < *since; });
}

}  // namespace

Result<NodePlace> parse_node_url(std::string_view url) {
  constexpr std::string_view scheme = "http://", local = "localhost:";
  const auto wrong = [&](std::string_view why) {
    return usage_error(fmt::format("{}: {}", url, why));
  };
  if (url.find('@') != std::string_view::npos)
    return usage_error("a URL with a login in it: name a file with --user-file instead");
  if (url.starts_with("https://"))
    return wrong("only http:// is spoken; a node far away is reached through a tunnel of yours");
  if (!url.starts_with(scheme)) return wrong("not of the form http://127.0.0.1:8332");
  NodePlace place;
  place.url = url;
  std::string_view rest = url.substr(scheme.size());
  if (const std::size_t slash = rest.find('/'); slash != std::string_view::npos) {
    place.path = rest.substr(slash);
    rest = rest.substr(0, slash);
  }
  const bool plain = std::ranges::all_of(place.path, [](char c) { return c > 0x20 && c < 0x7f; });
  const std::string where = rest.starts_with(local)
                                ? fmt::format("127.0.0.1:{}", rest.substr(local.size()))
                                : std::string{rest};
  const auto endpoint = parse_endpoint(where);
  if (!endpoint || !plain)
    return wrong("not of the form http://ADDRESS:PORT; names but localhost are not resolved");
  place.endpoint = *endpoint;
  return place;
}

bool is_loopback(const IpAddress& address) {
  if (address.is_v4()) return address.octets[12] == 127;
  return address == *parse_ip_address("::1");
}

ChainNode::ChainNode(NodePlace place, NodeKind kind, std::string login, Duration patience)
    : place_(std::move(place)), kind_(kind), login_(std::move(login)), patience_(patience) {
  if (kind_ == NodeKind::monerod && place_.path == "/") place_.path = "/json_rpc";
}

Error ChainNode::error(std::string_view what) const {
  return {ErrorKind::input, fmt::format("{}: {}", place_.url, what)};
}

std::string ChainNode::request_of(std::string_view method, std::string_view parameters) const {
  const std::string body =
      fmt::format(R"({{"jsonrpc":"{}","id":"davy","method":"{}","params":{}}})",
                  kind_ == NodeKind::monerod ? "2.0" : "1.0", method, parameters);
  return fmt::format(
      "POST {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: davy\r\nContent-Type: application/json\r\n"
      "Content-Length: {}\r\n{}\r\n{}",
      place_.path, to_string(place_.endpoint), body.size(),
      login_.empty() ? "" : fmt::format("Authorization: Basic {}\r\n", base64(login_)), body);
}

// A connection that was kept may have been closed meanwhile: on a new one it is tried once more.
Result<std::string> ChainNode::call(std::string_view method, std::string_view parameters) {
  const Deadline deadline = std::chrono::steady_clock::now() + patience_;
  const std::string request = request_of(method, parameters);
  const bool was_kept = wire_ != nullptr;
  auto body = exchange(request, deadline);
  if (!body && was_kept && std::chrono::steady_clock::now() < deadline)
    body = exchange(request, deadline);
  if (!body) return std::unexpected(error(body.error().message));
  return body;
}

Result<std::string> ChainNode::exchange(const std::string& request, Deadline deadline) {
  if (wire_ == nullptr) {
    auto made = SocketWire::connect(place_.endpoint, std::nullopt, deadline);
    if (!made)
      return input_error(
          fmt::format("{}; does the node run, and listen there?", made.error().message));
    wire_ = std::move(*made);
  }
  auto wire = std::move(wire_);  // given back if all goes well
  if (!wire->send(as_bytes(request), deadline)) return input_error("the connection ended");
  std::string heard;
  std::array<std::uint8_t, piece_octets> piece;
  for (;;) {
    const Received got = wire->receive(piece, deadline);
    if (got.state == Received::State::timed_out)
      return input_error(fmt::format("no whole answer in {:.0f} s", seconds(patience_)));
    heard += as_text(Bytes{piece}.first(got.octets));
    const auto answer = read_http(heard, got.state == Received::State::closed);
    if (!answer) return std::unexpected(answer.error());
    if (*answer) {
      if ((*answer)->stays_open && (*answer)->octets == heard.size()) wire_ = std::move(wire);
      return body_of(**answer);
    }
    if (heard.size() > limits::node_answer_octets_max)
      return input_error(
          fmt::format("more than {} octets of an answer", limits::node_answer_octets_max));
  }
}

// bitcoind puts its errors into a body of status 500 or 404.
Result<std::string> ChainNode::body_of(const HttpAnswer& answer) {
  if (answer.status == 200) return std::string{answer.body};
  if (const std::string complaint = rpc_complaint(answer.body); !complaint.empty())
    return input_error(fmt::format("the node says: {}", complaint));
  const std::string_view why = refusal_of(answer.status);
  return input_error(
      fmt::format("HTTP status {}{}{}", answer.status, why.empty() ? "" : ": ", why));
}

Result<std::string> ChainNode::best_hash() {
  if (kind_ == NodeKind::monerod) {
    auto head = newest();
    if (!head) return std::unexpected(head.error());
    return head->hash;
  }
  const auto body = call("getbestblockhash", "[]");
  if (!body) return std::unexpected(body.error());
  auto hash = read_best_hash(*body);
  if (!hash) return std::unexpected(error(hash.error().message));
  return hash;
}

Result<BlockHead> ChainNode::head(std::string_view hash) {
  const auto body = call("getblockheader", fmt::format(R"(["{}"])", hash));
  if (!body) return std::unexpected(body.error());
  auto head = read_bitcoind_head(*body);
  if (!head) return std::unexpected(error(head.error().message));
  return head;
}

Result<BlockHead> ChainNode::newest() {
  if (kind_ == NodeKind::bitcoind) {
    const auto hash = best_hash();
    return hash ? head(*hash) : std::unexpected(hash.error());
  }
  const auto body = call("get_last_block_header", "{}");
  if (!body) return std::unexpected(body.error());
  auto head = read_monerod_last_head(*body);
  if (!head) return std::unexpected(error(head.error().message));
  return head;
}

Result<std::vector<BlockHead>> ChainNode::last(std::size_t count, std::optional<Timestamp> since) {
  count = std::min(count, limits::node_blocks_max);
  auto heads = kind_ == NodeKind::bitcoind ? last_by_hash(count, passed_at(since))
                                           : last_by_range(count, passed_at(since));
  if (heads) leave_out_before(*heads, since);
  return heads;
}

// From each block to the one before it: a chain that changes meanwhile stays one chain.
Result<std::vector<BlockHead>> ChainNode::last_by_hash(std::size_t count,
                                                       std::optional<Timestamp> since) {
  std::vector<BlockHead> heads;
  auto next = newest();
  while (next) {
    if (!heads.empty() && next->height + 1 != heads.back().height)
      return std::unexpected(error("a block whose height is not one below that of the next"));
    heads.push_back(std::move(*next));
    const BlockHead& last = heads.back();
    if (heads.size() >= count || last.height == 0 || last.previous.empty() ||
        (since && last.stamped < *since))
      return heads;
    next = head(last.previous);
  }
  return std::unexpected(next.error());
}

Result<std::vector<BlockHead>> ChainNode::last_by_range(std::size_t count,
                                                        std::optional<Timestamp> since) {
  auto newest_head = newest();
  if (!newest_head) return std::unexpected(newest_head.error());
  std::vector<BlockHead> heads{std::move(*newest_head)};
  while (heads.size() < count && heads.back().height > 0 &&
         !(since && heads.back().stamped < *since)) {
    const std::uint64_t end = heads.back().height - 1;
    const std::uint64_t wanted =
        std::min<std::uint64_t>({count - heads.size(), limits::node_headers_max, end + 1});
    const auto body =
        call("get_block_headers_range",
             fmt::format(R"({{"start_height":{},"end_height":{}}})", end - wanted + 1, end));
    if (!body) return std::unexpected(body.error());
    auto range = read_monerod_heads(*body);
    if (!range) return std::unexpected(error(range.error().message));
    if (range->size() != wanted || range->front().height != end - wanted + 1)
      return std::unexpected(error("other blocks than were asked for"));
    heads.insert(heads.end(), std::make_move_iterator(range->rbegin()),
                 std::make_move_iterator(range->rend()));
  }
  return heads;
}

}  // namespace davy::probe
