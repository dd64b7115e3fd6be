// The filing of a computing system: what it can be, and what leads from one to the next.
//
// Shape:   draft → submitted → approved (by an administrator or approver who is not the one who submitted) → filed with the authority
//          (whose number is kept) → built → operating → changed (and submitted again) → closed → retired. Steps that wait for
//          somebody have deadlines in working days.
// Units:   working days.
// Threads: pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "workbench/identity/role.hpp"

namespace davy::registry {

enum class Status : std::uint8_t {
  draft,
  submitted,
  approved,
  filed,
  built,
  operating,
  changed,
  closed,
  retired,
};
inline constexpr std::size_t statuses = 9;
std::string_view name(Status status);
// Also in Chinese, as tables have it; "" is filed.
std::optional<Status> status_named(std::string_view text);
bool is_in_force(Status status);  // it may run
bool may_be_rewritten(Status status);
// How long it may stay so; none: as long as it likes.
std::optional<unsigned> working_days_for(Status status);

struct FilingStep {
  std::string_view action;  // "submit", "approve", …
  Status from;
  Status to;
  bool by_second_person;  // who may approve or administers, and did not submit it
  bool needs_text;
};
std::vector<FilingStep> steps_from(Status status);
const FilingStep* step_named(Status from, std::string_view action);
// Whether this role may take it; who it is, is looked at elsewhere.
bool may_take(const FilingStep& step, identity::Role role);

}  // namespace davy::registry
