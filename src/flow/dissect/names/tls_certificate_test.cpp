#include "flow/dissect/names/tls_certificate.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "base/limits.hpp"
#include "flow/dissect/names/names_test_support.hpp"

namespace davy::flow {
namespace {

using test::hex;
using test::proxy_server;
using test::proxy_sha256;
using test::records;
using test::sized;

// What openssl s_server 3.0.22 sent at TLS 1.2: ServerHello and Certificate. The first certificate is of
//   openssl req -x509 -newkey ec -days 90 -subj "/C=XX/O=Example Pool Ltd/OU=Mining/CN=pool.example" with
//   subjectAltName=DNS:*.pool.example,DNS:pool.example,DNS:xmr.Pool.example,IP:192.0.2.1,DNS:stratum.example
// test::proxy_server is of  -days 3650 -subj /CN=localhost, which is what a miner's proxy makes for itself.
constexpr std::string_view pool_server =
    "16030300410200003d0303fdec18b35179e894bef06859d6349e9c1acf393c20cfcd592bbff5a1c1a30d0400"
    "c02c000015ff01000100000b000403000102002300000017000016030302560b00025200024f00024c308202"
    "48308201efa00302010202144d7f416a642468bd8414e5dc1e1444ed926e363f300a06082a8648ce3d040302"
    "3050310b300906035504061302585831193017060355040a0c104578616d706c6520506f6f6c204c7464310f"
    "300d060355040b0c064d696e696e673115301306035504030c0c706f6f6c2e6578616d706c65301e170d3236"
    "313132323230313033345a170d3237303232303230313033345a3050310b3009060355040613025858311930"
    "17060355040a0c104578616d706c6520506f6f6c204c7464310f300d060355040b0c064d696e696e67311530"
    "1306035504030c0c706f6f6c2e6578616d706c653059301306072a8648ce3d020106082a8648ce3d03010703"
    "42000494e7dcb7e9ea048fb24929718b62098aafce5d6d85034b0036598f477876969f13d2ad7b22d8db74fa"
    "f2fe120ffd4a7061856213fe57d42f1bbf275d8a6ca0b5a381a63081a3301d0603551d0e041604148ea9f5cf"
    "5fa1aa08b09b2c1e7d006ec8b61c0d4f301f0603551d230418301680148ea9f5cf5fa1aa08b09b2c1e7d006e"
    "c8b61c0d4f300f0603551d130101ff040530030101ff30500603551d1104493047820e2a2e706f6f6c2e6578"
    "616d706c65820c706f6f6c2e6578616d706c658210786d722e506f6f6c2e6578616d706c658704c000020182"
    "0f7374726174756d2e6578616d706c65300a06082a8648ce3d040302034700304402202a05f85d13ae4537b4"
    "879b4107b58cdf2b2c96350a9bd78e1925513e778c29db022000c69a90a85216d4dc676f1a75413ea74a2e2a"
    "3b13217de3a4162ec70d1a2fa3";

// openssl x509 -outform der | sha256sum
constexpr std::string_view pool_sha256 =
    "a2883c44e018e7ca9c9d5dd16b4658a26caf93a1e6033eb2d41300e435db8194";

// A ServerHello of TLS 1.3 with what the same server sends behind it.
constexpr std::string_view tls_1_3_server =
    "160303007a020000760303942bc1b7c1def2ebe154d924161cce97f9a00c5a4a3796c37b5052d3abc36b932019e8"
    "7bf73036598f36d938a8c8327463f42933370ac95f3ba10dfe8d28dcd0ec130200002e002b0002030400330024001d"
    "0020bd383b5f8a5f8626355154df6926b4085db03199c627c90f614c18eebfd9052a14030300010117030300173"
    "5f3e0a5";

NameOutcome read(const std::string& octets, TlsCertificate& certificate) {
  return read_tls_certificate(as_bytes(octets), certificate);
}
NameOutcome outcome(const std::string& octets) {
  TlsCertificate certificate;
  return read(octets, certificate);
}

// The certificate inside the streams above.
std::string der(std::string_view server) {
  const std::string octets = hex(server);
  const std::size_t hello = 5 + 0x41;
  return octets.substr(hello + 5 + 4 + 3 + 3);
}
std::string message(std::string_view certificate, std::string_view more = "") {
  return '\x0b' + sized(sized(sized(certificate, 3) + std::string(more), 3), 3);
}

TEST(TlsCertificate, reads_names_and_makers_of_a_pool) {
  TlsCertificate certificate;
  ASSERT_EQ(read(hex(pool_server), certificate), NameOutcome::complete);
  EXPECT_EQ(certificate.host_names,
            (std::vector<std::string>{"pool.example", "xmr.pool.example", "stratum.example"}));
  EXPECT_EQ(certificate.subject.common_name, "pool.example");
  EXPECT_EQ(certificate.subject.organization, "Example Pool Ltd");
  EXPECT_EQ(certificate.subject.organizational_unit, "Mining");
  EXPECT_EQ(certificate.issuer.organization, "Example Pool Ltd");
  EXPECT_TRUE(certificate.names_itself_issuer);
  EXPECT_EQ(certificate.valid_days, 90);
  EXPECT_EQ(certificate.sha256, pool_sha256);
}

TEST(TlsCertificate, takes_the_common_name_where_there_is_no_other) {
  TlsCertificate certificate;
  ASSERT_EQ(read(hex(proxy_server), certificate), NameOutcome::complete);
  EXPECT_EQ(certificate.host_names, std::vector<std::string>{"localhost"});
  EXPECT_EQ(certificate.subject.organization, "");
  EXPECT_EQ(certificate.valid_days, 3650);
  EXPECT_EQ(certificate.sha256, proxy_sha256);
}

TEST(TlsCertificate, every_cut_is_incomplete) {
  const std::string whole = hex(pool_server);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(outcome(whole.substr(0, size)), NameOutcome::incomplete) << size;
  }
}

TEST(TlsCertificate, takes_the_leaf_before_the_chain_is_there) {
  const std::string chain = message(der(proxy_server), sized(der(pool_server), 3));
  const std::string stream = records(chain, 300);
  TlsCertificate certificate;
  ASSERT_EQ(read(stream.substr(0, 420), certificate), NameOutcome::complete);
  EXPECT_EQ(certificate.sha256, proxy_sha256);
}

TEST(TlsCertificate, none_is_to_come) {
  EXPECT_EQ(outcome(hex(tls_1_3_server)), NameOutcome::other);
  const std::string hello = hex(pool_server).substr(0, 5 + 0x41);
  EXPECT_EQ(outcome(hello), NameOutcome::incomplete);
  EXPECT_EQ(outcome(hello + hex("1403030001")), NameOutcome::other);      // a resumed session
  EXPECT_EQ(outcome(hello + hex("15030300020228")), NameOutcome::other);  // an alert
  EXPECT_EQ(outcome(records("\x0c" + sized("key", 3))), NameOutcome::other);
  EXPECT_EQ(outcome(records("\x01" + sized("a client", 3))), NameOutcome::other);
  EXPECT_EQ(outcome("HTTP/1.1 400 Bad Request\r\n"), NameOutcome::other);
}

TEST(TlsCertificate, malformed_messages) {
  EXPECT_EQ(outcome(records(message(""))), NameOutcome::malformed);
  EXPECT_EQ(outcome(records(message("no certificate"))), NameOutcome::malformed);
  EXPECT_EQ(outcome(records(message(der(proxy_server) + "x"))), NameOutcome::malformed);
  EXPECT_EQ(outcome(records('\x0b' + sized(hex("000000"), 3))), NameOutcome::malformed);
  EXPECT_EQ(outcome(records('\x0b' + sized(hex("00000a00000930"), 3))), NameOutcome::malformed);
}

TEST(TlsCertificate, a_leaf_beyond_the_bound_is_given_up) {
  const std::string large = message(std::string(limits::certificates_octets_max, '0'));
  EXPECT_EQ(outcome(records(large)), NameOutcome::malformed);
}

TEST(TlsCertificate, text_is_cut_and_holds_no_control_characters) {
  // CN=localhost with its text changed; the signature, which nobody verifies, is wrong then.
  std::string changed = der(proxy_server);
  for (std::size_t at = changed.find("localhost"); at != std::string::npos;
       at = changed.find("localhost")) {
    changed.replace(at, 9, "a\x1b[2Jb\x01 c");
  }
  const auto certificate = read_certificate(as_bytes(changed));
  ASSERT_TRUE(certificate.has_value());
  EXPECT_EQ(certificate->subject.common_name, "a[2Jb c");
  EXPECT_TRUE(certificate->host_names.empty());
}

RC_GTEST_PROP(TlsCertificateProperty, any_damage_is_survived, ()) {
  std::string octets = hex(*rc::gen::element(pool_server, proxy_server));
  for (int i = *rc::gen::inRange(1, 4); i > 0; --i) {
    octets[*rc::gen::inRange<std::size_t>(0, octets.size())] = *rc::gen::arbitrary<char>();
  }
  TlsCertificate certificate;
  const bool complete = read(octets, certificate) == NameOutcome::complete;
  RC_ASSERT(complete == (certificate.sha256.size() == 64u));
  RC_ASSERT(certificate.host_names.size() <= limits::host_names_per_flow_max);
}

}  // namespace
}  // namespace davy::flow
