#include "flow/names_record.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"

namespace davy::flow {
namespace {

TEST(HostName, IsLowerCaseWithoutItsLastDot) {
  EXPECT_EQ(host_name("XMR.Pool.Example."), "xmr.pool.example");
  EXPECT_EQ(host_name("_dns.a-1.example"), "_dns.a-1.example");
}

TEST(HostName, AddressesAndOtherTextsAreNone) {
  for (const char* text : {"", ".", "a..b", ".a", "10.0.0.1", "1", "a b", "a/b", "::1", "*.a"})
    EXPECT_EQ(host_name(text), "") << text;
  EXPECT_EQ(host_name(std::string(64, 'a')), "");
  EXPECT_EQ(host_name(std::string(254, 'a')), "");
}

TEST(AddHost, KeepsEachOnceAndNoMoreThanItsBound) {
  NamesRecord names;
  EXPECT_TRUE(add_host(names, "a.example", NameSource::http_host));
  EXPECT_TRUE(add_host(names, "A.example", NameSource::http_host));
  EXPECT_EQ(names.hosts.size(), 1u);
  EXPECT_FALSE(add_host(names, "192.0.2.1", NameSource::http_host));
  for (std::size_t i = 1; i < limits::host_names_per_flow_max; ++i)
    EXPECT_TRUE(add_host(names, "a" + std::to_string(i) + ".example", NameSource::http_host));
  EXPECT_FALSE(add_host(names, "last.example", NameSource::http_host));
}

}  // namespace
}  // namespace davy::flow
