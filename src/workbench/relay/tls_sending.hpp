// One TLS connection on which octets are sent, and which ends in order: so that it is known that the other side has them.
//
// Units:   Duration.
// Shape:   connect, check the certificate and its name, send, close both ways. RFC 5425 knows no answers: the receiver's own end of
//          the connection, after ours, is what says that it has read all.
// Errors:  what went wrong and what to do; "" is success.
// Bounds:  all of it within the timeout; `stopped` ends it sooner.
// Threads: each call is its own; SIGPIPE must be ignored by the program.
// Source:  RFC 5425, RFC 8446, docs.openssl.org 3.0.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"

namespace davy::relay {

struct TlsPlace {
  std::string host = {};
  std::string port = {};
  std::string ca = {};           // PEM; "": those that the system trusts
  std::string certificate = {};  // ours, where the receiver asks for one
  std::string key = {};
  Duration timeout = {};
};

// Sends all of `octets`; what went wrong, or "".
std::string send_over_tls(const TlsPlace& place, std::string_view octets,
                          const std::function<bool()>& stopped);

}  // namespace davy::relay
