// No name from traffic breaks out of any form: whatever octets it has.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <simdjson.h>

#include <regex>

#include "base/base64.hpp"
#include "workbench/relay/mail_text.hpp"
#include "workbench/relay/message_text.hpp"
#include "workbench/relay/syslog_text.hpp"
#include "workbench/relay/webhook.hpp"

namespace davy::relay {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

rc::Gen<std::string> octets() {
  // What ends lines, headers, values and frames comes often.
  const auto odd =
      rc::gen::element<std::string>("\r\n", "\n.\r\n", "\"", "\\", "]", "\xff", "\xe2\x80\xae",
                                    std::string(1, '\0'), "\x1b[2J", "=?UTF-8?B?", "<1>1 ");
  const auto any = rc::gen::container<std::string>(rc::gen::arbitrary<char>());
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::oneOf(odd, any)),
                      [](const std::vector<std::string>& parts) {
                        std::string all;
                        for (const std::string& part : parts) all += part;
                        return all;
                      });
}

Message hostile() {
  Message message{.id = "mark-v1",
                  .changes = *rc::gen::inRange<std::uint64_t>(1, 5),
                  .subject_kind = "host",
                  .subject = *octets(),
                  .unit = *octets(),
                  .coin = *octets(),
                  .dialect = *octets(),
                  .level = verdict::Level::confirmed,
                  .level_before = verdict::Level::suspected,
                  .probability = 0.99,
                  .reasons = {{*octets(), *octets()}}};
  if (*rc::gen::arbitrary<bool>()) {
    message.kind = Kind::case_step;
    message.of_case = CaseNews{.case_id = 7, .phase = "clue_analysis", .steps = {{"open", {}}}};
  }
  return message;
}

const Origin origin{.version = "0.1", .host_name = "gate\nway", .process = 12};

bool steers(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; });
}

RC_GTEST_PROP(message_forms, json_lines_are_one_line_and_parse, ()) {
  const Message message = hostile();
  for (const std::string& line :
       {webhook_body(message), eve_line(message), ecs_line(message, {}, "0")}) {
    RC_ASSERT(!steers(line));
    simdjson::dom::parser parser;
    simdjson::dom::element element;
    RC_ASSERT(parser.parse(line).get(element) == simdjson::SUCCESS);
  }
}

// Header, elements and text as RFC 5424 has them; std::regex would take megabytes of stack for this.
bool is_param(std::string_view& rest) {
  const std::size_t equals = rest.find("=\"");
  if (equals == rest.npos) return false;
  rest.remove_prefix(equals + 2);
  while (!rest.empty() && rest.front() != '"') {
    if (rest.front() == ']') return false;
    rest.remove_prefix(rest.front() == '\\' ? 2 : 1);
  }
  if (rest.empty()) return false;
  rest.remove_prefix(1);
  return true;
}
bool is_element(std::string_view& rest, std::string_view id) {
  if (!rest.starts_with("[" + std::string{id})) return false;
  rest.remove_prefix(id.size() + 1);
  while (rest.starts_with(' '))
    if (!is_param(rest)) return false;
  if (!rest.starts_with(']')) return false;
  rest.remove_prefix(1);
  return true;
}

RC_GTEST_PROP(message_forms, syslog_lines_keep_their_structure, ()) {
  const Message message = hostile();
  const std::string line = syslog_line(message, 16, origin);
  RC_ASSERT(!steers(line));
  std::string_view rest = line;
  const std::string head = message.of_case
                               ? "<133>1 1970-01-01T00:00:00.000000Z gate?way davy 12 case "
                               : "<130>1 1970-01-01T00:00:00.000000Z gate?way davy 12 verdict ";
  RC_ASSERT(rest.starts_with(head));
  rest.remove_prefix(head.size());
  RC_ASSERT(is_element(rest, "davy@32473"));
  RC_ASSERT(is_element(rest, "origin"));
  RC_ASSERT(rest.starts_with(" \xef\xbb\xbf"));
  RC_ASSERT(rest.size() <= 4 + syslog_text_octets_max);
  RC_ASSERT(line.size() < 8'192u);  // RFC 5425: receivers should take that much
  RC_ASSERT(syslog_frame(line) == std::to_string(line.size()) + " " + line);
}

RC_GTEST_PROP(message_forms, letters_have_our_headers_only, ()) {
  const std::vector<Message> messages{hostile(), hostile()};
  const std::size_t count = *rc::gen::inRange<std::size_t>(1, 3);
  const Outlet outlet{
      .name = "office", .from = "davy@example.org", .to = {"a@example.org"}, .lines = 1};
  const std::string text = letter(std::span{messages}.first(count), outlet, origin, {});
  const std::size_t end = text.find("\r\n\r\n");
  std::size_t headers = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t line_end = text.find("\r\n", at);
    RC_ASSERT(line_end != text.npos);
    const std::string line = text.substr(at, line_end - at);
    RC_ASSERT(line.size() <= 998u);
    RC_ASSERT(!steers(line) && std::ranges::all_of(line, [](char c) { return c >= 0; }));
    if (at <= end && !line.starts_with(' ')) headers += line.find(": ") != line.npos;
    at = line_end + 2;
  }
  RC_ASSERT(headers == 10u);
}

TEST(message_forms, the_signature_is_that_of_the_standard_s_own_example) {
  const auto secret = webhook_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  ASSERT_TRUE(secret);
  EXPECT_EQ(webhook_signature(*secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1'614'265'330,
                              R"({"test": 2432232314})"),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(message_forms, a_secret_that_is_too_short_or_no_base64_is_refused) {
  EXPECT_FALSE(webhook_secret("short"));
  EXPECT_FALSE(webhook_secret("whsec_!!!!"));
  EXPECT_EQ(webhook_secret("0123456789abcdef").value_or(""), "0123456789abcdef");
}

RC_GTEST_PROP(message_forms, base64_comes_back, (const std::string& text)) {
  RC_PRE(!text.empty());
  RC_ASSERT(from_base64(base64(as_bytes(text))) == text);
}

TEST(message_forms, places_show_no_secrets) {
  const Outlet hook{.kind = OutletKind::webhook,
                    .url = "https://user:word@hooks.example.org:8443/T0/x?token=1"};
  EXPECT_EQ(hook.place(), "hooks.example.org:8443");
  const Outlet bare{.kind = OutletKind::email, .url = "smtp://mail.example.org"};
  EXPECT_EQ(bare.place(), "mail.example.org");
}

TEST(message_forms, headlines_say_what_changed) {
  Message message{.changes = 3,
                  .subject_kind = "host",
                  .subject = "10.1.2.3",
                  .coin = "BTC",
                  .dialect = "stratum-v1",
                  .level = verdict::Level::confirmed,
                  .level_before = verdict::Level::suspected};
  EXPECT_EQ(headline(message),
            "confirmed mining: host 10.1.2.3 (stratum-v1, BTC); was suspected; 3 changes");
  message.level = verdict::Level::cleared;
  EXPECT_THAT(headline(message), testing::StartsWith("cleared: host"));
  message.of_case = CaseNews{.case_id = 4, .phase = "on_site_check", .steps = {{"next_phase", {}}}};
  EXPECT_EQ(headline(message),
            "case 4: next_phase: host 10.1.2.3 (stratum-v1, BTC), phase on_site_check; 3 steps");
}

}  // namespace
}  // namespace davy::relay
