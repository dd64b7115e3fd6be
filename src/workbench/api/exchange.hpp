// A request to the API and its answer, without HTTP around them.
//
// Units:   times are UTC.
// Errors:  a Problem is an answer; it says what to do.
// Threads: values.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "workbench/identity/people.hpp"

namespace davy::api {

struct Request {
  std::string method = {};  // "GET"
  std::string path = {};    // below /api/v1, "/subjects/12"
  std::multimap<std::string, std::string> query = {};
  std::string content_type = {};
  std::string body = {};
  std::string cookie = {};        // of the session, "" without
  std::string bearer = {};        // a machine's token
  std::string change_token = {};  // X-Davy-Token
  std::string if_none_match = {};
  std::string client = {};  // the address that it came from
  Timestamp now = {};

  std::optional<std::string_view> asked(std::string_view name) const {
    const auto found = query.find(std::string{name});
    if (found == query.end()) return std::nullopt;
    return found->second;
  }
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body = {};
  std::string set_cookie = {};  // the session's secret; "" leaves it, "-" takes it away
  std::string etag = {};
  std::string allow = {};          // with 405
  std::string retry_after_s = {};  // with 429
  std::string file_name = {};      // to be kept under; "": to be shown
};

Response problem(int status, std::string_view title, std::string_view remedy);

}  // namespace davy::api
