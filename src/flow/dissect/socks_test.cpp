#include "flow/dissect/socks.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "base/limits.hpp"

namespace davy::flow {
namespace {

using std::string_literals::operator""s;

constexpr Direction to_proxy = Direction::forward;
constexpr Direction to_client = Direction::reverse;
using Talk = std::vector<std::pair<Direction, std::string>>;

struct Outcome {
  SocksState state = SocksState::undecided;
  std::array<std::string, 2> inner;
  std::string name;
  std::string host;
  int port = 0;
};

// `step` octets at a time (0: as given).
Outcome watch(const Talk& talk, std::size_t step = 0) {
  SocksHandshake socks;
  Outcome outcome;
  for (const auto& [direction, text] : talk) {
    const std::size_t count = step == 0 ? text.size() : step;
    for (std::size_t at = 0; at < text.size(); at += count) {
      const std::string part = text.substr(at, count);
      const SocksStep got = socks.feed(direction, as_bytes(part));
      outcome.inner[static_cast<std::size_t>(direction)] +=
          part.substr(part.size() - got.inner_octets);
    }
  }
  outcome.state = socks.state();
  outcome.name = socks.name();
  outcome.host = socks.target_host();
  outcome.port = socks.target_port();
  return outcome;
}

const std::string greeting = "\x05\x01\x00"s;
const std::string choice = "\x05\x00"s;
const std::string request_by_name = "\x05\x01\x00\x03\x0cpool.example\x0d\x05"s;
const std::string granted = "\x05\x00\x00\x01\x0a\x00\x00\x01\x1f\x90"s;
const std::string subscribe = "{\"id\":1,\"method\":\"mining.subscribe\"}\n";
const std::string notify = "{\"id\":null,\"method\":\"mining.notify\"}\n";

const Talk socks5{{to_proxy, greeting}, {to_client, choice},   {to_proxy, request_by_name},
                  {to_client, granted}, {to_proxy, subscribe}, {to_client, notify}};

void expect_pool(const Outcome& got, std::string_view name, std::string_view host, int port) {
  EXPECT_EQ(got.state, SocksState::established);
  EXPECT_EQ(got.name, name);
  EXPECT_EQ(got.host, host);
  EXPECT_EQ(got.port, port);
  EXPECT_EQ(got.inner[0], subscribe);
  EXPECT_EQ(got.inner[1], notify);
}

TEST(Socks, reads_socks5_by_name) { expect_pool(watch(socks5), "socks5", "pool.example", 3333); }

TEST(Socks, reads_socks5_with_a_login_and_an_address) {
  const Talk talk{{to_proxy, "\x05\x02\x00\x02"s},
                  {to_client, "\x05\x02"s},
                  {to_proxy, "\x01\x04user\x02pw"s},
                  {to_client, "\x01\x00"s},
                  {to_proxy, "\x05\x01\x00\x01\xc6\x33\x64\x07\x0d\x05"s},
                  {to_client, granted + notify},
                  {to_proxy, subscribe}};
  expect_pool(watch(talk), "socks5", "198.51.100.7", 3333);
  expect_pool(watch(talk, 1), "socks5", "198.51.100.7", 3333);
}

TEST(Socks, reads_socks5_with_ipv6) {
  const std::string address = "\x20\x01\x0d\xb8"s + std::string(11, '\0') + "\x05";
  const Talk talk{{to_proxy, greeting},
                  {to_client, choice},
                  {to_proxy, "\x05\x01\x00\x04"s + address + "\x0d\x05"},
                  {to_client, "\x05\x00\x00\x04"s + address + "\x00\x00"s + notify},
                  {to_proxy, subscribe}};
  expect_pool(watch(talk), "socks5", "2001:db8::5", 3333);
}

const std::string request4 = "\x04\x01\x0d\x05\xc6\x33\x64\x07me\x00"s;
const std::string granted4 = "\x00\x5a\x00\x00\x00\x00\x00\x00"s;

TEST(Socks, reads_socks4_and_4a) {
  expect_pool(watch({{to_proxy, request4}, {to_client, granted4 + notify}, {to_proxy, subscribe}}),
              "socks4", "198.51.100.7", 3333);
  const std::string by_name = "\x04\x01\x0d\x05\x00\x00\x00\x01me\x00pool.example\x00"s;
  const Talk talk{{to_proxy, by_name}, {to_client, granted4 + notify}, {to_proxy, subscribe}};
  for (std::size_t step = 0; step < 8; ++step) {
    expect_pool(watch(talk, step), "socks4a", "pool.example", 3333);
  }
}

TEST(Socks, every_split_gives_the_same) {
  for (std::size_t step = 1; step < 40; ++step) {
    expect_pool(watch(socks5, step), "socks5", "pool.example", 3333);
  }
}

TEST(Socks, follows_a_client_that_does_not_wait) {
  const Talk all_at_once{{to_proxy, greeting + request_by_name + subscribe},
                         {to_client, choice + granted + notify}};
  for (std::size_t step = 0; step < 8; ++step) {
    expect_pool(watch(all_at_once, step), "socks5", "pool.example", 3333);
  }
}

TEST(Socks, gives_the_inner_octets_while_the_proxy_is_still_to_answer) {
  SocksHandshake socks;
  socks.feed(to_proxy, as_bytes(greeting));
  socks.feed(to_client, as_bytes(choice));
  const std::string rest = request_by_name + subscribe;
  const SocksStep got = socks.feed(to_proxy, as_bytes(rest));
  EXPECT_EQ(got.state, SocksState::handshake);
  EXPECT_EQ(got.inner_octets, subscribe.size());
}

TEST(Socks, reads_the_client_alone) {
  for (std::size_t step = 0; step < 8; ++step) {
    const Outcome got =
        watch({{to_proxy, greeting}, {to_proxy, request_by_name}, {to_proxy, subscribe}}, step);
    EXPECT_EQ(got.state, SocksState::established);
    EXPECT_EQ(got.inner[0], subscribe);
    EXPECT_EQ(got.host, "pool.example");
  }
  EXPECT_EQ(watch({{to_proxy, greeting}, {to_proxy, request_by_name}}).state,
            SocksState::handshake);
}

TEST(Socks, reads_the_proxy_alone) {
  for (std::size_t step = 0; step < 8; ++step) {
    for (const Direction direction : {to_proxy, to_client}) {
      const Outcome got =
          watch({{direction, choice}, {direction, granted}, {direction, notify}}, step);
      EXPECT_EQ(got.state, SocksState::established);
      EXPECT_EQ(got.inner[static_cast<std::size_t>(direction)], notify);
      EXPECT_EQ(got.host, "");
    }
    EXPECT_EQ(watch({{to_client, granted4 + notify}}, step).inner[1], notify);
  }
}

TEST(Socks, finds_the_client_on_the_reverse_side) {
  const Outcome got = watch({{to_client, greeting},
                             {to_proxy, choice},
                             {to_client, request_by_name},
                             {to_proxy, granted},
                             {to_client, subscribe}});
  EXPECT_EQ(got.state, SocksState::established);
  EXPECT_EQ(got.inner[1], subscribe);
}

TEST(Socks, says_that_it_was_refused) {
  const Talk begin{{to_proxy, greeting}};
  for (const std::string& no : {"\x05\xff"s, "\x05\x01"s, "\x05\x09"s, choice + "\x05\x02\x00"s,
                                choice + "\x05\x05\x00"s, "\x05\x02\x01\x01"s}) {
    Talk talk = begin;
    talk.emplace_back(to_client, no);
    talk.emplace_back(to_proxy, subscribe);
    const Outcome got = watch(talk);
    EXPECT_EQ(got.state, SocksState::refused) << no.size();
    EXPECT_EQ(got.inner[0], "");
  }
  EXPECT_EQ(watch({{to_proxy, request4}, {to_client, "\x00\x5b\x00\x00\x00\x00\x00\x00"s}}).state,
            SocksState::refused);
  EXPECT_EQ(watch({{to_proxy, greeting + "\x05\x03\x00\x01\x01\x02\x03\x04\x00\x35"s}}).state,
            SocksState::refused)
      << "UDP ASSOCIATE";
  EXPECT_EQ(watch({{to_proxy, "\x04\x02\x0d\x05\xc6\x33\x64\x07\x00"s}}).state, SocksState::refused)
      << "BIND";
}

TEST(Socks, says_what_is_not_socks) {
  for (const std::string& no :
       {"GET / HTTP/1.1\r\n"s, "{\"id\":1}\n"s, "\x16\x03\x01"s, "\x05\x01\x50"s,
        greeting + "GET "s, greeting + "\x05\x01\x01\x01"s, greeting + "\x05\x01\x00\x02"s,
        greeting + "\x05\x07\x00\x01zzzzzz"s, greeting + "\x05\x01\x00\x03\x00\x0d\x05"s,
        greeting + "\x05\x01\x00\x03\x02\x01\x02\x0d\x05"s,
        greeting + "\x01\x01u\x01p\x01\x01u\x01p"s, "\x04\x07\x0d\x05zzzz\x00"s,
        "\x04\x01\x0d\x05\x00\x00\x00\x01\x00\x00"s}) {
    for (const std::size_t step : {std::size_t{0}, std::size_t{1}}) {
      EXPECT_EQ(watch({{to_proxy, no}}, step).state, SocksState::not_socks) << no;
    }
  }
  EXPECT_EQ(watch({{to_proxy, greeting}, {to_client, "HTTP/1.1 400\r\n"}}).state,
            SocksState::not_socks);
  EXPECT_EQ(watch({{to_proxy, greeting}, {to_client, granted4}}).state, SocksState::not_socks);
  EXPECT_EQ(watch({{to_proxy, request4}, {to_client, choice}}).state, SocksState::not_socks);
  EXPECT_EQ(watch({{to_proxy, request4}, {to_client, "\x04\x5a"s}}).state, SocksState::not_socks);
}

TEST(Socks, an_endless_name_is_bounded) {
  const std::string endless = "\x04\x01\x0d\x05\x01\x02\x03\x04"s + std::string(10'000, 'u');
  EXPECT_EQ(watch({{to_proxy, endless}}, 1).state, SocksState::not_socks);
  EXPECT_EQ(watch({{to_proxy, endless}}).state, SocksState::not_socks);
  const std::string longest(limits::socks_text_octets_max, 'u');
  const std::string head = "\x04\x01\x0d\x05\x00\x00\x00\x01"s;
  EXPECT_EQ(watch({{to_proxy, head + longest + "\0"s + longest + "\0"s}}, 1).host, longest);
  EXPECT_EQ(watch({{to_proxy, head + longest + "u\0"s + "h\0"s}}).state, SocksState::not_socks);
}

TEST(Socks, a_gap_in_the_reply_is_survived_and_one_in_the_request_is_not) {
  SocksHandshake survived;
  survived.feed(to_proxy, as_bytes(greeting + request_by_name));
  survived.feed(to_client, as_bytes(choice));
  survived.gap(to_client, 10);
  EXPECT_EQ(survived.state(), SocksState::established);
  EXPECT_EQ(survived.feed(to_client, as_bytes(notify)).inner_octets, notify.size());
  SocksHandshake lost;
  lost.feed(to_proxy, as_bytes(greeting));
  lost.gap(to_proxy, 22);
  EXPECT_EQ(lost.state(), SocksState::not_socks);
}

TEST(SocksGate, knows_how_socks_begins) {
  for (const std::string& yes :
       {greeting, choice, "\x05\x02\x00\x02"s, "\x05\xff"s, greeting + request_by_name,
        greeting + "\x01\x01u\x01p"s, request4, granted4, choice + granted, "\x05\x01\x80"s}) {
    EXPECT_TRUE(begins_as_socks(as_bytes(yes))) << yes;
  }
  for (const std::string& no :
       {""s, "\x05"s, "\x05\x01"s, "\x05\x01\x50"s, "\x05\x01\x00\x00"s, "\x05\x00\x00\x00"s,
        "\x05\x20"s + std::string(40, '\0'), "\x04\x01\x0d\x05\xc6\x33\x64\x07me"s,
        "\x04\x01\x00\x00\x00\x00\x00\x00\x00\x00"s, "\x04\x02\x0d\x05\x01\x02\x03\x04\x00"s,
        granted4 + "x", "\x00\x59\x00\x00\x00\x00\x00\x00"s, "GET / HTTP/1.1\r\n"s}) {
    EXPECT_FALSE(begins_as_socks(as_bytes(no))) << no;
  }
}

}  // namespace
}  // namespace davy::flow
