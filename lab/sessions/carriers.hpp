// What real tunnels make of messages, as disguises of simulated sessions.
//
// Units:   octets of the outer connection's payload.
// Source:  measured on live runs of each program, lab/tunnels/sizes.tsv (2026-11: OpenSSL 3.0, stunnel 5.68,
//          OpenSSH 9.2, OpenVPN 2.6, wireguard-go); the test holds this table against that one.
#pragma once

#include <span>
#include <string_view>

#include "lab/sessions/session.hpp"

namespace davy::lab {

struct Carrier {
  std::string_view name;  // as in lab/scenarios/hidden.py
  Disguise disguise;
};
std::span<const Carrier> carriers();

}  // namespace davy::lab
