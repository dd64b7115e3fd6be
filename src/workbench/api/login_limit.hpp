// How often an address may try to log in: a flood of passwords costs the flooder, not us.
//
// Shape:   what comes from other machines is bounded together, too: each refusal is a row of the audit log.
// Bounds:  limits::api_logins_a_minute each, limits::api_addresses_max addresses; beyond them the one least lately seen gives way.
//          logins_of_all_a_minute of all other machines together.
// Threads: any.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace davy::api {

inline constexpr double logins_of_all_a_minute = 120;

class LoginLimit {
 public:
  bool allows(std::string_view address, Timestamp now);
  bool allows_of_all(Timestamp now);

 private:
  struct Tried {
    double tokens = 0;
    Timestamp at = {};
  };
  static bool take(Tried& tried, double a_minute, Timestamp now);

  std::mutex mutex_;
  Tried all_{.tokens = logins_of_all_a_minute};
  std::map<std::string, Tried, std::less<>> tried_;
};

}  // namespace davy::api
