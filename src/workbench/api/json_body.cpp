#include "workbench/api/json_body.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>

namespace davy::api {

Result<JsonBody> JsonBody::parse(std::string_view text,
                                 std::initializer_list<std::string_view> known) {
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  const simdjson::padded_string padded(text);
  if (parser.parse(padded).get(object) != simdjson::SUCCESS)
    return input_error("the body is no JSON object");
  JsonBody body;
  for (const auto& [key, value] : object) {
    if (std::ranges::find(known, key) == known.end())
      return input_error(fmt::format("no field is called {}", key.substr(0, 60)));
    if (value.is_string())
      body.fields_[std::string{key}] = std::string{std::string_view{value}};
    else if (value.is_int64())
      body.fields_[std::string{key}] = std::int64_t{value};
    else if (value.is_bool())
      body.fields_[std::string{key}] = bool{value};
    else if (!value.is_null())
      return input_error(fmt::format("{} is neither text nor a whole number", key));
  }
  return body;
}

template <class T>
std::optional<T> JsonBody::value(std::string_view name) const {
  const auto found = fields_.find(name);
  if (found == fields_.end() || !std::holds_alternative<T>(found->second)) return std::nullopt;
  return std::get<T>(found->second);
}

std::optional<std::string> JsonBody::text(std::string_view name) const {
  return value<std::string>(name);
}
std::optional<std::int64_t> JsonBody::integer(std::string_view name) const {
  return value<std::int64_t>(name);
}
std::optional<bool> JsonBody::flag(std::string_view name) const { return value<bool>(name); }

}  // namespace davy::api
