// The certificate that a TLS server sent in clear (TLS 1.2 and older): whom it names, and who made it.
//
// Units:   whole days.
// Shape:   the leaf alone. Host names as in flow/names_record.hpp; "*.pool.example" is given as "pool.example", for a rule
//          about a domain holds for what is below it. Text is UTF-8, whatever the certificate writes it in, without control
//          characters. Nothing is verified: a certificate says what its maker wants.
// Errors:  other = no certificate is to come: no server's handshake, TLS 1.3, a resumed session. incomplete = give more
//          octets of the same stream, from its first. malformed = it contradicts itself, is no X.509 certificate, or the
//          leaf does not end within limits::certificates_octets_max.
// Bounds:  limits::host_names_per_flow_max names, limits::text_field_octets_max octets a text.
// Threads: pure functions.
// Source:  RFC 5246 section 7.4.2, RFC 5280 section 4.1, RFC 6125 section 6.4 (subjectAltName before CN).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/byte_reader.hpp"
#include "flow/dissect/names/name_outcome.hpp"

namespace davy::flow {

struct CertificateName {
  std::string common_name;  // "" where there is none
  std::string organization;
  std::string organizational_unit;
};

struct TlsCertificate {
  std::vector<std::string>
      host_names;  // subjectAltName dNSName; the subject's CN where there is none of those
  CertificateName subject;
  CertificateName issuer;
  bool names_itself_issuer = false;  // its maker is its subject: most likely self-signed
  std::optional<int> valid_days;     // from the first day to the last
  std::string sha256;                // of its octets: 64 hexadecimal digits
};

// From the first octet of the server's stream.
NameOutcome read_tls_certificate(Bytes stream, TlsCertificate& certificate);

// The leaf in DER, not read yet: reading costs twenty times as much as finding.
NameOutcome find_tls_certificate(Bytes stream, std::vector<std::uint8_t>& der);

// One certificate in DER; nothing where it is none.
std::optional<TlsCertificate> read_certificate(Bytes der);

}  // namespace davy::flow
