// How often an address may try to log in: a flood of passwords costs the flooder, not us.
//
// Bounds:  limits::api_logins_a_minute each, limits::api_addresses_max addresses; beyond them the one least lately seen gives way.
// Threads: any.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace davy::api {

class LoginLimit {
 public:
  bool allows(std::string_view address, Timestamp now);

 private:
  struct Tried {
    double tokens = 0;
    Timestamp at = {};
  };
  std::mutex mutex_;
  std::map<std::string, Tried, std::less<>> tried_;
};

}  // namespace davy::api
