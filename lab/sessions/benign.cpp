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

namespace {

// Splits what the server said unasked from the rest.
Messages take_unasked(Messages& messages) {
  constexpr double reply_within_s = 3;
  Messages unasked, rest;
  double asked_s = -2 * reply_within_s;
  for (const Message& m : messages) {
    const bool answers = !m.from_client && m.time_s - asked_s <= reply_within_s;
    if (m.from_client) asked_s = m.time_s;
    if (answers) asked_s = -2 * reply_within_s;
    (m.from_client || answers ? rest : unasked).push_back(m);
  }
  messages = std::move(rest);
  return unasked;
}

}  // namespace

std::vector<Session> listeners_of_one_source(Random& random, double duration_s, std::size_t count,
                                             std::string_view kind) {
  std::vector<Session> sessions;
  Messages told;
  for (std::size_t i = 0; i < count; ++i) {
    Session session = benign(random, duration_s, kind);
    Messages own = take_unasked(session.messages);
    if (i == 0) told = std::move(own);
    for (Message m : told) {
      m.time_s += uniform(random, .01, .2);
      session.messages.push_back(m);
    }
    sort_by_time(session.messages);
    sessions.push_back(std::move(session));
  }
  return sessions;
}

std::vector<std::string_view> benign_kinds() {
  std::vector<std::string_view> names;
  for (const Kind& kind : all_kinds()) names.push_back(kind.name);
  return names;
}

}  // namespace davy::lab
