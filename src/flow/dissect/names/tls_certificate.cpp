#include "flow/dissect/names/tls_certificate.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/sha.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

#include "base/limits.hpp"
#include "flow/dissect/names/tls_records.hpp"
#include "flow/names_record.hpp"

namespace davy::flow {
namespace {

constexpr std::uint8_t server_hello = 2;
constexpr std::uint8_t hello_request = 0;
constexpr std::string_view wildcard = "*.";

struct FreeX509 {
  void operator()(X509* certificate) const { X509_free(certificate); }
};
struct FreeNames {
  void operator()(GENERAL_NAMES* names) const { GENERAL_NAMES_free(names); }
};
struct FreeText {
  void operator()(unsigned char* text) const { OPENSSL_free(text); }
};

// Cut at the bound, and not inside a character.
std::string cut(std::string_view text) {
  if (text.size() > limits::text_field_octets_max) {
    std::size_t end = limits::text_field_octets_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    text = text.substr(0, end);
  }
  std::string kept(text);
  std::erase_if(kept, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; });
  return kept;
}

std::string field(const X509_NAME* name, int kind) {
  const int at = X509_NAME_get_index_by_NID(name, kind, -1);
  if (at < 0) return {};
  unsigned char* utf8 = nullptr;
  const ASN1_STRING* value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at));
  const int octets = ASN1_STRING_to_UTF8(&utf8, value);
  if (octets < 0) return {};
  const std::unique_ptr<unsigned char, FreeText> owner(utf8);
  return cut(as_text({utf8, static_cast<std::size_t>(octets)}));
}

CertificateName fields(const X509_NAME* name) {
  if (name == nullptr) return {};
  return {field(name, NID_commonName), field(name, NID_organizationName),
          field(name, NID_organizationalUnitName)};
}

void add_host(std::string_view text, std::vector<std::string>& hosts) {
  if (hosts.size() == limits::host_names_per_flow_max) return;
  if (text.starts_with(wildcard)) text.remove_prefix(wildcard.size());
  std::string host = host_name(text);
  if (!host.empty() && std::ranges::find(hosts, host) == hosts.end()) {
    hosts.push_back(std::move(host));
  }
}

std::vector<std::string> alternative_names(const X509* x509) {
  std::vector<std::string> hosts;
  const std::unique_ptr<GENERAL_NAMES, FreeNames> names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(x509, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; names != nullptr && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_DNS) continue;
    const ASN1_STRING* text = name->d.dNSName;
    const auto octets = static_cast<std::size_t>(ASN1_STRING_length(text));
    add_host(as_text({ASN1_STRING_get0_data(text), octets}), hosts);
  }
  return hosts;
}

std::optional<int> valid_days(const X509* x509) {
  int days = 0;
  int rest_s = 0;
  const ASN1_TIME* first = X509_get0_notBefore(x509);
  if (ASN1_TIME_diff(&days, &rest_s, first, X509_get0_notAfter(x509)) != 1) return {};
  return days;
}

std::string sha256_digits(Bytes octets) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(octets.data(), octets.size(), digest.data());
  std::string digits;
  for (const unsigned char octet : digest) digits += fmt::format("{:02x}", octet);
  return digits;
}

// A Certificate message without its header, as much as is there of it.
NameOutcome read_leaf(ByteReader message, bool whole, TlsCertificate& certificate) {
  message.be24();  // octets of all certificates
  const std::uint32_t octets = message.be24();
  const Bytes der = message.bytes(octets);
  if (message.failed()) return whole ? NameOutcome::malformed : NameOutcome::incomplete;
  std::optional<TlsCertificate> read = read_certificate(der);
  if (!read) return NameOutcome::malformed;
  certificate = std::move(*read);
  return NameOutcome::complete;
}

// Handshake messages one after another, up to the first Certificate.
NameOutcome find_certificate(Bytes handshake, TlsCertificate& certificate) {
  ByteReader reader(handshake);
  bool first = true;
  while (reader.remaining() >= tls::message_header_octets) {
    const std::uint8_t type = reader.u8();
    const std::uint32_t octets = reader.be24();
    const bool whole = octets <= reader.remaining();
    const Bytes body = reader.bytes(std::min<std::size_t>(octets, reader.remaining()));
    if (type == tls::certificate) return read_leaf(ByteReader(body), whole, certificate);
    if (first && type == tls::client_hello) return NameOutcome::other;
    if (type != server_hello && type != hello_request) return NameOutcome::other;
    first = false;
  }
  return NameOutcome::incomplete;
}

}  // namespace

std::optional<TlsCertificate> read_certificate(Bytes der) {
  const unsigned char* at = der.data();
  const std::unique_ptr<X509, FreeX509> x509(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  TlsCertificate certificate;
  if (x509 != nullptr && at == der.data() + der.size()) {
    const X509_NAME* subject = X509_get_subject_name(x509.get());
    const X509_NAME* issuer = X509_get_issuer_name(x509.get());
    certificate = {alternative_names(x509.get()),       fields(subject),        fields(issuer),
                   X509_NAME_cmp(subject, issuer) == 0, valid_days(x509.get()), sha256_digits(der)};
    if (certificate.host_names.empty()) {
      add_host(certificate.subject.common_name, certificate.host_names);
    }
  }
  ERR_clear_error();  // what OpenSSL notes of bad input would pile up in this thread
  return certificate.sha256.empty() ? std::nullopt : std::optional(std::move(certificate));
}

NameOutcome read_tls_certificate(Bytes stream, TlsCertificate& certificate) {
  certificate = {};
  TlsHandshake handshake;
  const NameOutcome records = handshake.read(stream, limits::certificates_octets_max);
  if (records == NameOutcome::other) return records;
  const NameOutcome found = find_certificate(handshake.octets(), certificate);
  if (found != NameOutcome::incomplete) return found;
  // Nothing more will come in clear, or not within the bound.
  if (records == NameOutcome::complete) return NameOutcome::other;
  const bool at_bound = handshake.octets().size() == limits::certificates_octets_max;
  return at_bound ? NameOutcome::malformed : records;
}

}  // namespace davy::flow
