// To which filed systems a subject belongs, for many subjects: each address is looked up once for each length of prefix that
// the register has, whatever the number of systems.
//
// Shape:   says the same as belongs_to() of register_store.hpp, system by system.
// Threads: const.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/ip_address.hpp"
#include "workbench/registry/register_store.hpp"

namespace davy::registry {

class SystemIndex {
 public:
  explicit SystemIndex(std::span<const RegisteredSystem> systems);

  // Their places in what was given, in that order.
  std::vector<std::size_t> of(std::string_view kind, std::string_view name) const;

 private:
  struct Hash {
    std::size_t operator()(const IpAddress& a) const {
      return static_cast<std::size_t>((a.half(0) * 0x9e3779b97f4a7c15u) ^ a.half(8));
    }
  };
  using Places = std::vector<std::size_t>;

  std::unordered_map<std::string, Places> names_;
  std::unordered_map<std::string, Places> meters_;
  std::map<unsigned, std::unordered_map<IpAddress, Places, Hash>> prefixes_;  // by length
};

}  // namespace davy::registry
