#include "workbench/registry/system_index.hpp"

#include <gtest/gtest.h>

namespace davy::registry {
namespace {

TEST(SystemIndex, says_what_belongs_to_says) {
  const std::vector<RegisteredSystem> systems{
      {.name = "HPC", .meters = {"m1", "m2"}, .addresses = {"10.1.0.0/16", "2001:db8::/32"}},
      {.name = "Rack", .meters = {"m2"}, .addresses = {"10.1.2.0/24", "10.1.2.3"}},
      {.name = "All", .addresses = {"0.0.0.0/0"}},
      {.name = "None"}};
  const SystemIndex index(systems);
  for (const std::string kind : {"host", "meter", "system"})
    for (const std::string name : {"10.1.2.3", "10.1.2.4", "10.1.9.9", "192.0.2.1", "2001:db8::1",
                                   "2001:db9::1", "m1", "m2", "m3", "HPC", "None", ""}) {
      std::vector<std::size_t> expected;
      for (std::size_t place = 0; place < systems.size(); ++place)
        if (belongs_to(systems[place], kind, name)) expected.push_back(place);
      EXPECT_EQ(index.of(kind, name), expected) << kind << ' ' << name;
    }
}

}  // namespace
}  // namespace davy::registry
