#include "flow/dissect/names/clear_names.hpp"

#include <gtest/gtest.h>

namespace davy::flow {
namespace {

using namespace std::string_literals;

std::string name_of(const std::string& octets) {
  return name_in_clear({reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size()}).text;
}

TEST(ClearNames, HostOfARequestWhateverItsLetters) {
  EXPECT_EQ(name_of("GET / HTTP/1.1\r\nAccept: */*\r\nhOsT:  Pool.Example:8080\r\n\r\n"),
            "pool.example");
  EXPECT_EQ(name_of("POST /x HTTP/1.0\nHost: a.example\n\n"), "a.example");
}

TEST(ClearNames, WhatAProxyIsAskedFor) {
  EXPECT_EQ(name_of("CONNECT xmr.pool.example:3333 HTTP/1.1\r\n\r\n"), "xmr.pool.example");
  EXPECT_EQ(name_of("\5\1\0\3\14pool.example\15\5"s), "pool.example");
  EXPECT_EQ(name_of("\4\1\15\5\0\0\0\1user\0pool.example\0"s), "pool.example");
}

TEST(ClearNames, NothingElseHoldsOne) {
  for (const std::string& octets :
       {""s, "{\"method\":\"login\"}\nHost: a.example\r\n"s, "\5\1\0\1\1\2\3\4\0\x50"s,
        "\4\1\15\5\1\2\3\4user\0pool.example\0"s, "GET / HTTP/1.1\r\n\r\n"s,
        "GET / HTTP/1.1\r\nHost: [2001:db8::1]\r\n\r\n"s, "CONNECT "s})
    EXPECT_EQ(name_of(octets), "");
}

TEST(ClearNames, EveryCutIsANameOrNothing) {
  for (const std::string& whole :
       {"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"s, "\5\1\0\3\14pool.example\15\5"s,
        "\4\1\15\5\0\0\0\1user\0pool.example\0"s}) {
    for (std::size_t cut = 0; cut < whole.size(); ++cut) {
      const std::string name = name_of(whole.substr(0, cut));
      EXPECT_TRUE(name.empty() || name == name_of(whole)) << cut;
    }
  }
}

}  // namespace
}  // namespace davy::flow
