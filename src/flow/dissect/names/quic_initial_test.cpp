#include "flow/dissect/names/quic_initial.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "flow/dissect/names/names_test_support.hpp"

namespace davy::flow {
namespace {

using test::crypto_frame;
using test::hex;
using test::QuicSealer;

// RFC 9001 appendix A.2, which RFC 9369 uses too: the one frame of the packet; 917 octets of padding follow it.
constexpr std::string_view client_frame =
    "060040f1010000ed0303ebf8fa56f12939b9584a3896472ec40bb863cfd3e86804fe3a47f06a2b69484c000004"
    "13011302010000c000000010000e00000b6578616d706c652e636f6dff01000100000a00080006001d00170018"
    "001000070005"
    "04616c706e000500050100000000003300260024001d00209370b2c9caa47fbabaf4559fedba"
    "753de171fa71f50f1ce15d43e994ec74d748002b0003020304000d0010000e0403050306030203080408050806"
    "002d00020101001c00024001003900320408ffffffffffffffff05048000ffff07048000ffff08011001048000"
    "75300901100f088394c8f03e51570806048000ffff";
const std::string connection_id = hex("8394c8f03e515708");

// The keys of appendix A.1 of each, not derived here.
const QuicSealer rfc9001{.key = hex("1f369613dd76d5467730efcbe3b1a22d"),
                         .iv = hex("fa044b2f42a3fd3b46fb255c"),
                         .header = hex("9f50449e04a0e810283a1e9933adedd2"),
                         .version = quic_version_1,
                         .connection_id = connection_id};
const QuicSealer rfc9369{.key = hex("8b1a0bc121284290a29e0971b5cd045d"),
                         .iv = hex("91f73e2351d8fa91660e909f"),
                         .header = hex("45b95e15235d6f45a6b19cbcb0294ba9"),
                         .version = quic_version_2,
                         .connection_id = connection_id};

std::string rfc_payload() { return hex(client_frame) + std::string(917, '\0'); }
std::string the_hello() { return hex(client_frame).substr(4); }

NameOutcome feed(QuicHello& hello, const std::string& datagram) {
  return hello.datagram(as_bytes(datagram));
}

template <std::size_t n>
std::string text(const std::array<std::uint8_t, n>& octets) {
  return std::string(as_text(octets));
}

TEST(QuicInitial, derives_the_keys_of_both_rfcs) {
  for (const QuicSealer& rfc : {rfc9001, rfc9369}) {
    const auto keys = quic_client_keys(rfc.version, as_bytes(connection_id));
    ASSERT_TRUE(keys.has_value());
    EXPECT_EQ(text(keys->key), rfc.key);
    EXPECT_EQ(text(keys->iv), rfc.iv);
    EXPECT_EQ(text(keys->header), rfc.header);
  }
  EXPECT_FALSE(quic_client_keys(0xff00001d, as_bytes(connection_id)).has_value());
}

// The packet is made here with the RFC's keys; that it is the RFC's own is seen by its protected header, its first octets
// and its tag, which covers all of it.
TEST(QuicInitial, opens_the_packet_of_rfc_9001) {
  const std::string packet = rfc9001.packet(2, rfc_payload());
  ASSERT_EQ(packet.size(), 1200u);
  ASSERT_EQ(packet.substr(0, 32),
            hex("c000000001088394c8f03e5157080000449e7b9aec34d1b1c98dd7689fb8ec11"));
  ASSERT_EQ(packet.substr(1184), hex("e221af44860018ab0856972e194cd934"));
  QuicHello hello;
  EXPECT_TRUE(may_be_quic_initial(as_bytes(packet)));
  ASSERT_EQ(feed(hello, packet), NameOutcome::complete);
  EXPECT_FALSE(hello.wants_more());
  EXPECT_EQ(hello.facts().server_name, "example.com");
  EXPECT_EQ(hello.facts().first_alpn, "alpn");
  EXPECT_EQ(ja4(hello.facts(), true).substr(0, 11), "q13d0211an_");
  EXPECT_EQ(feed(hello, "whatever"), NameOutcome::complete);  // and so it stays
}

TEST(QuicInitial, opens_the_packet_of_rfc_9369) {
  const std::string packet = rfc9369.packet(2, rfc_payload());
  ASSERT_EQ(packet.substr(0, 32),
            hex("d76b3343cf088394c8f03e5157080000449ea0c95e82ffe67b6abcdb4298b485"));
  ASSERT_EQ(packet.substr(1184), hex("a18b2faa745b6fe189cf772a9f84cbfc"));
  QuicHello hello;
  EXPECT_TRUE(may_be_quic_initial(as_bytes(packet)));
  ASSERT_EQ(feed(hello, packet), NameOutcome::complete);
  EXPECT_EQ(hello.facts().server_name, "example.com");
}

TEST(QuicInitial, a_server_is_no_client) {
  // RFC 9001 appendix A.3.
  const std::string server = hex(
      "cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a5816b6394100f37a1c69797554"
      "780bb38cc5a99f5ede4cf73c3ec2493a1839b3dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b"
      "562bfb19fb84022f8ef4cdd93795d77d06edbb7aaf2f58891850abbdca3d20398c276456cbc42158407dd074ee");
  QuicHello hello;
  EXPECT_EQ(feed(hello, server), NameOutcome::other);
  EXPECT_EQ(feed(hello, rfc9001.packet(2, rfc_payload())), NameOutcome::complete);
}

TEST(QuicInitial, puts_frames_together_over_packets_and_datagrams) {
  const std::string all = the_hello();
  const auto piece = [&](std::size_t begin, std::size_t end) {
    return crypto_frame(static_cast<std::uint32_t>(begin), all.substr(begin, end - begin));
  };
  QuicHello hello;
  // The end before the beginning, with padding and a ping between; the same once more.
  const std::string late = rfc9001.packet(0, piece(150, all.size()) + hex("000001") + piece(0, 20));
  EXPECT_EQ(feed(hello, late), NameOutcome::incomplete);
  EXPECT_EQ(feed(hello, late), NameOutcome::incomplete);
  EXPECT_TRUE(hello.wants_more());
  // Two packets in one datagram: an acknowledgement, and what was missing, overlapping.
  const std::string rest = rfc9001.packet(1, hex("02000000000300000000000000000000000000")) +
                           rfc9001.packet(2, piece(10, 160));
  EXPECT_EQ(feed(hello, rest), NameOutcome::complete);
  EXPECT_EQ(hello.facts().server_name, "example.com");
}

TEST(QuicInitial, keys_stay_when_the_client_takes_the_servers_connection_id) {
  const std::string all = the_hello();
  QuicHello hello;
  EXPECT_EQ(feed(hello, rfc9001.packet(0, crypto_frame(0, all.substr(0, 100)))),
            NameOutcome::incomplete);
  QuicSealer later = rfc9001;
  later.connection_id = hex("f067a5502a4262b5");
  EXPECT_EQ(feed(hello, later.packet(1, crypto_frame(100, all.substr(100)))),
            NameOutcome::complete);
}

QuicSealer sealer(const std::string& id) {
  const auto keys = quic_client_keys(quic_version_1, as_bytes(id));
  return {.key = text(keys->key),
          .iv = text(keys->iv),
          .header = text(keys->header),
          .connection_id = id};
}

TEST(QuicInitial, after_a_retry_the_keys_are_new_and_the_hello_is_sent_again) {
  const std::string all = the_hello();
  QuicHello hello;
  EXPECT_EQ(feed(hello, rfc9001.packet(0, crypto_frame(0, all.substr(0, 100)))),
            NameOutcome::incomplete);
  QuicSealer retried = sealer("chosen by the server");  // 20 octets, the longest
  retried.token = "a token";
  EXPECT_EQ(feed(hello, retried.packet(1, crypto_frame(100, all.substr(100)))),
            NameOutcome::incomplete);
  EXPECT_EQ(feed(hello, retried.packet(2, crypto_frame(0, all.substr(0, 100)))),
            NameOutcome::complete);
}

TEST(QuicInitial, is_not_mistaken_for) {
  const std::string packet = rfc9001.packet(2, rfc_payload());
  const auto changed = [&](std::size_t at, char octet) {
    std::string other = packet;
    other[at] = octet;
    return other;
  };
  QuicHello hello;
  EXPECT_EQ(feed(hello, ""), NameOutcome::other);
  EXPECT_EQ(feed(hello, changed(0, '\x40')), NameOutcome::other);  // a short header
  EXPECT_EQ(feed(hello, changed(4, '\x00')), NameOutcome::other);  // version negotiation
  EXPECT_EQ(feed(hello, changed(0, '\xf0')), NameOutcome::other);  // a Retry
  EXPECT_EQ(feed(hello, changed(0, '\xe0')), NameOutcome::other);  // a Handshake packet
  EXPECT_EQ(feed(hello, changed(5, '\x15')), NameOutcome::other);  // an id of 21 octets
  EXPECT_TRUE(hello.facts().ciphers.empty());
  EXPECT_FALSE(may_be_quic_initial(as_bytes(changed(0, '\x40'))));
  EXPECT_FALSE(may_be_quic_initial(as_bytes(changed(0, '\xe0'))));
  EXPECT_FALSE(may_be_quic_initial(as_bytes(changed(5, '\x15'))));
  // A short id does not come from a client that has not heard its server.
  EXPECT_EQ(feed(hello, sealer("seven..").packet(0, rfc_payload())), NameOutcome::other);
  EXPECT_EQ(feed(hello, packet), NameOutcome::complete);
}

TEST(QuicInitial, every_cut_and_every_changed_octet_is_something_else) {
  const std::string packet = rfc9001.packet(2, hex(client_frame));
  for (std::size_t size = 0; size < packet.size(); ++size) {
    QuicHello hello;
    EXPECT_EQ(feed(hello, packet.substr(0, size)), NameOutcome::other) << size;
  }
  for (std::size_t at = 0; at < packet.size(); ++at) {
    QuicHello hello;
    std::string changed = packet;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_EQ(feed(hello, changed), NameOutcome::other) << at;
  }
}

TEST(QuicInitial, malformed_frames) {
  const std::vector<std::string> bad{
      "",                     // a packet holds at least one
      hex("0800"),            // a STREAM frame has no place here
      hex("7fff"),            // nor has one that nobody knows
      hex("060040f1010000"),  // longer than its packet
      hex("0600"),
      hex("0200"),
      hex("1c00"),
      crypto_frame(0, "\x02 server"),  // a ServerHello from a client
  };
  for (const std::string& frames : bad) {
    QuicHello hello;
    EXPECT_EQ(feed(hello, rfc9001.packet(2, frames)), NameOutcome::malformed) << frames;
    EXPECT_FALSE(hello.wants_more());
  }
}

TEST(QuicInitial, is_bounded_in_packets) {
  QuicHello opened;
  for (std::size_t i = 0; i < limits::quic_initials_max; ++i) {
    EXPECT_TRUE(opened.wants_more());
    EXPECT_EQ(feed(opened, rfc9001.packet(static_cast<std::uint32_t>(i), std::string(20, '\x01'))),
              NameOutcome::incomplete);
  }
  EXPECT_FALSE(opened.wants_more());
  EXPECT_EQ(feed(opened, rfc9001.packet(99, rfc_payload())), NameOutcome::other);
  QuicHello failed;
  std::string bad = rfc9001.packet(0, rfc_payload());
  bad.back() = static_cast<char>(bad.back() ^ 1);
  for (std::size_t i = 0; i < limits::quic_failures_max; ++i) {
    EXPECT_TRUE(failed.wants_more());
    EXPECT_EQ(feed(failed, bad), NameOutcome::other);
  }
  EXPECT_FALSE(failed.wants_more());
}

TEST(QuicCrypto, of_octets_sent_twice_the_first_stand) {
  QuicCryptoFrames frames;
  EXPECT_TRUE(frames.read(as_bytes(crypto_frame(2, "cd"))));
  EXPECT_EQ(frames.head().size(), 0u);
  EXPECT_TRUE(frames.read(as_bytes(crypto_frame(6, "gh"))));
  EXPECT_TRUE(frames.read(as_bytes(crypto_frame(0, "ABCDEFGHIJ"))));
  EXPECT_EQ(as_text(frames.head()), "ABcdEFghIJ");
}

TEST(QuicCrypto, is_bounded) {
  QuicCryptoFrames frames;
  const std::string much(limits::tls_hello_octets_max + 100, 'x');
  EXPECT_TRUE(frames.read(as_bytes(crypto_frame(0x3fffffff, "far"))));
  EXPECT_TRUE(frames.read(as_bytes(crypto_frame(10, much))));
  EXPECT_TRUE(frames.read(as_bytes(crypto_frame(0, "0123456789"))));
  EXPECT_EQ(frames.head().size(), limits::tls_hello_octets_max);
  QuicCryptoFrames pieces;
  for (std::size_t i = 0; i <= limits::quic_pieces_max; ++i) {
    EXPECT_TRUE(pieces.read(as_bytes(crypto_frame(static_cast<std::uint32_t>(2 * i + 1), "x"))));
  }
  for (std::size_t i = 0; i <= limits::quic_pieces_max; ++i) {
    EXPECT_TRUE(pieces.read(as_bytes(crypto_frame(static_cast<std::uint32_t>(2 * i), "y"))));
  }
  // The last single piece found no room; what touches the others did.
  EXPECT_EQ(pieces.head().size(), 2 * limits::quic_pieces_max + 1);
}

RC_GTEST_PROP(QuicCryptoProperty, any_order_of_pieces_gives_the_same, ()) {
  const std::string all = the_hello();
  std::vector<std::string> pieces;
  for (std::size_t at = 0; at < all.size();) {
    const auto octets = *rc::gen::inRange<std::size_t>(1, 80);
    pieces.push_back(crypto_frame(static_cast<std::uint32_t>(at), all.substr(at, octets + 3)));
    at += octets;
  }
  const auto order =
      *rc::gen::container<std::vector<unsigned>>(pieces.size(), rc::gen::arbitrary<unsigned>());
  std::vector<std::size_t> by(pieces.size());
  for (std::size_t i = 0; i < by.size(); ++i) by[i] = i;
  std::ranges::stable_sort(by, {}, [&](std::size_t i) { return order[i]; });
  QuicCryptoFrames frames;
  for (const std::size_t i : by) RC_ASSERT(frames.read(as_bytes(pieces[i])));
  RC_ASSERT(as_text(frames.head()) == all);
}

}  // namespace
}  // namespace davy::flow
