#include "flow/dissect/names/dns.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "flow/dissect/names/names_test_support.hpp"
#include "flow/names_record.hpp"

namespace davy::flow {
namespace {

using test::be;
using test::dns_name;
using test::dns_record;
using test::DnsForm;
using test::hex;

const std::string the_question = hex("c00c");  // a pointer to the name in the question

NameOutcome read(const std::string& octets, DnsMessage& message) {
  return read_dns(as_bytes(octets), message);
}
DnsMessage read(const std::string& octets) {
  DnsMessage message;
  EXPECT_EQ(read(octets, message), NameOutcome::complete);
  return message;
}
NameOutcome outcome(const std::string& octets) {
  DnsMessage message;
  return read(octets, message);
}
std::string a_record(std::string_view owner, std::string_view v4, std::uint32_t ttl_s = 60) {
  return dns_record(owner, dns_type::a, ttl_s, v4);
}
std::vector<std::string> addresses(const DnsMessage& message) {
  std::vector<std::string> all;
  all.reserve(message.addresses.size());
  for (const DnsAddress& a : message.addresses) {
    all.push_back(to_string(a.address) + " " + std::to_string(a.time_to_live_s));
  }
  return all;
}

TEST(Dns, reads_a_question_of_mixed_case) {
  DnsForm form{.flags = 0x0100, .question = dns_name("XMR.Pool-1.Example"), .type = 28};
  const std::string octets = form.octets();
  DnsQuestion question;
  ASSERT_EQ(dns_question(as_bytes(octets), question), NameOutcome::complete);
  EXPECT_EQ(question.name(), "xmr.pool-1.example");
  EXPECT_EQ(question.type, dns_type::aaaa);
  EXPECT_FALSE(question.is_response);
  EXPECT_FALSE(question.is_truncated);
  const DnsMessage message = read(octets);
  EXPECT_EQ(message.question, "xmr.pool-1.example");
  EXPECT_FALSE(message.says_no_address());  // it has not been answered yet
}

TEST(Dns, binds_addresses_to_what_was_asked) {
  DnsForm form;
  form.answers = {
      a_record(the_question, hex("c0000201"), 300),
      dns_record(the_question, dns_type::aaaa, 60, hex("20010db8000000000000000000000001")),
      a_record(the_question, hex("c0000201"), 300),               // twice
      a_record(dns_name("other.example"), hex("c00002ff"), 300),  // nobody asked
      dns_record(the_question, 16, 60, "\x04text")};
  const DnsMessage message = read(form.octets());
  EXPECT_EQ(message.question, "pool.example");
  EXPECT_EQ(addresses(message), (std::vector<std::string>{"192.0.2.1 300", "2001:db8::1 60"}));
  EXPECT_TRUE(message.is_answer());
  EXPECT_FALSE(message.says_no_address());
}

TEST(Dns, follows_canonical_names_in_any_order_and_takes_the_shortest_time) {
  DnsForm form{.question = dns_name("innocent.example")};
  form.answers = {
      a_record(dns_name("c.pool.example"), hex("c6336401"), 600),
      dns_record(dns_name("b.pool.example"), dns_type::cname, 30, dns_name("C.pool.example")),
      dns_record(the_question, dns_type::cname, 900, dns_name("b.pool.example"))};
  const DnsMessage message = read(form.octets());
  EXPECT_EQ(message.question, "innocent.example");
  EXPECT_EQ(message.canonical_names,
            (std::vector<std::string>{"b.pool.example", "c.pool.example"}));
  EXPECT_EQ(addresses(message), std::vector<std::string>{"198.51.100.1 30"});
}

TEST(Dns, canonical_names_in_a_circle_end) {
  DnsForm form;
  form.answers = {dns_record(the_question, dns_type::cname, 1, dns_name("b.example")),
                  dns_record(dns_name("b.example"), dns_type::cname, 1, the_question)};
  EXPECT_EQ(read(form.octets()).canonical_names, std::vector<std::string>{"b.example"});
}

// As dig +noall +answer type65 prints them: "1 . alpn=h2 ipv4hint=192.0.2.7,192.0.2.8 ipv6hint=2001:db8::7"
TEST(Dns, reads_hints_of_services_and_their_targets) {
  DnsForm form{.type = dns_type::https};
  const std::string hints = hex("00010003026832") + hex("00040008c0000207c0000208") +
                            hex("0006001020010db8000000000000000000000007");
  form.answers = {
      dns_record(the_question, dns_type::https, 120, be(1, 2) + '\0' + hints),
      dns_record(the_question, dns_type::https, 120, be(0, 2) + dns_name("alias.example"))};
  const DnsMessage message = read(form.octets());
  EXPECT_EQ(addresses(message),
            (std::vector<std::string>{"192.0.2.7 120", "192.0.2.8 120", "2001:db8::7 120"}));
  EXPECT_EQ(message.canonical_names, std::vector<std::string>{"alias.example"});
}

TEST(Dns, tells_no_such_name_from_no_address_and_from_no_answer) {
  const DnsMessage none = read(DnsForm{.flags = 0x8183}.octets());
  EXPECT_TRUE(none.says_no_such_name());
  EXPECT_TRUE(none.says_no_address());
  const DnsMessage empty = read(DnsForm{}.octets());
  EXPECT_FALSE(empty.says_no_such_name());
  EXPECT_TRUE(empty.says_no_address());
  const DnsMessage failure = read(DnsForm{.flags = 0x8182}.octets());
  EXPECT_FALSE(failure.says_no_address());
  const DnsMessage truncated = read(DnsForm{.flags = 0x8380}.octets());
  EXPECT_TRUE(truncated.is_truncated);
  EXPECT_FALSE(truncated.says_no_address());
}

TEST(Dns, gives_no_text_for_what_is_no_host_name) {
  for (const std::string& labels :
       {std::string(1, '\0'), test::sized("a b", 1) + '\0', test::sized("a.b", 1) + '\0',
        test::sized(std::string(1, '\0'), 1) + '\0', test::sized("p\xc3\xb6l", 1) + '\0'}) {
    DnsQuestion question;
    const std::string octets = DnsForm{.question = labels}.octets();
    EXPECT_EQ(dns_question(as_bytes(octets), question), NameOutcome::complete);
    EXPECT_EQ(question.name(), "") << labels;
  }
  EXPECT_EQ(read(DnsForm{.question = dns_name("_ldap._tcp.example")}.octets()).question,
            "_ldap._tcp.example");
}

TEST(Dns, is_not_mistaken_for) {
  EXPECT_EQ(outcome(""), NameOutcome::other);
  EXPECT_EQ(outcome(std::string(12, '\0')), NameOutcome::other);
  EXPECT_EQ(outcome(std::string(40, '\0')), NameOutcome::other);  // no question
  const std::string message = DnsForm{}.octets();
  std::string update = message;
  update[2] = '\x28';  // opcode 5
  EXPECT_EQ(outcome(update), NameOutcome::other);
  std::string two_questions = message;
  two_questions[5] = 2;
  EXPECT_EQ(outcome(two_questions), NameOutcome::other);
  EXPECT_EQ(outcome(DnsForm{.question_class = 3}.octets()), NameOutcome::other);  // version.bind
  EXPECT_EQ(outcome(DnsForm{.question_class = 0x8001}.octets()), NameOutcome::other);  // mDNS
}

TEST(Dns, malformed_names) {
  EXPECT_EQ(outcome(DnsForm{.question = hex("c00c")}.octets()), NameOutcome::malformed);  // itself
  EXPECT_EQ(outcome(DnsForm{.question = hex("0161c00c")}.octets()),
            NameOutcome::malformed);  // a circle
  EXPECT_EQ(outcome(DnsForm{.question = hex("c0ff")}.octets()), NameOutcome::malformed);
  EXPECT_EQ(outcome(DnsForm{.question = hex("4061")}.octets()), NameOutcome::malformed);
  EXPECT_EQ(outcome(DnsForm{.question = hex("8061")}.octets()), NameOutcome::malformed);
  EXPECT_EQ(outcome(DnsForm{.question = hex("3f61")}.octets()), NameOutcome::malformed);
}

TEST(Dns, a_name_has_at_most_253_octets) {
  const std::string label(63, 'a');
  const std::string start = label + '.' + label + '.' + label + '.';
  EXPECT_EQ(
      read(DnsForm{.question = dns_name(start + std::string(61, 'b'))}.octets()).question.size(),
      253u);
  EXPECT_EQ(outcome(DnsForm{.question = dns_name(start + std::string(62, 'b'))}.octets()),
            NameOutcome::malformed);
}

TEST(Dns, pointers_are_bounded) {
  // Data that nobody reads holds a chain of pointers, each to the one before it.
  for (const bool over : {false, true}) {
    const std::size_t pointers = limits::dns_pointers_max + (over ? 1 : 0);
    DnsForm form;
    const std::size_t chain = form.octets().size() + 12;
    std::string data = dns_name("far.example");
    std::size_t last = chain;
    for (std::size_t i = 1; i < pointers; ++i) {
      const std::size_t here = chain + data.size();
      data += be(0xc000 | last, 2);
      last = here;
    }
    form.answers = {dns_record(the_question, 16, 1, data),
                    dns_record(the_question, dns_type::cname, 1, be(0xc000 | last, 2))};
    DnsMessage message;
    EXPECT_EQ(read(form.octets(), message), over ? NameOutcome::malformed : NameOutcome::complete);
    EXPECT_EQ(message.canonical_names.size(), over ? 0u : 1u);
  }
}

TEST(Dns, malformed_records) {
  const std::vector<std::string> bad{
      dns_record(the_question, dns_type::a, 1, hex("c00002")),
      dns_record(the_question, dns_type::aaaa, 1, hex("c0000201")),
      dns_record(the_question, dns_type::cname, 1, dns_name("b.example") + "x"),
      dns_record(the_question, dns_type::cname, 1, hex("0962")),
      dns_record(the_question, dns_type::https, 1, hex("0001")),
      dns_record(the_question, dns_type::https, 1, hex("0001000004")),
      dns_record(the_question, dns_type::https, 1, hex("00010000040003c00002")),
      dns_record(the_question, dns_type::https, 1, hex("000100000400ffc0000201")),
      the_question + hex("0001000100000001ffff"),
  };
  for (const std::string& record : bad) {
    DnsForm form;
    form.answers = {a_record(the_question, hex("c0000201")), record};
    DnsMessage message;
    EXPECT_EQ(read(form.octets(), message), NameOutcome::malformed);
    EXPECT_EQ(addresses(message), std::vector<std::string>{"192.0.2.1 60"});  // what came before
  }
}

TEST(Dns, every_cut_is_something_else_or_malformed) {
  DnsForm form;
  form.answers = {dns_record(the_question, dns_type::cname, 30, dns_name("b.example")),
                  a_record(dns_name("b.example"), hex("c0000201"))};
  const std::string whole = form.octets();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::string cut = whole.substr(0, size);
    EXPECT_EQ(outcome(cut), size <= 12 ? NameOutcome::other : NameOutcome::malformed) << size;
  }
  std::string truncated = whole.substr(0, whole.size() - 3);
  truncated[2] = static_cast<char>(truncated[2] | 2);  // and says so
  EXPECT_EQ(read(truncated).canonical_names, std::vector<std::string>{"b.example"});
}

TEST(Dns, answers_are_bounded) {
  DnsForm form;
  for (std::size_t i = 0; i < limits::dns_names_max; ++i) {
    form.answers.push_back(a_record(the_question, hex("c00002") + static_cast<char>(i)));
  }
  EXPECT_FALSE(read(form.octets()).is_cut);
  form.answers.push_back(a_record(the_question, hex("c63364ff")));
  const DnsMessage over = read(form.octets());
  EXPECT_TRUE(over.is_cut);
  EXPECT_EQ(over.addresses.size(), limits::dns_names_max);
}

TEST(Dns, hints_are_bounded_too) {
  std::string hints;
  for (std::size_t i = 0; i <= limits::dns_names_max; ++i)
    hints += hex("c00002") + static_cast<char>(i);
  DnsForm form{.type = dns_type::https};
  form.answers = {dns_record(the_question, dns_type::https, 1,
                             be(1, 2) + '\0' + be(4, 2) + test::sized(hints, 2))};
  const DnsMessage message = read(form.octets());
  EXPECT_TRUE(message.is_cut);
  EXPECT_EQ(message.addresses.size(), limits::dns_names_max);
}

TEST(Dns, a_time_to_live_with_the_highest_bit_counts_as_nothing) {
  DnsForm form;
  form.answers = {a_record(the_question, hex("c0000201"), 0x80000001u)};
  EXPECT_EQ(addresses(read(form.octets())), std::vector<std::string>{"192.0.2.1 0"});
}

TEST(Dns, takes_messages_from_a_stream_one_by_one) {
  const std::string first = DnsForm{}.octets();
  const std::string second = DnsForm{.question = dns_name("b.example")}.octets();
  const std::string octets = test::sized(first, 2) + test::sized(second, 2) + hex("00");
  Bytes stream = as_bytes(octets);
  ASSERT_EQ(as_text(take_dns_message(stream).value()), first);
  ASSERT_EQ(as_text(take_dns_message(stream).value()), second);
  EXPECT_EQ(take_dns_message(stream), std::nullopt);
  EXPECT_EQ(stream.size(), 1u);
  for (std::size_t size = 0; size < first.size() + 2; ++size) {
    Bytes cut = as_bytes(octets).first(size);
    EXPECT_EQ(take_dns_message(cut), std::nullopt);
    EXPECT_EQ(cut.size(), size);
  }
}

RC_GTEST_PROP(DnsProperty, any_host_name_is_read_as_host_name_says, ()) {
  const auto label = rc::gen::map(
      rc::gen::container<std::string>(rc::gen::elementOf(std::string("abzAZ09-_ \xff"))),
      [](const std::string& text) { return text.substr(0, 63); });
  const auto labels = *rc::gen::resize(20, rc::gen::container<std::vector<std::string>>(label));
  std::string text;
  std::string octets;
  for (const std::string& part : labels) {
    if (part.empty() || text.size() + part.size() > 200) continue;
    text += (text.empty() ? "" : ".") + part;
    octets += test::sized(part, 1);
  }
  DnsQuestion question;
  const std::string message = DnsForm{.question = octets + '\0'}.octets();
  RC_ASSERT(dns_question(as_bytes(message), question) == NameOutcome::complete);
  RC_ASSERT(question.name() == host_name(text));
}

RC_GTEST_PROP(DnsProperty, any_damage_is_survived, ()) {
  DnsForm form;
  form.answers = {dns_record(the_question, dns_type::cname, 30, dns_name("b.example")),
                  a_record(dns_name("b.example"), hex("c0000201")),
                  dns_record(the_question, dns_type::https, 9,
                             hex("000100000400"
                                 "04c0000207"))};
  std::string octets = form.octets();
  const auto at = *rc::gen::inRange<std::size_t>(0, octets.size());
  octets[at] = *rc::gen::arbitrary<char>();
  DnsQuestion question;
  DnsMessage message;
  const NameOutcome asked = dns_question(as_bytes(octets), question);
  const NameOutcome whole = read_dns(as_bytes(octets), message);
  RC_ASSERT((asked == NameOutcome::complete) || whole == asked);
  if (asked == NameOutcome::complete) RC_ASSERT(message.question == question.name());
}

}  // namespace
}  // namespace davy::flow
