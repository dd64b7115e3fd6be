#include "workbench/api/json_body.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>

namespace davy::api {
namespace {

// Nothing where one of them is no text.
std::optional<std::vector<std::string>> texts_of(simdjson::dom::array array) {
  std::vector<std::string> texts;
  for (const auto& one : array) {
    if (!one.is_string()) return std::nullopt;
    texts.emplace_back(std::string_view{one});
  }
  return texts;
}

template <class T, class Fields>
std::optional<T> value_of(const Fields& fields, std::string_view name) {
  const auto found = fields.find(name);
  if (found == fields.end() || !std::holds_alternative<T>(found->second)) return std::nullopt;
  return std::get<T>(found->second);
}

}  // namespace

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
    Value& field = body.fields_[std::string{key}];
    if (value.is_string()) {
      field = std::string{std::string_view{value}};
    } else if (value.is_int64()) {
      field = std::int64_t{value};
    } else if (value.is_double()) {
      field = double{value};
    } else if (value.is_bool()) {
      field = bool{value};
    } else if (value.is_null()) {
      body.fields_.erase(std::string{key});
    } else {
      auto texts = value.is_array() ? texts_of(value) : std::nullopt;
      if (!texts)
        return input_error(fmt::format("{} is neither text, number nor a list of texts", key));
      field = std::move(*texts);
    }
  }
  return body;
}

std::optional<std::string> JsonBody::text(std::string_view name) const {
  return value_of<std::string>(fields_, name);
}

std::optional<std::int64_t> JsonBody::integer(std::string_view name) const {
  return value_of<std::int64_t>(fields_, name);
}

std::optional<double> JsonBody::number(std::string_view name) const {
  if (const auto whole = integer(name)) return static_cast<double>(*whole);
  return value_of<double>(fields_, name);
}

std::optional<bool> JsonBody::flag(std::string_view name) const {
  return value_of<bool>(fields_, name);
}

std::vector<std::string> JsonBody::texts(std::string_view name) const {
  return value_of<std::vector<std::string>>(fields_, name).value_or(std::vector<std::string>{});
}

}  // namespace davy::api
