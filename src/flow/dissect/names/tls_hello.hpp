// A client's TLS hello: whom it names, what it offers, and the fingerprints that are made of that.
//
// Shape:   reading is cheap, fingerprints are not: they are made from the facts when somebody wants them. The facts point
//          into the octets that were read and copy none but the name; lists are in the order of the hello. tls_values()
//          leaves out GREASE values (RFC 8701), as both fingerprints do. With Encrypted Client Hello the name here is that
//          of the outer hello, the provider's and not the service's: has_encrypted_hello.
// Errors:  other = not a ClientHello. incomplete = give more octets of the same stream, from its first; what is there
//          already stands in the facts, which helps where a capture keeps only the heads of packets. malformed = it
//          contradicts itself, or is longer than limits::tls_hello_octets_max.
// Threads: pure functions.
// Source:  RFC 8446 section 4.1.2, RFC 6066 section 3, RFC 7301 (ALPN), RFC 9849 (ECH); JA3 by its description (Salesforce,
//          2017), JA4 by its technical details (FoxIO, 2023; JA4 itself is free, BSD).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_reader.hpp"
#include "flow/dissect/names/name_outcome.hpp"
#include "flow/dissect/names/tls_records.hpp"
#include "flow/names_record.hpp"

namespace davy::flow {

struct TlsHelloFacts {
  // The hello as far as it is there: read_client_hello() reads the same facts from it again.
  Bytes message;
  std::uint16_t legacy_version = 0;
  Bytes ciphers;  // lists as sent: values of two octets
  Bytes groups;
  Bytes signature_algorithms;
  Bytes versions;               // extension supported_versions
  Bytes extensions;             // whole ones, each with its content
  Bytes point_formats;          // values of one octet
  std::string_view first_alpn;  // octets as sent
  std::string server_name;      // host_name(); "" where it names none
  bool names_a_server = false;  // with whatever name
  bool has_encrypted_hello = false;
};

// Without GREASE.
std::vector<std::uint16_t> tls_values(Bytes list);
std::vector<std::uint16_t> tls_extension_types(Bytes extensions);

// Could these octets, the first of a direction, begin a ClientHello? For a quick look; few octets say yes.
bool may_begin_tls_hello(Bytes stream);

// From the first octet of the client's stream: a hello in one record or in several. What it is put together from stands
// in `handshake`, for as long as the facts are used.
NameOutcome read_tls_hello(Bytes stream, TlsHandshake& handshake, TlsHelloFacts& facts);

// From the first octet of the handshake message, as QUIC carries it.
NameOutcome read_client_hello(Bytes handshake, TlsHelloFacts& facts);

// What JA3 takes the MD5 of, and that: 32 hexadecimal digits.
std::string ja3_text(const TlsHelloFacts& facts);
std::string ja3(const TlsHelloFacts& facts);
std::string ja4(const TlsHelloFacts& facts, bool is_quic);

// With both fingerprints. A protocol that is not printable ASCII (a GREASE value) is left out.
TlsHello tls_hello(const TlsHelloFacts& facts, bool is_quic);

}  // namespace davy::flow
