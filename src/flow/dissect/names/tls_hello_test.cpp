#include "flow/dissect/names/tls_hello.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "base/limits.hpp"
#include "flow/dissect/names/names_test_support.hpp"

namespace davy::flow {
namespace {

using test::be;
using test::HelloForm;
using test::hex;
using test::records;
using test::sized;
using test::values;

// openssl s_client 3.0.22 -servername Xmr.pool.example -alpn h2,http/1.1, to a listener of our own.
constexpr std::string_view openssl_hello =
    "160301014f0100014b0303281d09951270e33be1571cdf08d5484897949622352f6ea6a64f49969955249720"
    "7fa0fc2db64213d855f536dc2f4bb0bf35f14d5b5eb5e177515d147b896bd5c5003e130213031301c02cc030"
    "009fcca9cca8ccaac02bc02f009ec024c028006bc023c0270067c00ac0140039c009c0130033009d009c003d"
    "003c0035002f00ff010000c4000000150013000010586d722e706f6f6c2e6578616d706c65000b0004030001"
    "02000a00160014001d0017001e0019001801000101010201030104002300000010000e000c02683208687474"
    "702f312e310016000000170000000d002a0028040305030603080708080809080a080b080408050806040105"
    "010601030303010302040205020602002b0009080304030303020301002d00020101003300260024001d0020"
    "bbc7c0cd870471de5166f63f503367675197d6208e5124a15f6358db6fdfd628";
// tls.handshake.ja3_full and ja3 of tshark 4.0.17 for it.
constexpr std::string_view openssl_ja3_text =
    "771,4866-4867-4865-49196-49200-159-52393-52392-52394-49195-49199-158-49188-49192-107-49187-"
    "49191-103-49162-49172-57-49161-49171-51-157-156-61-60-53-47-255,0-11-10-35-16-22-23-13-43-45-"
    "51,29-23-30-25-24-256-257-258-259-260,0-1-2";
constexpr std::string_view openssl_ja3 = "5a1edc7f170af1014fc65c994878e63c";

// A hello with what it points into.
struct Read {
  explicit Read(std::string stream) : octets(std::move(stream)) {
    outcome = read_tls_hello(as_bytes(octets), handshake, facts);
  }
  Read(const Read&) = delete;
  Read& operator=(const Read&) = delete;

  std::string octets;
  TlsHandshake handshake;
  TlsHelloFacts facts;
  NameOutcome outcome;
};
struct ReadWhole : Read {
  explicit ReadWhole(std::string stream) : Read(std::move(stream)) {
    EXPECT_EQ(outcome, NameOutcome::complete);
  }
  explicit ReadWhole(const HelloForm& form) : ReadWhole(records(form.message())) {}
};
NameOutcome outcome(const std::string& octets) { return Read(octets).outcome; }
std::string ja4_of(const HelloForm& form) { return ja4(ReadWhole(form).facts, false); }

const std::string alpn_h2 = sized(sized("h2", 1), 2);

// The example of JA4's technical details, as a hello with GREASE wherever it may stand.
HelloForm published_form() {
  HelloForm form;
  form.ciphers = {0x2a2a, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030,
                  0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035};
  const std::string algorithms =
      values({0x1a1a, 0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601});
  form.extensions = {{0x4a4a, ""},
                     {0x001b, hex("020002")},
                     test::server_name("example.com"),
                     {0x0033, sized(hex("2a2a000100"), 2)},
                     {0x0010, alpn_h2},
                     {0x4469, hex("0003026832")},
                     {0x0017, ""},
                     {0x002d, hex("0101")},
                     {0x000d, sized(algorithms, 2)},
                     {0x0005, hex("0100000000")},
                     {0x0023, ""},
                     {0x0012, ""},
                     {0x002b, sized(values({0x3a3a, 0x0304, 0x0303}), 1)},
                     {0xff01, hex("00")},
                     {0x000b, hex("0100")},
                     {0x000a, sized(values({0x6a6a, 0x001d, 0x0017, 0x0018}), 2)},
                     {0x0015, std::string(9, '\0')},
                     {0xdada, std::string(1, '\0')}};
  return form;
}

TEST(TlsHello, reads_what_openssl_sends) {
  const ReadWhole read(hex(openssl_hello));
  const TlsHelloFacts& facts = read.facts;
  EXPECT_EQ(facts.server_name, "xmr.pool.example");
  EXPECT_EQ(facts.first_alpn, "h2");
  EXPECT_EQ(facts.legacy_version, 0x0303);
  EXPECT_EQ(tls_values(facts.versions),
            (std::vector<std::uint16_t>{0x0304, 0x0303, 0x0302, 0x0301}));
  EXPECT_EQ(tls_values(facts.ciphers).size(), 31u);
  EXPECT_TRUE(facts.names_a_server);
  EXPECT_FALSE(facts.has_encrypted_hello);
  EXPECT_EQ(ja3_text(facts), openssl_ja3_text);
  const TlsHello hello = tls_hello(facts, false);
  EXPECT_EQ(hello.server_name, "xmr.pool.example");
  EXPECT_EQ(hello.first_alpn, "h2");
  EXPECT_EQ(hello.ja3, openssl_ja3);
  EXPECT_EQ(hello.ja4.substr(0, 24), "t13d3111h2_e8f1e7e78f70_");
}

TEST(TlsHello, makes_the_published_ja4) {
  const ReadWhole read(published_form());
  const TlsHelloFacts& facts = read.facts;
  EXPECT_EQ(ja4(facts, false), "t13d1516h2_8daaf6152771_e5627efa2ab1");
  EXPECT_EQ(ja4(facts, true), "q13d1516h2_8daaf6152771_e5627efa2ab1");
}

TEST(TlsHello, makes_the_published_ja4_part_without_signature_algorithms) {
  HelloForm form = published_form();
  std::erase_if(form.extensions, [](const auto& e) { return e.first == 13; });
  form.extensions.emplace_back(13, sized("", 2));
  EXPECT_EQ(ja4_of(form), "t13d1516h2_8daaf6152771_6d807ffa2a79");
}

TEST(TlsHello, makes_the_published_ja3) {
  HelloForm form{.version = 0x0301,
                 .ciphers = {47, 53, 5, 10, 49161, 49162, 49171, 49172, 50, 56, 19, 4}};
  form.extensions = {
      test::server_name("a.example"), {10, sized(values({23, 24, 25}), 2)}, {11, hex("0100")}};
  EXPECT_EQ(ja3(ReadWhole(form).facts), "ada70206e40642a3e4461f35503241d5");
  form = {.version = 0x0301, .ciphers = {4, 5, 10, 9, 100, 98, 3, 6, 19, 18, 99}};
  form.with_extensions = false;
  const ReadWhole read(form);
  const TlsHelloFacts& facts = read.facts;
  EXPECT_EQ(ja3_text(facts), "769,4-5-10-9-100-98-3-6-19-18-99,,,");
  EXPECT_EQ(ja3(facts), "de350869b8c85de67a350c8d186f11e6");
  EXPECT_EQ(ja4(facts, false).substr(0, 11), "t10i110000_");
  EXPECT_EQ(ja4(facts, false).substr(24), "000000000000");  // nothing to hash
}

TEST(TlsHello, ja4_says_the_alpn_in_two_characters) {
  const std::vector<std::pair<std::string, std::string>> published{{"ab", "ab"},
                                                                   {"abcd", "ad"},
                                                                   {"30ab", "3b"},
                                                                   {"3031abcd", "3d"},
                                                                   {"30abcd31", "01"},
                                                                   {"6832", "h2"},
                                                                   {"687474702f312e31", "h1"},
                                                                   {"78", "xx"},
                                                                   {"2d", "2d"}};
  for (const auto& [digits, expected] : published) {
    HelloForm form;
    form.extensions = {{16, sized(sized(hex(digits), 1), 2)}};
    EXPECT_EQ(ja4_of(form).substr(8, 2), expected) << digits;
  }
  EXPECT_EQ(ja4_of(HelloForm{}).substr(8, 2), "00");
}

TEST(TlsHello, ja4_says_the_highest_version_offered) {
  const auto version = [](std::uint16_t legacy, const std::vector<std::uint16_t>& offered) {
    HelloForm form{.version = legacy};
    if (!offered.empty()) form.extensions = {{43, sized(values(offered), 1)}};
    return ja4_of(form).substr(1, 2);
  };
  EXPECT_EQ(version(0x0303, {0x0302, 0x0304, 0x0303}), "13");
  EXPECT_EQ(version(0x0303, {0xfafa, 0x0303}), "12");
  EXPECT_EQ(version(0x0302, {}), "11");
  EXPECT_EQ(version(0x0300, {}), "s3");
  EXPECT_EQ(version(0x0303, {0x7f1c, 0x0303}), "00");  // a draft of TLS 1.3
}

TEST(TlsHello, counts_in_ja4_end_at_99) {
  HelloForm form;
  form.ciphers.assign(120, 0x1301);
  for (std::uint16_t i = 0; i < 110; ++i) form.extensions.emplace_back(0x1000 + i, "");
  EXPECT_EQ(ja4_of(form).substr(0, 10), "t12i999900");
}

TEST(TlsHello, an_encrypted_hello_has_an_outer_name) {
  HelloForm form;
  form.extensions = {test::server_name("outer.example"), {0xfe0d, std::string(40, 'e')}};
  const ReadWhole read(form);
  const TlsHelloFacts& facts = read.facts;
  EXPECT_TRUE(facts.has_encrypted_hello);
  EXPECT_EQ(facts.server_name, "outer.example");
}

TEST(TlsHello, leaves_out_what_is_no_host_name_or_not_printable) {
  HelloForm form;
  form.extensions = {test::server_name("two words"), {16, sized(sized("\n\n", 1), 2)}};
  const ReadWhole read(form);
  const TlsHelloFacts& facts = read.facts;
  EXPECT_TRUE(facts.names_a_server);
  EXPECT_EQ(facts.server_name, "");
  EXPECT_EQ(facts.first_alpn, "\n\n");
  EXPECT_EQ(tls_hello(facts, false).first_alpn, "");
}

TEST(TlsHello, may_be_split_over_records_anywhere) {
  const std::string message = published_form().message();
  const std::string expected = ja4(ReadWhole(records(message)).facts, false);
  for (const std::size_t octets : {1u, 2u, 3u, 4u, 5u, 100u}) {
    EXPECT_EQ(ja4(ReadWhole(records(message, octets)).facts, false), expected) << octets;
  }
}

TEST(TlsHello, every_cut_is_incomplete_and_facts_only_grow) {
  const std::string whole = records(published_form().message(), 200) + "\x17\x03\x03";
  const std::size_t end = whole.size() - 3;
  std::size_t extensions = 0;
  for (std::size_t size = 0; size < end; ++size) {
    const Read cut(whole.substr(0, size));
    const TlsHelloFacts& facts = cut.facts;
    EXPECT_EQ(cut.outcome, NameOutcome::incomplete) << size;
    EXPECT_GE(facts.extensions.size(), extensions);
    extensions = facts.extensions.size();
    EXPECT_EQ(facts.server_name, size > 150 ? "example.com" : facts.server_name);
    // What is kept of it says the same again.
    TlsHelloFacts again;
    read_client_hello(facts.message, again);
    EXPECT_EQ(ja3_text(again), ja3_text(facts));
    EXPECT_EQ(ja4(again, false), ja4(facts, false));
  }
  EXPECT_EQ(outcome(whole.substr(0, end)), NameOutcome::complete);
  EXPECT_EQ(outcome(whole), NameOutcome::complete);
}

TEST(TlsHello, is_not_mistaken_for) {
  for (const std::string& octets :
       {std::string("GET / HTTP/1.1\r\n"), hex("1503010002022a"),  // an alert first
        hex("160301003d02000039"),                                 // a server
        hex("16020100"), hex("160400010001000001"), hex("16030100000100"),
        hex("8080010301005700000020")}) {  // SSL 2's form
    EXPECT_EQ(outcome(octets), NameOutcome::other) << octets.size();
  }
  EXPECT_TRUE(may_begin_tls_hello(as_bytes(hex("16"))));
  EXPECT_TRUE(may_begin_tls_hello(as_bytes(hex("160301014f01"))));
  EXPECT_FALSE(may_begin_tls_hello(as_bytes(hex("160301014f02"))));
  EXPECT_FALSE(may_begin_tls_hello({}));
}

TEST(TlsHello, malformed_extensions) {
  const std::vector<std::pair<std::uint16_t, std::string>> bad{
      {0, hex("0004000002ab")},    // a name longer than its list
      {0, hex("000500000161")},    // a list longer than its extension
      {0, hex("00040000016100")},  // and shorter
      {10, hex("0003001d00")},    {10, hex("0002001d00")}, {11, hex("0200")},    {13, hex("0001")},
      {16, hex("0003036832")},    {43, hex("030304")},     {43, hex("03030403")}};
  for (const auto& extension : bad) {
    HelloForm form;
    form.extensions = {extension};
    EXPECT_EQ(outcome(records(form.message())), NameOutcome::malformed) << extension.first;
  }
}

TEST(TlsHello, malformed_hellos) {
  EXPECT_EQ(outcome(records(HelloForm{.version = 0x0203}.message())), NameOutcome::malformed);
  EXPECT_EQ(outcome(records(HelloForm{.ciphers = {}}.message())), NameOutcome::malformed);
  const std::string random(32, 'r');
  const std::string session33 = be(0x0303, 2) + random + sized(std::string(33, 's'), 1);
  EXPECT_EQ(outcome(records('\x01' + sized(session33, 3))), NameOutcome::malformed);
  const std::string start = be(0x0303, 2) + random + '\0';
  const std::string odd = start + hex("0003130113") + hex("0100");
  EXPECT_EQ(outcome(records('\x01' + sized(odd, 3))), NameOutcome::malformed);
  const std::string uncompressed = start + hex("0002130100");
  EXPECT_EQ(outcome(records('\x01' + sized(uncompressed, 3))), NameOutcome::malformed);
  const std::string behind = start + hex("000213010100") + hex("0000") + "x";
  EXPECT_EQ(outcome(records('\x01' + sized(behind, 3))), NameOutcome::malformed);
  const std::string cut_extension = start + hex("000213010100") + hex("00030017ff");
  EXPECT_EQ(outcome(records('\x01' + sized(cut_extension, 3))), NameOutcome::malformed);
}

TEST(TlsHello, records_that_contradict_a_hello) {
  const std::string message = HelloForm{}.message();
  const std::string half = records(message.substr(0, 20));
  EXPECT_EQ(outcome(half + hex("1703030001ff")), NameOutcome::malformed);  // other records amid it
  EXPECT_EQ(outcome(half + hex("1603010000")), NameOutcome::malformed);
  EXPECT_EQ(outcome(half + hex("160301ffff")), NameOutcome::malformed);
  EXPECT_EQ(outcome(half + "GET / HTTP"), NameOutcome::malformed);
}

TEST(TlsHello, is_bounded) {
  HelloForm form;
  form.extensions = {{21, ""}};
  const std::size_t rest = form.message().size();
  form.extensions = {{21, std::string(limits::tls_hello_octets_max - rest, '\0')}};
  EXPECT_EQ(form.message().size(), limits::tls_hello_octets_max);
  EXPECT_EQ(outcome(records(form.message(), 4096)), NameOutcome::complete);
  form.extensions[0].second += '\0';
  EXPECT_EQ(outcome(records(form.message(), 4096)), NameOutcome::malformed);
}

RC_GTEST_PROP(TlsHelloProperty, any_damage_is_survived, ()) {
  std::string octets = records(published_form().message(), 150);
  for (int i = *rc::gen::inRange(1, 4); i > 0; --i) {
    octets[*rc::gen::inRange<std::size_t>(0, octets.size())] = *rc::gen::arbitrary<char>();
  }
  const Read read(octets);
  RC_ASSERT(ja3(read.facts).size() == 32u);
  RC_ASSERT(ja4(read.facts, false).size() == 36u);
  RC_ASSERT(read.outcome == outcome(octets));
}

}  // namespace
}  // namespace davy::flow
