#include "lab/sessions/carriers.hpp"

namespace davy::lab {
namespace {

constexpr double inner_heads = 52;  // IPv4, and TCP with time stamps

constexpr Disguise tls13{.record_octets = 22};
// chacha20-poly1305: a channel's head, the padding's length and at least 4 of it; outside, length and check.
constexpr Disguise ssh{.record_octets = 14, .pad_to_octets = 8, .outer_octets = 20};

const Carrier table[] = {
    {"plain", {}},
    {"socks", {}},
    {"tls13", tls13},
    {"socks_tls", tls13},
    {"connect_tls", tls13},
    {"stunnel", tls13},
    {"tls12", {.record_octets = 29}},
    // AES-CBC, encrypt-then-MAC: padded to a block, then head, vector and SHA-1.
    {"tls12_cbc", {.record_octets = 1, .pad_to_octets = 16, .outer_octets = 41}},
    {"ssh_l", ssh},
    {"ssh_d", ssh},
    {"websocket_tls", {.record_octets = 22, .websocket = true}},
    // AES-GCM: 24 octets around each packet, 26 in TCP.
    {"openvpn_udp",
     {.record_octets = inner_heads + 24,
      .split_octets = 1388,
      .acknowledged_within_s = .0003,
      .server_acknowledges_within_s = .5,
      .keep_alive_s = 10,
      .keep_alive_octets = 40,
      .is_datagrams = true}},
    {"openvpn_tcp",
     {.record_octets = inner_heads + 26,
      .split_octets = 1374,
      .acknowledged_within_s = .0003,
      .server_acknowledges_within_s = .5,
      .keep_alive_s = 10,
      .keep_alive_octets = 42}},
    {"wireguard",
     {.record_octets = inner_heads,
      .pad_to_octets = 16,
      .outer_octets = 32,
      .split_octets = 1368,
      .acknowledged_within_s = .0003,
      .server_acknowledges_within_s = .5,
      .keep_alive_s = 25,
      .keep_alive_octets = 32,
      .is_datagrams = true}},
};

}  // namespace

std::span<const Carrier> carriers() { return table; }

}  // namespace davy::lab
