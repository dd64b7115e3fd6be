#include "flow/dissect/names/tls_hello.hpp"

#include <algorithm>

#include "base/limits.hpp"

namespace davy::flow {
namespace {

constexpr std::size_t random_octets = 32;
constexpr std::size_t session_octets_max = 32;
constexpr std::uint8_t name_type_host = 0;

enum Extension : std::uint16_t {  // IANA, TLS ExtensionType Values
  server_name = 0,
  supported_groups = 10,
  ec_point_formats = 11,
  signature_algorithms = 13,
  alpn = 16,
  supported_versions = 43,
  encrypted_client_hello = 0xfe0d,
};

// 0x0a0a, 0x1a1a … 0xfafa.
bool is_grease(std::uint16_t value) {
  return (value & 0x0f0f) == 0x0a0a && value >> 8 == (value & 0xff);
}

// A list of two-octet values, whole; false where its length is odd.
bool take_values(Bytes list, Bytes& values) {
  if (list.size() % 2 != 0) return false;
  values = list;
  return true;
}

// What a length of one or two octets says is all that the extension holds.
Bytes list_of_u8(ByteReader& reader) { return reader.bytes(reader.u8()); }
Bytes list_of_u16(ByteReader& reader) { return reader.bytes(reader.be16()); }
bool ended(const ByteReader& reader) { return !reader.failed() && reader.remaining() == 0; }

bool read_server_name(ByteReader& reader, TlsHelloFacts& facts) {
  facts.names_a_server = true;
  ByteReader names(list_of_u16(reader));
  while (names.remaining() > 0) {
    const std::uint8_t type = names.u8();
    const Bytes text = list_of_u16(names);
    if (names.failed()) return false;
    if (type == name_type_host && facts.server_name.empty()) {
      facts.server_name = host_name(as_text(text));
    }
  }
  return ended(reader);
}

bool read_alpn(ByteReader& reader, TlsHelloFacts& facts) {
  ByteReader protocols(list_of_u16(reader));
  facts.first_alpn = as_text(list_of_u8(protocols));
  return ended(reader) && !protocols.failed();
}

bool read_extension(std::uint16_t type, Bytes content, TlsHelloFacts& facts) {
  ByteReader reader(content);
  switch (type) {
    case server_name:
      return read_server_name(reader, facts);
    case supported_groups:
      return take_values(list_of_u16(reader), facts.groups) && ended(reader);
    case signature_algorithms:
      return take_values(list_of_u16(reader), facts.signature_algorithms) && ended(reader);
    case supported_versions:
      return take_values(list_of_u8(reader), facts.versions) && ended(reader);
    case ec_point_formats:
      facts.point_formats = list_of_u8(reader);
      return ended(reader);
    case alpn:
      return read_alpn(reader, facts);
    case encrypted_client_hello:
      facts.has_encrypted_hello = true;
      return true;
    default:
      return true;
  }
}

// What is there of the extensions; false where one contradicts itself.
bool read_extensions(ByteReader& reader, TlsHelloFacts& facts) {
  const Bytes all = reader.rest();
  while (reader.remaining() > 0) {
    const std::uint16_t type = reader.be16();
    const Bytes content = list_of_u16(reader);
    if (reader.failed()) return true;
    facts.extensions = all.first(all.size() - reader.remaining());
    if (!read_extension(type, content, facts)) return false;
  }
  return true;
}

// The body of a hello, or the beginning of one. The reader has failed where octets were missing.
bool read_body(ByteReader& reader, TlsHelloFacts& facts) {
  facts.legacy_version = reader.be16();
  if (!reader.failed() && facts.legacy_version >> 8 != 3) return false;
  reader.skip(random_octets);
  const std::uint8_t session_octets = reader.u8();
  if (session_octets > session_octets_max) return false;
  reader.skip(session_octets);
  const Bytes ciphers = list_of_u16(reader);
  if (reader.failed()) return true;
  if (ciphers.empty() || !take_values(ciphers, facts.ciphers)) return false;
  if (list_of_u8(reader).empty() && !reader.failed()) return false;  // compression: null at least
  if (reader.failed() || reader.remaining() == 0) return true;       // SSL 3 had no extensions
  const std::uint16_t octets = reader.be16();
  if (reader.failed()) return true;
  ByteReader extensions(reader.rest().first(std::min<std::size_t>(octets, reader.remaining())));
  reader.skip(octets);
  const bool missing = reader.failed();
  if (!read_extensions(extensions, facts)) return false;
  return !extensions.failed() || missing;
}

}  // namespace

std::vector<std::uint16_t> tls_values(Bytes list) {
  std::vector<std::uint16_t> values;
  values.reserve(list.size() / 2);
  for (ByteReader reader(list); reader.remaining() > 0;) {
    const std::uint16_t value = reader.be16();
    if (!is_grease(value)) values.push_back(value);
  }
  return values;
}

std::vector<std::uint16_t> tls_extension_types(Bytes extensions) {
  std::vector<std::uint16_t> types;
  for (ByteReader reader(extensions); reader.remaining() > 0;) {
    const std::uint16_t type = reader.be16();
    if (!is_grease(type)) types.push_back(type);
    list_of_u16(reader);
  }
  return types;
}

bool may_begin_tls_hello(Bytes stream) {
  if (stream.size() < 6) return !stream.empty() && stream[0] == tls::handshake_record;
  return stream[0] == tls::handshake_record && stream[1] == 3 && stream[2] <= 4 &&
         stream[5] == tls::client_hello;
}

NameOutcome read_client_hello(Bytes handshake, TlsHelloFacts& facts) {
  facts = {};
  facts.message = handshake;
  if (handshake.empty()) return NameOutcome::incomplete;
  ByteReader reader(handshake);
  if (reader.u8() != tls::client_hello) return NameOutcome::other;
  const std::uint32_t octets = reader.be24();
  if (reader.failed()) return NameOutcome::incomplete;
  if (octets > limits::tls_hello_octets_max - tls::message_header_octets) {
    return NameOutcome::malformed;
  }
  const bool whole = reader.remaining() >= octets;
  if (whole) facts.message = handshake.first(tls::message_header_octets + octets);
  ByteReader body(whole ? reader.bytes(octets) : reader.rest());
  if (!read_body(body, facts)) return NameOutcome::malformed;
  if (!whole) return NameOutcome::incomplete;
  return ended(body) ? NameOutcome::complete : NameOutcome::malformed;
}

NameOutcome read_tls_hello(Bytes stream, TlsHandshake& handshake, TlsHelloFacts& facts) {
  facts = {};
  if (!stream.empty() && !may_begin_tls_hello(stream)) return NameOutcome::other;
  const NameOutcome records = handshake.read(stream, limits::tls_hello_octets_max);
  if (records == NameOutcome::other) return records;
  const NameOutcome hello = read_client_hello(handshake.octets(), facts);
  const bool will_not_come = records != NameOutcome::incomplete;
  return hello == NameOutcome::incomplete && will_not_come ? NameOutcome::malformed : hello;
}

}  // namespace davy::flow
