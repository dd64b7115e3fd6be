// What people may do. A role is a set of rights; nobody who acts may also look after the acting.
//
// Threads: pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace davy::identity {

enum class Role : std::uint8_t { viewer, analyst, approver, administrator, auditor };
inline constexpr std::size_t roles = 5;
std::string_view name(Role role);  // "viewer"
std::optional<Role> role_named(std::string_view name);

enum class Right : std::uint8_t {
  look,        // findings, coverage, register
  act,         // open cases and move them on
  approve,     // be the second person
  administer,  // people, register, settings
  audit,       // read what everybody did
};
bool may(Role role, Right right);

}  // namespace davy::identity
