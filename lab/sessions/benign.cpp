#include <vector>

#include "lab/sessions/script.hpp"

namespace davy::lab {
namespace {

const std::vector<Kind>& all_kinds() {
  static const std::vector<Kind> kinds = [] {
    std::vector<Kind> all(people_kinds().begin(), people_kinds().end());
    all.insert(all.end(), machine_kinds().begin(), machine_kinds().end());
    return all;
  }();
  return kinds;
}

Session written(const Kind& kind, Random& random, double duration_s) {
  Script script(random, duration_s);
  kind.write(script);
  sort_by_time(script.messages);
  return {kind.name, false, std::move(script.messages)};
}

}  // namespace

Session benign(Random& random, double duration_s) {
  const auto last = static_cast<int>(all_kinds().size()) - 1;
  return written(all_kinds()[static_cast<std::size_t>(whole(random, 0, last))], random, duration_s);
}

Session benign(Random& random, double duration_s, std::string_view name) {
  for (const Kind& kind : all_kinds()) {
    if (kind.name == name) return written(kind, random, duration_s);
  }
  return {name, false, {}};
}

std::vector<std::string_view> benign_kinds() {
  std::vector<std::string_view> names;
  for (const Kind& kind : all_kinds()) names.push_back(kind.name);
  return names;
}

}  // namespace davy::lab
