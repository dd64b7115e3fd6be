#include "workbench/energy/regions.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace davy::energy {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 14> synonyms{{
    {"mainland china", "china"},
    {"prc", "china"},
    {"中国大陆", "中国"},
    {"全国", "中国"},
    {"usa", "united states"},
    {"us", "united states"},
    {"russia", "russian federation"},
    {"nei mongol", "inner mongolia"},
    {"xizang", "tibet"},
    {"north", "north china"},
    {"east", "east china"},
    {"central", "central china"},
    {"south", "southern"},
    {"iran, islamic rep.", "iran"},
}};

constexpr std::array<std::string_view, 9> endings{
    " province",  " autonomous region", " municipality", "维吾尔自治区",
    "回族自治区", "壮族自治区",         "自治区",        "省",
    "市"};

std::string plain(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  std::string lower{text};
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == '_' ? ' ' : c;
  });
  for (const std::string_view ending : endings)
    if (lower.size() > ending.size() && lower.ends_with(ending))
      lower.resize(lower.size() - ending.size());
  const auto found =
      std::ranges::find(synonyms, lower, [](const auto& pair) { return pair.first; });
  return found == synonyms.end() ? lower : std::string{found->second};
}

}  // namespace

bool names_region(std::string_view asked, std::string_view name, std::string_view name_zh) {
  const std::string wanted = plain(asked);
  return !wanted.empty() && (wanted == plain(name) || wanted == plain(name_zh));
}

}  // namespace davy::energy
