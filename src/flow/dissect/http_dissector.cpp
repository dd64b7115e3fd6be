#include "flow/dissect/http_dissector.hpp"

#include <fmt/format.h>

#include <array>

#include "flow/dissect/content_dissector.hpp"
#include "flow/dissect/http_gate.hpp"
#include "flow/dissect/json_beginning.hpp"
#include "flow/dissect/websocket_dissector.hpp"

namespace davy::flow {
namespace {

constexpr std::uint32_t idle_messages_max = 64;

// Header fields that the dialects may ask for; a proxy's and a page's others say nothing about mining.
constexpr std::array<std::string_view, 4> request_fields{
    "host", "user-agent", "x-mining-extensions", "x-mining-hashrate"};
constexpr std::array<std::string_view, 4> response_fields{"x-long-polling", "x-stratum",
                                                          "x-roll-ntime", "x-reject-reason"};

void append_json_text(std::string& out, std::string_view text) {
  for (const char c : text.substr(0, limits::message_octets_max)) {
    if (c == '"' || c == '\\') out += '\\';
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
}

void append_member(std::string& out, std::string_view name, std::string_view value) {
  out += fmt::format(",\"{}\":\"", name);
  append_json_text(out, value);
  out += '"';
}

void name_storage(const HttpHead& head, ConversationBuilder& out) {
  if (head.field("x-network").starts_with("arweave"))
    out.related(RelatedClass::storage_network,
                "Arweave: X-Network names its network, as its nodes and some of its clients do");
}

constexpr std::size_t messages_per_body_max = 256;

bool begins_as_events(std::string_view text) {
  return text.starts_with("data:") || text.starts_with("event:") || text.starts_with("id:") ||
         text.starts_with("retry:") || text.starts_with(":");
}

bool is_web_socket(const HttpHead& head) {
  return contains_ignoring_case(head.field("upgrade"), "websocket");
}

}  // namespace

HttpDissector::HttpDissector(Workspace& workspace, std::size_t nesting)
    : workspace_(workspace),
      nesting_(nesting),
      sides_{Side{*this, Direction::forward, workspace.malformed},
             Side{*this, Direction::reverse, workspace.malformed}} {}

HttpDissector::~HttpDissector() = default;

void HttpDissector::bytes(Direction direction, Timestamp time, Bytes bytes,
                          ConversationBuilder& out) {
  time_ = time;
  out_ = &out;
  sides_[static_cast<std::size_t>(direction)].stream.feed(bytes);
}

void HttpDissector::gap(Direction direction, std::uint64_t octets, ConversationBuilder& out) {
  out_ = &out;
  HttpStream& stream = sides_[static_cast<std::size_t>(direction)].stream;
  if (stream.is_raw() && inner_) return inner_->gap(direction, octets, out);
  stream.gap(octets);
}

void HttpDissector::end(ConversationBuilder& out) {
  out_ = &out;
  for (Side& side : sides_) side.stream.end();
  if (inner_) inner_->end(out);
  if (next_ != Next::tunnel) out.set_agent(user_agent_);
}

bool HttpDissector::gave_up() const {
  return inner_ ? inner_->gave_up()
                : idle_messages_ >= idle_messages_max || conversation_.gave_up();
}

void HttpDissector::head(Side& side, const HttpHead& head) {
  side.request = head.is_request();
  name_storage(head, *out_);
  if (side.request) return request_head(side, head);
  response_head(side, head);
}

void HttpDissector::request_head(Side& side, const HttpHead& head) {
  side.exchange = ++requests_;
  if (user_agent_.empty())
    user_agent_ = head.field("user-agent").substr(0, limits::text_field_octets_max);
  if (head.method() == "CONNECT") {
    next_ = Next::tunnel;
    out_->set_pool(head.target());
    return side.stream.switch_to_raw();
  }
  if (is_web_socket(head)) {
    next_ = Next::web_socket;
    if (const std::string_view host = head.field("host"); !host.empty()) out_->set_pool(host);
  }
  std::string json = R"({"method":"HTTP request")";
  append_member(json, "http_method", head.method());
  append_member(json, "http_target", head.target());
  for (const std::string_view field : request_fields) {
    if (head.has(field)) append_member(json, field, head.field(field));
  }
  message(side, json + '}', false);
  if (next_ == Next::web_socket) side.stream.switch_to_raw();
}

void HttpDissector::response_head(Side& side, const HttpHead& head) {
  const bool interim = head.status() >= 100 && head.status() < 200 && head.status() != 101;
  if (!interim) side.exchange = responses_ < requests_ ? ++responses_ : 0;
  if (head.status() == 101 && (next_ == Next::web_socket || is_web_socket(head))) {
    next_ = Next::web_socket;
    return side.stream.switch_to_raw();
  }
  if (next_ == Next::tunnel && head.status() / 100 == 2) return side.stream.switch_to_raw();
  if (next_ == Next::tunnel && head.status() >= 300) refuse_tunnel();
  std::string json = fmt::format(R"({{"method":"HTTP response","status":{})", head.status());
  const std::size_t bare = json.size();
  for (const std::string_view field : response_fields) {
    if (head.has(field)) append_member(json, field, head.field(field));
  }
  if (json.size() > bare) message(side, json + '}', false);
}

// As a proxy does that wants to know who asks (407): the client asks again, on the same connection.
void HttpDissector::refuse_tunnel() {
  next_ = Next::http;
  inner_ = nullptr;
  for (Side& side : sides_)
    if (side.stream.is_raw()) side.stream.switch_to_http();
}

void HttpDissector::name_carrier() {
  if (!named_) out_->carrier("http");
  named_ = true;
}

void HttpDissector::message(Side& side, std::string_view json, bool cut) {
  name_carrier();
  const double before = out_->record().strength_nats;
  const ScanOutcome outcome = workspace_.outline.scan(json);
  if (outcome == ScanOutcome::malformed) return workspace_.malformed.add(Malformed::json);
  if (outcome == ScanOutcome::complete) json = json.substr(0, workspace_.outline.consumed());
  conversation_.message(side.direction, time_, workspace_.outline,
                        cut && outcome == ScanOutcome::incomplete, json, side.exchange, *out_);
  idle_messages_ =
      out_->record().strength_nats > before || out_->is_mining() ? 0 : idle_messages_ + 1;
}

// One value, as a rule; a body that streams has many.
void HttpDissector::messages(Side& side, std::string_view text, bool cut) {
  for (std::size_t i = 0; i < messages_per_body_max && begins_as_json(as_bytes(text)); ++i) {
    message(side, text, cut);
    const std::size_t used = workspace_.outline.consumed();
    if (used == 0 || used >= text.size()) return;
    text.remove_prefix(used);
  }
}

// Server-sent events (WHATWG HTML, section 9.2): what stands behind "data:" in a line.
void HttpDissector::events(Side& side, std::string_view text) {
  constexpr std::string_view data = "data:";
  for (std::size_t i = 0; i < messages_per_body_max && !text.empty();) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.starts_with(data)) continue;
    line.remove_prefix(data.size());
    if (!begins_as_json(as_bytes(line))) continue;
    message(side, line, false);
    ++i;
  }
}

void HttpDissector::body(Side& side, Bytes body, bool complete) {
  const std::string_view text = as_text(body);
  if (begins_as_json(body)) return messages(side, text, !complete);
  if (begins_as_events(text)) return events(side, text);
  if (side.request && text.find("requestType=") != std::string_view::npos) {
    std::string json = R"({"method":"HTTP request body")";
    append_member(json, "form", text);
    message(side, json + '}', !complete);
  }
}

// After an upgrade that was asked for but refused, the client goes on in HTTP.
void HttpDissector::begin_inner(Bytes first) {
  if (next_ == Next::web_socket && !begins_as_http(first)) {
    name_carrier();
    out_->carrier("websocket");
    inner_ = std::make_unique<WebSocketDissector>(workspace_);
  } else {
    if (next_ == Next::tunnel) out_->carrier("http-connect");
    inner_ = std::make_unique<ContentDissector>(workspace_, nesting_ + 1);
  }
}

void HttpDissector::raw(Side& side, Bytes bytes) {
  if (bytes.empty() || nesting_ >= limits::dissect_nesting_max) return;
  if (!inner_) begin_inner(bytes);
  inner_->bytes(side.direction, time_, bytes, *out_);
}

}  // namespace davy::flow
