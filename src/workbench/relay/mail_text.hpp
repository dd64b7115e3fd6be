// Messages as one letter: a digest.
//
// Units:   times UTC.
// Shape:   RFC 5322 with CRLF; text/plain in UTF-8, base64, so that no name from traffic can end a line or a header. The most
//          certain first; beyond `lines` messages are counted. Message-ID is made of the last message's id and the outlet's name.
// Bounds:  letter_line_octets_max of a line's text.
// Threads: pure.
// Source:  RFC 5322, RFC 2045, RFC 2047, RFC 3834 (Auto-Submitted).
#pragma once

#include <span>
#include <string>

#include "workbench/relay/carrier.hpp"

namespace davy::relay {

inline constexpr std::size_t letter_line_octets_max = 500;

std::string letter(std::span<const Message> messages, const Outlet& outlet, const Origin& origin,
                   Timestamp now);

}  // namespace davy::relay
