#include "workbench/api/login_limit.hpp"

#include <algorithm>

#include "base/limits.hpp"

namespace davy::api {

bool LoginLimit::allows(std::string_view address, Timestamp now) {
  constexpr double per_second = limits::api_logins_a_minute / 60.0;
  const std::lock_guard lock(mutex_);
  auto found = tried_.find(address);
  if (found == tried_.end()) {
    if (tried_.size() >= limits::api_addresses_max)
      tried_.erase(std::ranges::min_element(tried_, {}, [](const auto& t) { return t.second.at; }));
    found = tried_.emplace(std::string{address}, Tried{limits::api_logins_a_minute, now}).first;
  }
  Tried& tried = found->second;
  const double passed_s = std::max(0.0, seconds(now - tried.at));
  tried.tokens = std::min(limits::api_logins_a_minute, tried.tokens + passed_s * per_second);
  tried.at = now;
  if (tried.tokens < 1) return false;
  tried.tokens -= 1;
  return true;
}

}  // namespace davy::api
