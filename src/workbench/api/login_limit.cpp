#include "workbench/api/login_limit.hpp"

#include <algorithm>

#include "base/limits.hpp"

namespace davy::api {

bool LoginLimit::take(Tried& tried, double a_minute, Timestamp now) {
  const double passed_s = std::max(0.0, seconds(now - tried.at));
  tried.tokens = std::min(a_minute, tried.tokens + passed_s * a_minute / 60);
  tried.at = now;
  if (tried.tokens < 1) return false;
  tried.tokens -= 1;
  return true;
}

bool LoginLimit::allows_of_all(Timestamp now) {
  const std::lock_guard lock(mutex_);
  return take(all_, logins_of_all_a_minute, now);
}

bool LoginLimit::allows(std::string_view address, Timestamp now) {
  const std::lock_guard lock(mutex_);
  auto found = tried_.find(address);
  if (found == tried_.end()) {
    if (tried_.size() >= limits::api_addresses_max)
      tried_.erase(std::ranges::min_element(tried_, {}, [](const auto& t) { return t.second.at; }));
    found = tried_.emplace(std::string{address}, Tried{limits::api_logins_a_minute, now}).first;
  }
  return take(found->second, limits::api_logins_a_minute, now);
}

}  // namespace davy::api
