#include "probe/questions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/byte_reader.hpp"
#include "base/own_name.hpp"

namespace davy::probe {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(Dialect::count_)> dialect_names{
    "stratum-v1",       "cryptonote", "eth-getwork", "coinhive",
    "stratum-v2-noise", "stratum-v2", "getwork",     "ethereumstratum-2"};
constexpr std::array<std::string_view, static_cast<std::size_t>(Carrier::count_)> carrier_names{
    "tcp", "tls", "websocket", "websocket-tls"};

std::string agent(const Introduction& who) { return fmt::format("{}/{}", own_agent, who.version); }

std::uint16_t port_of(std::string_view host_and_port) {
  return parse_port(host_and_port.substr(host_and_port.rfind(':') + 1)).value_or(0);
}

// Asks for a session and for leave to work in it: what a pool hands out, or refuses, is said unasked.
std::string stratum_v1(const Introduction& who) {
  return fmt::format(
      "{{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"{}\"]}}\n"
      "{{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"{}\",\"{}\"]}}\n",
      agent(who), own_login, who.contact);
}

std::string cryptonote(const Introduction& who) {
  return fmt::format(
      "{{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"login\",\"params\":{{\"login\":\"{}\","
      "\"pass\":\"{}\",\"agent\":\"{}\",\"algo\":[\"rx/0\"]}}}}\n",
      own_login, who.contact, agent(who));
}

// The request for work has an id that refusal.cpp does not take for a login's: a node that mines nothing says "no mining
// work", and is no pool.
std::string eth_getwork(const Introduction& who) {
  return fmt::format(
      "{{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"eth_submitLogin\",\"worker\":\"{}\","
      "\"params\":[\"{}\",\"{}\"]}}\n"
      "{{\"id\":3,\"jsonrpc\":\"2.0\",\"method\":\"eth_getWork\",\"params\":[]}}\n",
      own_agent, own_login, who.contact);
}

std::string ethereumstratum_2(const Introduction& who, std::string_view host_and_port) {
  const std::string_view host = host_and_port.substr(0, host_and_port.rfind(':'));
  return fmt::format(
      "{{\"id\":0,\"method\":\"mining.hello\",\"params\":{{\"agent\":\"{}\",\"host\":\"{}\","
      "\"port\":\"{:x}\",\"proto\":\"EthereumStratum/2.0.0\"}}}}\n",
      agent(who), host, port_of(host_and_port));
}

std::string coinhive() {
  return "{\"type\":\"auth\",\"params\":{\"site_key\":\"davy-probe-no-site\","
         "\"type\":\"anonymous\",\"user\":null,\"goal\":0}}";
}

void put_le(std::string& out, std::uint32_t number, std::size_t octets) {
  for (std::size_t i = 0; i < octets; ++i) out += static_cast<char>(number >> (8 * i) & 0xff);
}

void put_text(std::string& out, std::string_view text) {  // STR0_255
  put_le(out, static_cast<std::uint32_t>(text.size()), 1);
  out += text;
}

std::string sv2_frame(std::uint32_t type, std::string_view payload) {
  std::string out;
  put_le(out, 0, 2);  // no extension
  put_le(out, type, 1);
  put_le(out, static_cast<std::uint32_t>(payload.size()), 3);
  out += payload;
  return out;
}

// In clear, as the specification allows it on a network of one's own: SetupConnection, and the opening of a channel.
std::string stratum_v2(const Introduction& who, std::string_view host_and_port) {
  const std::string_view host = host_and_port.substr(0, host_and_port.rfind(':'));
  std::string set_up;
  put_le(set_up, 0, 1);  // the mining protocol
  put_le(set_up, 2, 2);  // versions
  put_le(set_up, 2, 2);
  put_le(set_up, 0, 4);  // flags
  put_text(set_up, host);
  put_le(set_up, port_of(host_and_port), 2);
  put_text(set_up, own_agent);  // vendor
  put_text(set_up, "");         // hardware
  put_text(set_up, who.version);
  put_text(set_up, who.contact);
  std::string channel;
  put_le(channel, 1, 4);  // request
  put_text(channel, own_login);
  put_le(channel, 0, 4);       // hash rate: none
  channel.append(32, '\xff');  // any target will do
  return sv2_frame(0x00, set_up) + sv2_frame(0x10, channel);
}

std::string fields_of(const Introduction& who, std::string_view host_and_port) {
  return fmt::format("Host: {}\r\nUser-Agent: {}\r\nFrom: {}\r\n", host_and_port, agent(who),
                     who.contact);
}

std::string getwork(const Introduction& who, std::string_view host_and_port) {
  constexpr std::string_view body = "{\"id\":1,\"method\":\"getwork\",\"params\":[]}";
  return fmt::format(
      "POST / HTTP/1.1\r\n{}X-Mining-Extensions: longpoll\r\nContent-Type: application/json\r\n"
      "Content-Length: {}\r\nConnection: close\r\n\r\n{}",
      fields_of(who, host_and_port), body.size(), body);
}

std::string base64(Bytes octets) {
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < octets.size(); i += 3) {
    const std::size_t here = std::min<std::size_t>(3, octets.size() - i);
    std::uint32_t v = 0;
    for (std::size_t k = 0; k < 3; ++k) v = v << 8 | (k < here ? octets[i + k] : std::uint8_t{0});
    for (std::size_t k = 0; k < 4; ++k) out += k <= here ? digits[v >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

std::string upgrade(const Introduction& who, std::string_view host_and_port, Bytes key) {
  return fmt::format(
      "GET /proxy HTTP/1.1\r\n{}Connection: Upgrade\r\nUpgrade: websocket\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {}\r\n\r\n",
      fields_of(who, host_and_port), base64(key));
}

// One text frame from a client: final, masked; below 64 KiB.
std::string frame(std::string_view text, Bytes mask) {
  std::string out = "\x81";
  if (text.size() < 126) {
    out += static_cast<char>(0x80 | text.size());
  } else {
    out += '\xfe';
    out += static_cast<char>(text.size() >> 8);
    out += static_cast<char>(text.size() & 0xff);
  }
  out += as_text(mask.first(4));
  for (std::size_t i = 0; i < text.size(); ++i)
    out += static_cast<char>(static_cast<std::uint8_t>(text[i]) ^ mask[i % 4]);
  return out;
}

std::string words(Dialect dialect, const Introduction& who, std::string_view host_and_port,
                  const RandomOctets& random) {
  switch (dialect) {
    case Dialect::stratum_v1:
      return stratum_v1(who);
    case Dialect::cryptonote:
      return cryptonote(who);
    case Dialect::eth_getwork:
      return eth_getwork(who);
    case Dialect::coinhive:
      return coinhive();
    case Dialect::getwork:
      return getwork(who, host_and_port);
    case Dialect::ethereumstratum_2:
      return ethereumstratum_2(who, host_and_port);
    case Dialect::stratum_v2_noise:  // every 64 octets are a key in ElligatorSwift's form
      return std::string(as_text(random));
    case Dialect::stratum_v2:
      return stratum_v2(who, host_and_port);
    case Dialect::count_:
      break;
  }
  return {};
}

}  // namespace

std::string_view name(Dialect dialect) { return dialect_names[static_cast<std::size_t>(dialect)]; }
std::string_view name(Carrier carrier) { return carrier_names[static_cast<std::size_t>(carrier)]; }

std::optional<Dialect> dialect_named(std::string_view id) {
  const auto found = std::ranges::find(dialect_names, id);
  if (found == dialect_names.end()) return std::nullopt;
  return static_cast<Dialect>(found - dialect_names.begin());
}

Question make_question(Dialect dialect, Carrier carrier, const Introduction& who,
                       std::string_view host_and_port, const RandomOctets& random) {
  const std::string said = words(dialect, who, host_and_port, random);
  if (!is_websocket(carrier)) return {dialect, carrier, said, {}};
  return {dialect, carrier, upgrade(who, host_and_port, Bytes{random}.first(16)),
          frame(said, Bytes{random}.subspan(16, 4))};
}

std::vector<Step> plan(std::optional<Dialect> suspected) {
  using enum Dialect;
  constexpr Carrier plain = Carrier::plain, tls = Carrier::tls, websocket = Carrier::websocket,
                    websocket_tls = Carrier::websocket_tls;
  std::vector<Step> steps{{stratum_v1, plain},
                          {cryptonote, plain},
                          {stratum_v1, tls},
                          {cryptonote, tls},
                          {eth_getwork, plain},
                          {coinhive, websocket},
                          {stratum_v2_noise, plain},
                          {stratum_v2_noise, plain, true},
                          {stratum_v2, plain},
                          {getwork, plain},
                          {coinhive, websocket_tls},
                          {eth_getwork, tls},
                          {ethereumstratum_2, plain},
                          {stratum_v1, websocket},
                          {getwork, tls},
                          {stratum_v1, websocket_tls}};
  if (suspected) {
    std::ranges::stable_partition(steps, [&](const Step& s) { return s.dialect == *suspected; });
  }
  return steps;
}

}  // namespace davy::probe
