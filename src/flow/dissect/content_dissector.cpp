#include "flow/dissect/content_dissector.hpp"

#include "flow/dissect/bip324.hpp"
#include "flow/dissect/bitcoin_p2p.hpp"
#include "flow/dissect/devp2p.hpp"
#include "flow/dissect/duino_coin.hpp"
#include "flow/dissect/http_dissector.hpp"
#include "flow/dissect/http_gate.hpp"
#include "flow/dissect/json_beginning.hpp"
#include "flow/dissect/json_dissector.hpp"
#include "flow/dissect/levin.hpp"
#include "flow/dissect/libp2p.hpp"
#include "flow/dissect/nano.hpp"
#include "flow/dissect/p2pool.hpp"
#include "flow/dissect/socks_dissector.hpp"
#include "flow/dissect/storj.hpp"
#include "flow/dissect/stratum_v2.hpp"
#include "flow/dissect/stratum_v2_noise.hpp"
#include "flow/dissect/websocket_dissector.hpp"

namespace davy::flow {
namespace {

// A WebSocket whose upgrade was not captured: one whole text frame with JSON in it, masked or not.
bool begins_as_websocket_json(Bytes payload) {
  if (payload.size() < 4) return false;
  const std::size_t length = payload[1] & 0x7f;
  const std::size_t extended = length == 126 ? 2 : 0;
  const bool masked = (payload[1] & 0x80) != 0;
  const std::size_t head = 2 + extended + (masked ? 4 : 0);
  if (length == 127 || payload.size() < head + 2) return false;
  const std::size_t octets = extended == 0 ? length : load_be16(payload.data() + 2);
  if (octets + head > payload.size()) return false;
  const std::uint8_t mask0 = masked ? payload[head - 4] : std::uint8_t{0};
  const std::uint8_t mask1 = masked ? payload[head - 3] : std::uint8_t{0};
  return (payload[head] ^ mask0) == '{' && (payload[head + 1] ^ mask1) == '"';
}

constexpr std::size_t tiny_octets =
    16;  // a first payload below this may be the beginning of anything
constexpr std::size_t http_undecided_octets = 256;  // a head cut below this may still hold a mark

Content gate_http(Bytes payload) {
  if (http_worth_following(payload)) return Content::http;
  const bool cut = payload.size() < http_undecided_octets &&
                   as_text(payload).find("\r\n\r\n") == std::string_view::npos;
  return cut ? Content::http : Content::none;
}

// Forms that only the first octets of a direction may have: later, a few octets of anything look like them.
Content gate_opening(Bytes payload, const Position& position) {
  if (begins_as_socks(payload)) return Content::socks;
  if (begins_as_p2pool(payload)) return Content::p2pool;
  if (begins_as_duino_coin(payload)) return Content::duino_coin;
  if (begins_as_libp2p(payload)) return Content::libp2p;
  if (begins_as_nano(payload)) return Content::nano;
  if (begins_as_storj(payload)) return Content::storj;
  if (position.first_in_flow && begins_as_stratum_v2_noise(payload))
    return Content::stratum_v2_noise;
  if (position.first_in_flow && begins_as_bip324(payload, position.destination_port))
    return Content::bip324;
  if (position.first_in_flow && begins_as_rlpx(payload, position.destination_port))
    return Content::devp2p;
  return Content::none;
}

Content gate_tcp(Bytes payload, const Position& position) {
  switch (payload[0]) {
    case '{':
    case '[':
    case ' ':
    case '\r':
    case '\n':
    case '\t':
    case '\x1e':
      if (begins_as_json(payload)) return Content::json;
      break;
    case 'e':
      if (begins_as_encoded_json(payload)) return Content::json;
      break;
    case 'G':
    case 'P':
    case 'H':
    case 'C':
    case 'O':
    case 'D':
    case 'T':
    case 'R':
      if (begins_as_http(payload)) return gate_http(payload);
      break;
    case 0x81:
      if (begins_as_websocket_json(payload)) return Content::web_socket;
      break;
    default:
      break;
  }
  if (begins_as_json_behind_length(payload)) return Content::json;
  if (begins_as_stratum_v2(payload)) return Content::stratum_v2;
  if (begins_as_bitcoin_p2p(payload)) return Content::bitcoin_p2p;
  if (begins_as_levin(payload)) return Content::levin;
  if (!position.first_in_direction) return Content::none;
  const Content opening = gate_opening(payload, position);
  const bool tiny = position.first_in_flow && payload.size() < tiny_octets;
  return opening == Content::none && tiny ? Content::undecided : opening;
}

}  // namespace

Content gate(Bytes payload, const Position& position) {
  if (payload.empty()) return Content::none;
  if (position.transport == capture::Transport::tcp) return gate_tcp(payload, position);
  if (begins_as_discv4(payload)) return Content::devp2p;
  return begins_as_json(payload) ? Content::json : Content::none;
}

std::unique_ptr<Dissector> make_dissector(Content content, Workspace& workspace,
                                          const Position& position, std::size_t nesting) {
  switch (content) {
    case Content::none:
      return nullptr;
    case Content::undecided:
      return std::make_unique<ContentDissector>(workspace, nesting);
    case Content::json:
      return std::make_unique<JsonDissector>(workspace.outline, workspace.malformed);
    case Content::http:
      return std::make_unique<HttpDissector>(workspace, nesting);
    case Content::web_socket:
      return std::make_unique<WebSocketDissector>(workspace);
    case Content::socks:
      return std::make_unique<SocksDissector>(workspace, nesting);
    case Content::stratum_v2:
      return std::make_unique<StratumV2>();
    case Content::stratum_v2_noise:
      return std::make_unique<StratumV2Noise>(position.destination_port);
    case Content::p2pool:
      return std::make_unique<P2pool>();
    case Content::duino_coin:
      return std::make_unique<DuinoCoin>();
    case Content::bitcoin_p2p:
      return std::make_unique<BitcoinP2p>();
    case Content::bip324:
      return std::make_unique<Bip324>();
    case Content::levin:
      return std::make_unique<Levin>();
    case Content::libp2p:
      return std::make_unique<Libp2p>();
    case Content::nano:
      return std::make_unique<Nano>();
    case Content::storj:
      return std::make_unique<Storj>();
    case Content::devp2p:
      if (position.transport == capture::Transport::udp) return std::make_unique<Discv4>();
      return std::make_unique<Rlpx>();
  }
  return nullptr;
}

// What has come in this direction so far, or only `bytes` once that is long enough to be called something.
Bytes ContentDissector::with_beginning(Direction direction, Bytes bytes) {
  const auto d = static_cast<std::size_t>(direction);
  if (beginning_over_[d]) {
    ++pieces_;
    return bytes;
  }
  if (begun_[d].empty() && bytes.size() >= beginning_octets) return bytes;
  begun_[d].insert(begun_[d].end(), bytes.begin(), bytes.end());
  return begun_[d];
}

void ContentDissector::bytes(Direction direction, Timestamp time, Bytes bytes,
                             ConversationBuilder& out) {
  if (inner_) return inner_->bytes(direction, time, bytes, out);
  if (gave_up()) return;
  const auto d = static_cast<std::size_t>(direction);
  const Bytes so_far = with_beginning(direction, bytes);
  const Position position{.first_in_direction = !beginning_over_[d],
                          .first_in_flow = !beginning_over_[0] && !beginning_over_[1],
                          .opening_seen = true};
  const Content content = gate(so_far, position);
  if (content == Content::none || content == Content::undecided) {
    if (so_far.size() < beginning_octets) return;
    beginning_over_[d] = true;
    begun_[d].clear();
    return;
  }
  inner_ = make_dissector(content, workspace_, position, nesting_);
  hand_on(direction, time, so_far, out);
}

void ContentDissector::hand_on(Direction direction, Timestamp time, Bytes bytes,
                               ConversationBuilder& out) {
  const Direction other = opposite(direction);
  const std::vector<std::uint8_t>& others = begun_[static_cast<std::size_t>(other)];
  if (!others.empty()) inner_->bytes(other, time, others, out);
  inner_->bytes(direction, time, bytes, out);
  begun_ = {};
}

void ContentDissector::gap(Direction direction, std::uint64_t octets, ConversationBuilder& out) {
  if (inner_) inner_->gap(direction, octets, out);
}

void ContentDissector::end(ConversationBuilder& out) {
  if (inner_) inner_->end(out);
}

}  // namespace davy::flow
