#include "flow/text_payload.hpp"

#include <gtest/gtest.h>

#include <string>

namespace davy::flow {
namespace {

using namespace std::string_literals;

TEST(TextPayload, is_told_by_its_first_octets) {
  EXPECT_TRUE(begins_as_text(as_bytes("{\"id\":1}\n"s)));
  EXPECT_TRUE(begins_as_text(as_bytes("GET / HTTP/1.1\r\n"s)));
  EXPECT_TRUE(begins_as_text(as_bytes("\tok\r\n"s)));
  EXPECT_FALSE(begins_as_text(as_bytes("\x16\x03\x01\x02\0\x01"s)));  // TLS
  EXPECT_FALSE(begins_as_text(as_bytes("text\0text"s)));
}

TEST(TextPayload, a_web_socket_message_may_say_so) {
  EXPECT_TRUE(begins_as_text(as_bytes("\x81\x02hi"s)));
  EXPECT_TRUE(begins_as_text(as_bytes("\x81\x82\x01\xff\x80\x99\xe0\x90"s))) << "masked";
  EXPECT_TRUE(begins_as_text(as_bytes("\xc1\x03\x22\xca\x01"s))) << "compressed";
  EXPECT_FALSE(begins_as_text(as_bytes("\x82\x02\x01\x02"s))) << "binary";
  EXPECT_FALSE(begins_as_text(as_bytes("\x81\x50short"s))) << "longer than what is there";
  EXPECT_FALSE(begins_as_text(as_bytes("\x81"s)));
}

}  // namespace
}  // namespace davy::flow
