// A conversation over HTTP/1: requests and answers as messages, their JSON bodies, and what follows an upgrade or CONNECT.
//
// Shape:   what a head says is given to the dialects as a message of method "HTTP request" or "HTTP response", with the
//          members http_method, http_target, status, host, user-agent and the x-… fields of mining; a form body as
//          "HTTP request body" with the member `form`. A request and its answer share an exchange number.
// Threads: one owner.
#pragma once

#include <array>
#include <memory>
#include <string>

#include "flow/dissect/dissector.hpp"
#include "flow/dissect/http.hpp"
#include "flow/dissect/json_conversation.hpp"

namespace davy::flow {

struct Workspace;

class HttpDissector final : public Dissector {
 public:
  HttpDissector(Workspace& workspace, std::size_t nesting);
  ~HttpDissector() override;

  void bytes(Direction direction, Timestamp time, Bytes bytes, ConversationBuilder& out) override;
  void gap(Direction direction, std::uint64_t octets, ConversationBuilder& out) override;
  void end(ConversationBuilder& out) override;
  bool gave_up() const override;
  std::size_t held_octets() const override {
    return sides_[0].stream.held_octets() + sides_[1].stream.held_octets() +
           (inner_ ? inner_->held_octets() : 0);
  }

 private:
  // One direction's sink.
  struct Side final : HttpSink {
    Side(HttpDissector& o, Direction d, MalformedCounts& m)
        : owner(o), direction(d), stream(*this, m) {}
    void head(const HttpHead& h) override { owner.head(*this, h); }
    void body(Bytes b, bool complete) override { owner.body(*this, b, complete); }
    void raw(Bytes b) override { owner.raw(*this, b); }
    HttpDissector& owner;
    Direction direction;
    HttpStream stream;
    bool request = false;        // the message being read
    std::uint64_t exchange = 0;  // its number
  };
  enum class Next : std::uint8_t { http, web_socket, tunnel };  // what follows the heads

  void head(Side& side, const HttpHead& head);
  void request_head(Side& side, const HttpHead& head);
  void response_head(Side& side, const HttpHead& head);
  void refuse_tunnel();
  void messages(Side& side, std::string_view text, bool cut);
  void events(Side& side, std::string_view text);
  void body(Side& side, Bytes body, bool complete);
  void raw(Side& side, Bytes bytes);
  void message(Side& side, std::string_view json, bool cut);
  void begin_inner(Bytes first);
  void name_carrier();

  Workspace& workspace_;
  std::size_t nesting_;
  std::array<Side, 2> sides_;
  JsonConversation conversation_;
  std::unique_ptr<Dissector> inner_;
  Next next_ = Next::http;
  bool named_ = false;  // "http" stands in the record's carrier
  std::uint64_t requests_ = 0;
  std::uint64_t responses_ = 0;
  std::uint32_t idle_messages_ = 0;  // in a row that said nothing
  std::string user_agent_;  // of the first request, cut: the miner's, if nothing inside names one
  Timestamp time_{};
  ConversationBuilder* out_ = nullptr;  // of the call in progress
};

}  // namespace davy::flow
