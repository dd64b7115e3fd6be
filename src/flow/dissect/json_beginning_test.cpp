#include "flow/dissect/json_beginning.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "base/base64.hpp"
#include "flow/dissect/json_test_support.hpp"

namespace davy::flow {
namespace {

using namespace std::string_view_literals;

std::string with_length(std::string_view message, std::size_t octets, bool big_endian,
                        std::size_t more = 0) {
  std::string out(octets, '\0');
  std::size_t length = message.size() + more;
  for (std::size_t i = 0; i < octets; ++i, length >>= 8)
    out[big_endian ? octets - 1 - i : i] = static_cast<char>(length & 0xff);
  return out + std::string(message);
}

const std::string login =
    R"({"id":1,"method":"login","params":{"login":"48a","pass":"x","agent":"XMRig/6.21.0"}})";

TEST(BehindLength, LengthsOfEveryKindAreKnown) {
  for (const std::size_t octets : {1u, 2u, 4u, 8u}) {
    for (const bool big_endian : {true, false}) {
      EXPECT_TRUE(begins_as_json_behind_length(as_bytes(with_length(login, octets, big_endian))));
      EXPECT_TRUE(  // it counts itself
          begins_as_json_behind_length(as_bytes(with_length(login, octets, big_endian, octets))));
    }
  }
}

TEST(BehindLength, AMessageInSeveralSegmentsBeginsSo) {
  const std::string whole = with_length(login, 4, true);
  EXPECT_TRUE(begins_as_json_behind_length(as_bytes(std::string_view(whole).substr(0, 20))));
}

TEST(BehindLength, OtherNumbersAreNoLengths) {
  const std::string in_the_message = with_length(login, 4, true, std::size_t{0} - 9);
  EXPECT_FALSE(begins_as_json_behind_length(as_bytes(in_the_message)));
  EXPECT_FALSE(begins_as_json_behind_length(as_bytes("\xff\xff\xff\xff{\"a\":1}"sv)));
  EXPECT_FALSE(begins_as_json_behind_length(as_bytes("{\"a\":1}"sv)));
  // A WebSocket frame of 110 octets of which the first few are here.
  EXPECT_FALSE(begins_as_json_behind_length(as_bytes("\x81\x6e{\"id\":1"sv)));
  EXPECT_FALSE(begins_as_json_behind_length(as_bytes(""sv)));
}

TEST(BehindLength, MessagesAreReadOneAfterTheOther) {
  for (const std::size_t extra : {0u, 1u, 40u, 300u}) {
    test::JsonTalk talk;
    const std::string job =
        R"({"id":null,"method":"job","params":{"blob":")" + test::hex_digits(152) +
        R"(","job_id":"j","target":"b88d0600","more":")" + std::string(extra, 'x') + R"("}})";
    talk.say(Direction::forward, with_length(login, 4, true));
    talk.say(Direction::reverse, with_length(job, 4, true) + with_length(job, 4, true));
    const std::string cut = with_length(job, 4, true);
    talk.say(Direction::reverse, cut.substr(0, 50));
    talk.say(Direction::reverse, cut.substr(50));
    EXPECT_EQ(talk.count(MessageKind::login), 1u) << extra;
    EXPECT_EQ(talk.count(MessageKind::job), 3u) << extra;
  }
}

// 0x7b, 123, is a brace.
TEST(BehindLength, ALengthMayEndInABrace) {
  const std::string front =
      R"({"id":2,"method":"submit","params":{"id":"s","job_id":"j","nonce":"0badcafe","result":")";
  const std::string result = test::hex_digits(64);
  std::string share = front + result + "\"}}";
  share.insert(share.size() - 1, std::string((123 + 256 - share.size() % 256) % 256, ' '));
  ASSERT_EQ(share.size() % 256, 123u);
  test::JsonTalk talk;
  talk.say(Direction::forward, with_length(login, 4, true));
  talk.say(Direction::forward, with_length(share, 4, true));
  EXPECT_EQ(talk.count(MessageKind::share), 1u);
}

TEST(RecordSeparators, StandBeforeOrBehindMessages) {
  test::JsonTalk talk;
  talk.say(Direction::forward, "\x1e" + login + "\n\x1e" + login);
  talk.say(Direction::forward, login + "\x1e" + login + "\x1e");
  EXPECT_EQ(talk.count(MessageKind::login), 4u);
  EXPECT_TRUE(begins_as_json(as_bytes("\x1e{\"a\":1}"sv)));
}

TEST(EncodedJson, IsReadWhatItSays) {
  const std::string encoded = base64(as_bytes(login));
  EXPECT_TRUE(begins_as_encoded_json(as_bytes(encoded)));
  EXPECT_FALSE(begins_as_encoded_json(as_bytes("eyJhbGci.eyJzdWIiOiIx"sv)));  // a token's head
  EXPECT_FALSE(begins_as_encoded_json(as_bytes("eyJ"sv)));
  std::string bare = encoded;
  while (bare.ends_with('=')) bare.pop_back();
  test::JsonTalk talk;
  talk.say(Direction::forward, encoded + "\n" + bare + "\r\n" + encoded);
  EXPECT_EQ(talk.count(MessageKind::login), 3u);
  talk.say(Direction::forward, encoded.substr(0, 40) + "\n" + encoded + "\n");
  EXPECT_EQ(talk.count(MessageKind::login), 4u);
  EXPECT_EQ(talk.malformed.total(), 1u);
}

TEST(JsonEvent, DigitsAreLeftOut) {
  EXPECT_EQ(as_text(json_event(as_bytes(R"(42["job",{"a":1}])"sv))), R"(["job",{"a":1}])");
  EXPECT_EQ(as_text(json_event(as_bytes(R"(["job",{}])"sv))), R"(["job",{}])");
  for (const std::string_view other : {"", "42", R"(42{"a":1})", R"([{"a":1}])", R"(12345["a"])"})
    EXPECT_TRUE(json_event(as_bytes(other)).empty()) << other;
}

}  // namespace
}  // namespace davy::flow
