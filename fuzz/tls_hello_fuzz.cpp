// One direction of a TLS stream, as a client's hello and as a server's certificate: reading less of it never says something
// else than reading all, and the same hello in other records is the same hello.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "flow/dissect/names/tls_certificate.hpp"
#include "flow/dissect/names/tls_hello.hpp"
#include "flow/dissect/names/tls_records.hpp"

namespace {

using namespace davy;
using namespace davy::flow;

void require(bool held) {
  if (!held) std::abort();
}

std::vector<std::uint8_t> in_records(Bytes handshake, std::size_t octets_max) {
  std::vector<std::uint8_t> out;
  while (!handshake.empty()) {
    const std::size_t octets = std::min(octets_max, handshake.size());
    const std::array<std::uint8_t, 5> header{tls::handshake_record, 3, 1,
                                             static_cast<std::uint8_t>(octets >> 8),
                                             static_cast<std::uint8_t>(octets & 0xff)};
    out.insert(out.end(), header.begin(), header.end());
    out.insert(out.end(), handshake.begin(), handshake.begin() + static_cast<long>(octets));
    handshake = handshake.subspan(octets);
  }
  return out;
}

void check_hello(Bytes stream) {
  TlsHandshake handshake;
  TlsHelloFacts facts;
  const NameOutcome whole = read_tls_hello(stream, handshake, facts);
  require(whole != NameOutcome::complete || may_begin_tls_hello(stream));
  const TlsHello hello = tls_hello(facts, false);
  require(hello.ja3.size() == 32 && hello.ja4.size() == 36);
  require(hello.server_name == host_name(hello.server_name));
  TlsHelloFacts again;
  read_client_hello(facts.message, again);
  require(ja3_text(again) == ja3_text(facts) && again.server_name == facts.server_name);
  for (const std::size_t part : {stream.size() / 2, stream.size() - stream.size() / 8}) {
    TlsHandshake part_of_it;
    TlsHelloFacts less;
    const NameOutcome cut = read_tls_hello(stream.first(part), part_of_it, less);
    require(cut == NameOutcome::incomplete || cut == whole || part == 0);
    require(less.extensions.size() <= facts.extensions.size() || cut == NameOutcome::malformed);
  }
}

void check_message(Bytes handshake) {
  TlsHelloFacts facts;
  if (read_client_hello(handshake, facts) != NameOutcome::complete) return;
  const std::string expected = ja4(facts, true) + ja3_text(facts) + facts.server_name;
  for (const std::size_t octets : {7, 16384}) {
    const std::vector<std::uint8_t> stream = in_records(handshake, octets);
    TlsHandshake together;
    TlsHelloFacts again;
    require(read_tls_hello(stream, together, again) == NameOutcome::complete);
    require(ja4(again, true) + ja3_text(again) + again.server_name == expected);
  }
}

void check_certificate(Bytes stream) {
  TlsCertificate certificate;
  const NameOutcome read = read_tls_certificate(stream, certificate);
  require((read == NameOutcome::complete) == (certificate.sha256.size() == 64));
  require(certificate.host_names.size() <= limits::host_names_per_flow_max);
  for (const std::string& name : certificate.host_names) require(host_name(name) == name);
  for (const CertificateName* who : {&certificate.subject, &certificate.issuer}) {
    require(who->common_name.size() <= limits::text_field_octets_max);
    require(who->organization.size() <= limits::text_field_octets_max);
    require(who->organizational_unit.size() <= limits::text_field_octets_max);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes octets{data, size};
  check_hello(octets);
  check_message(octets);
  check_certificate(octets);
  read_certificate(octets);
  return 0;
}
