// A place that is told of verdicts and cases, as the configuration names it.
//
// Units:   in the names.
// Errors:  read and checked by app/outlet_config.cpp; here all is sound.
// Threads: a value.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "verdict/verdict.hpp"

namespace davy::relay {

inline constexpr std::size_t outlets_max = 16;  // each has a thread

enum class OutletKind : std::uint8_t { webhook, syslog, email, file };
inline constexpr std::array<std::string_view, 4> outlet_kinds{"webhook", "syslog", "email", "file"};
enum class LineFormat : std::uint8_t { eve, ecs };
inline constexpr std::array<std::string_view, 2> line_formats{"eve", "ecs"};
// RFC 5424, table 1, by number.
inline constexpr std::array<std::string_view, 24> facilities{
    "kern",   "user",   "mail",     "daemon", "auth",   "syslog", "lpr",    "news",
    "uucp",   "cron",   "authpriv", "ftp",    "ntp",    "audit",  "alert",  "clock",
    "local0", "local1", "local2",   "local3", "local4", "local5", "local6", "local7"};

struct Outlet {
  std::string name = {};
  OutletKind kind = OutletKind::file;
  verdict::Level least = verdict::Level::probable;  // what is less certain is not told
  bool cases = true;                                // steps of cases too
  bool from_beginning = false;                      // of the store, where nothing was told yet
  Duration every = {};                              // news are gathered for so long
  Duration give_up_after = {};  // news that are older are dropped, after an outage as long
  Duration timeout = std::chrono::seconds{10};  // of one sending

  std::string url = {};          // webhook: https://…; email: smtp://… or smtps://…
  std::string proxy = {};        // webhook
  std::string secret_file = {};  // webhook
  std::string ca = {};           // PEM; "": those that the system trusts
  std::string host = {};         // syslog
  std::string port = {};
  std::string certificate = {};  // syslog: of ours, PEM
  std::string key = {};
  unsigned facility = 16;  // syslog: local0
  std::string from = {};   // email
  std::vector<std::string> to = {};
  std::string user = {};
  std::string password_file = {};
  bool plain = false;      // email: without TLS, on this machine only
  std::size_t lines = 50;  // email: beyond them news are counted
  std::string path = {};   // file
  LineFormat format = LineFormat::eve;
  std::uint64_t rotate_octets = 0;
  unsigned keep = 5;  // files that were rotated away

  // Host and port, or path: without what may be a secret in a URL.
  std::string place() const;
};

}  // namespace davy::relay
