#include "flow/dissect/content_dissector.hpp"

#include "flow/dissect/http_dissector.hpp"
#include "flow/dissect/http_gate.hpp"
#include "flow/dissect/json_dissector.hpp"

namespace davy::flow {

Content gate(Bytes payload, const Position& position) {
  if (payload.size() < 2) return Content::none;
  (void)position;
  if (begins_as_json(payload)) return Content::json;
  if (begins_as_http(payload) && http_worth_following(payload)) return Content::http;
  return Content::none;
}

std::unique_ptr<Dissector> make_dissector(Content content, Workspace& workspace, std::size_t nesting) {
  switch (content) {
    case Content::json: return std::make_unique<JsonDissector>(workspace.outline, workspace.malformed);
    case Content::http: return std::make_unique<HttpDissector>(workspace, nesting);
    default: return nullptr;
  }
}

void ContentDissector::bytes(Direction direction, Timestamp time, Bytes bytes, ConversationBuilder& out) {
  const auto d = static_cast<std::size_t>(direction);
  if (!inner_ && tries_ < tries_max) {
    const Position position{.first_in_direction = !seen_[d], .first_in_flow = !seen_[0] && !seen_[1], .opening_seen = true};
    ++tries_;
    inner_ = make_dissector(gate(bytes, position), workspace_, nesting_);
  }
  seen_[d] = true;
  if (inner_) inner_->bytes(direction, time, bytes, out);
}

void ContentDissector::gap(Direction direction, std::uint64_t octets, ConversationBuilder& out) {
  if (inner_) inner_->gap(direction, octets, out);
}

void ContentDissector::end(ConversationBuilder& out) {
  if (inner_) inner_->end(out);
}

}  // namespace davy::flow
