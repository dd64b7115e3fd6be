// A client's TLS hello: whom it names, what it offers, and the fingerprints that are made of that.
//
// Shape:   reading is cheap, fingerprints are not: they are made from the facts when somebody wants them. Lists are in the
//          order of the hello and without GREASE values (RFC 8701), which both fingerprints leave out. With Encrypted
//          Client Hello the name here is that of the outer hello, the provider's and not the service's: has_encrypted_hello.
// Errors:  other = not a ClientHello. incomplete = give more octets of the same stream, from its first; what is there
//          already stands in the facts, which helps where a capture keeps only the heads of packets. malformed = it
//          contradicts itself, or is longer than limits::tls_hello_octets_max.
// Threads: pure functions.
// Source:  RFC 8446 section 4.1.2, RFC 6066 section 3, RFC 7301 (ALPN), RFC 9849 (ECH); JA3 by its description (Salesforce,
//          2017), JA4 by its technical details (FoxIO, 2023; JA4 itself is free, BSD).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/byte_reader.hpp"
#include "flow/dissect/names/name_outcome.hpp"
#include "flow/names_record.hpp"

namespace davy::flow {

struct TlsHelloFacts {
  std::uint16_t legacy_version = 0;
  std::vector<std::uint16_t> ciphers;
  std::vector<std::uint16_t> extensions;
  std::vector<std::uint16_t> groups;
  std::vector<std::uint8_t> point_formats;
  std::vector<std::uint16_t> signature_algorithms;
  std::vector<std::uint16_t> versions;  // extension supported_versions
  std::string first_alpn;               // octets as sent
  std::string server_name;              // host_name(); "" where it names none
  bool names_a_server = false;          // with whatever name
  bool has_encrypted_hello = false;
};

// Could these octets, the first of a direction, begin a ClientHello? For a quick look; few octets say yes.
bool may_begin_tls_hello(Bytes stream);

// From the first octet of the client's stream: a hello in one record or in several.
NameOutcome read_tls_hello(Bytes stream, TlsHelloFacts& facts);

// From the first octet of the handshake message, as QUIC carries it.
NameOutcome read_client_hello(Bytes handshake, TlsHelloFacts& facts);

// What JA3 takes the MD5 of, and that: 32 hexadecimal digits.
std::string ja3_text(const TlsHelloFacts& facts);
std::string ja3(const TlsHelloFacts& facts);
std::string ja4(const TlsHelloFacts& facts, bool is_quic);

// With both fingerprints. A protocol that is not printable ASCII (a GREASE value) is left out.
TlsHello tls_hello(const TlsHelloFacts& facts, bool is_quic);

}  // namespace davy::flow
