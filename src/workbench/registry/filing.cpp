#include "workbench/registry/filing.hpp"

#include <algorithm>

namespace davy::registry {
namespace {

using enum Status;

struct Known {
  std::string_view name;
  std::string_view zh;
  bool in_force;
  bool may_be_rewritten;
  std::optional<unsigned> working_days;
};
// What authorities set differs; these are days that an office can keep.
constexpr std::array<Known, statuses> all{{
    {"draft", "草稿", false, true, std::nullopt},
    {"submitted", "已提交", false, false, 10},
    {"approved", "已批准", false, false, 5},
    {"filed", "已备案", true, false, std::nullopt},
    {"built", "已建成", true, false, std::nullopt},
    {"operating", "运行中", true, false, std::nullopt},
    {"changed", "已变更", true, true, 10},
    {"closed", "已关停", false, false, std::nullopt},
    {"retired", "已退役", false, false, std::nullopt},
}};
const Known& known(Status status) { return all[static_cast<std::size_t>(status)]; }

constexpr FilingStep steps[] = {
    {"submit", draft, submitted, false, false},  {"submit", changed, submitted, false, true},
    {"return", submitted, draft, true, true},    {"approve", submitted, approved, true, false},
    {"file", approved, filed, false, false},     {"build", filed, built, false, false},
    {"operate", filed, operating, false, false}, {"operate", built, operating, false, false},
    {"change", filed, changed, false, true},     {"change", built, changed, false, true},
    {"change", operating, changed, false, true}, {"close", filed, closed, false, true},
    {"close", built, closed, false, true},       {"close", operating, closed, false, true},
    {"close", changed, closed, false, true},     {"retire", closed, retired, false, true},
    {"retire", draft, retired, false, true},
};

}  // namespace

std::string_view name(Status status) { return known(status).name; }

std::optional<Status> status_named(std::string_view text) {
  if (text.empty()) return filed;
  const auto found =
      std::ranges::find_if(all, [&](const Known& s) { return s.name == text || s.zh == text; });
  if (found == all.end()) return std::nullopt;
  return static_cast<Status>(found - all.begin());
}

bool is_in_force(Status status) { return known(status).in_force; }
bool may_be_rewritten(Status status) { return known(status).may_be_rewritten; }
std::optional<unsigned> working_days_for(Status status) { return known(status).working_days; }

std::vector<FilingStep> steps_from(Status status) {
  std::vector<FilingStep> out;
  std::ranges::copy_if(steps, std::back_inserter(out),
                       [&](const FilingStep& step) { return step.from == status; });
  return out;
}

const FilingStep* step_named(Status from, std::string_view action) {
  const auto found = std::ranges::find_if(
      steps, [&](const FilingStep& step) { return step.from == from && step.action == action; });
  return found == std::end(steps) ? nullptr : &*found;
}

bool may_take(const FilingStep& step, identity::Role role) {
  using identity::Right;
  if (step.by_second_person)
    return identity::may(role, Right::approve) || identity::may(role, Right::administer);
  return identity::may(role, Right::act) || identity::may(role, Right::administer);
}

}  // namespace davy::registry
