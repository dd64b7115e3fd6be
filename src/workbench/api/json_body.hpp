// The JSON object of a request: few fields, each of a known kind, none unknown.
//
// Errors:  what is wrong with it, as a sentence; the API makes a 400 of it.
// Bounds:  limits::api_body_octets_max; lists of texts, and no other nesting: no request needs one.
// Threads: a value.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"

namespace davy::api {

class JsonBody {
 public:
  static Result<JsonBody> parse(std::string_view text,
                                std::initializer_list<std::string_view> known);

  // nullopt: not there; of another kind: parse() has refused it only if asked by kind.
  std::optional<std::string> text(std::string_view name) const;
  std::optional<std::int64_t> integer(std::string_view name) const;
  std::optional<double> number(std::string_view name) const;  // whole ones too
  std::optional<bool> flag(std::string_view name) const;
  std::vector<std::string> texts(std::string_view name) const;

 private:
  using Value = std::variant<std::string, std::int64_t, double, bool, std::vector<std::string>>;
  std::map<std::string, Value, std::less<>> fields_;
};

}  // namespace davy::api
