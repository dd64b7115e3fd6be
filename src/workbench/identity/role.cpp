#include "workbench/identity/role.hpp"

#include <algorithm>
#include <array>

namespace davy::identity {
namespace {

constexpr std::array<std::string_view, roles> names{"viewer", "analyst", "approver",
                                                    "administrator", "auditor"};

constexpr unsigned bit(Right right) { return 1U << static_cast<unsigned>(right); }
constexpr std::array<unsigned, roles> rights{
    bit(Right::look),
    bit(Right::look) | bit(Right::act),
    bit(Right::look) | bit(Right::act) | bit(Right::approve),
    bit(Right::look) | bit(Right::administer),
    bit(Right::look) | bit(Right::audit),
};

}  // namespace

std::string_view name(Role role) { return names[static_cast<std::size_t>(role)]; }

std::optional<Role> role_named(std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Role>(found - names.begin());
}

bool may(Role role, Right right) {
  return (rights[static_cast<std::size_t>(role)] & bit(right)) != 0;
}

}  // namespace davy::identity
