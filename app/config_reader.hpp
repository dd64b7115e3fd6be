// A TOML file read key by key, and all that is wrong with it. Only app/ reads configurations.
//
// Errors:  each with file, line and what to do; all of a file at once: outcome().
// Threads: one owner.
#pragma once

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace davy::app {

class ConfigReader {
 public:
  explicit ConfigReader(std::string file) : file_(std::move(file)) {}

  void wrong(const toml::node& where, std::string what) {
    wrongs_.push_back(fmt::format("{}:{}: {}", file_, where.source().begin.line, what));
  }
  void only(const toml::table& table, std::initializer_list<std::string_view> known) {
    only(table, std::vector(known));
  }
  void only(const toml::table& table, const std::vector<std::string_view>& known) {
    for (const auto& [key, value] : table)
      if (std::ranges::find(known, key.str()) == known.end())
        wrong(value, fmt::format("no key is called {} here: one of {}", key.str(),
                                 fmt::join(known, ", ")));
  }
  void not_here(const toml::table& table, std::initializer_list<std::string_view> keys,
                std::string_view what) {
    for (const std::string_view key : keys)
      if (const toml::node* node = table.get(key))
        wrong(*node, fmt::format("{} has no {}", what, key));
  }
  void text(const toml::table& table, std::string_view key, std::string& out) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    if (const auto value = node->value<std::string>())
      out = *value;
    else
      wrong(*node, fmt::format("{} must be a text in quotes", key));
  }
  void flag(const toml::table& table, std::string_view key, bool& out) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    if (const auto* value = node->as_boolean())
      out = value->get();
    else
      wrong(*node, fmt::format("{} must be true or false", key));
  }
  template <class Number>
  void number(const toml::table& table, std::string_view key, std::int64_t min, std::int64_t max,
              Number& out) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    const auto value = node->value<std::int64_t>();
    if (value && *value >= min && *value <= max)
      out = static_cast<Number>(*value);
    else
      wrong(*node, fmt::format("{} must be a number from {} to {}", key, min, max));
  }
  void texts(const toml::table& table, std::string_view key, std::vector<std::string>& out) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    const toml::array* list = node->as_array();
    if (list == nullptr) return wrong(*node, fmt::format("{} must be a list of texts", key));
    for (const toml::node& one : *list)
      if (const auto value = one.value<std::string>())
        out.push_back(*value);
      else
        wrong(one, fmt::format("{} must be a list of texts", key));
  }
  const toml::table* section(const toml::table& root, std::string_view key) {
    const toml::node* node = root.get(key);
    if (node == nullptr) return nullptr;
    if (!node->is_table()) wrong(*node, fmt::format("{0} must be a section: [{0}]", key));
    return node->as_table();
  }
  Result<void> outcome() const {
    if (wrongs_.empty()) return {};
    return usage_error(fmt::format("{}", fmt::join(wrongs_, "\n")));
  }

 private:
  std::string file_;
  std::vector<std::string> wrongs_;
};

}  // namespace davy::app
