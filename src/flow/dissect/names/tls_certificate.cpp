#include "flow/dissect/names/tls_certificate.hpp"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

#include "base/hex.hpp"
#include "base/limits.hpp"
#include "base/sha256.hpp"
#include "flow/dissect/names/tls_records.hpp"
#include "flow/names_record.hpp"

namespace davy::flow {
namespace {

constexpr std::uint8_t server_hello = 2;
constexpr std::uint8_t hello_request = 0;
constexpr std::string_view wildcard = "*.";

struct FreeOpenSsl {
  void operator()(X509_NAME* name) const { X509_NAME_free(name); }
  void operator()(ASN1_TIME* time) const { ASN1_TIME_free(time); }
  void operator()(GENERAL_NAMES* names) const { GENERAL_NAMES_free(names); }
  void operator()(X509_EXTENSIONS* list) const {
    sk_X509_EXTENSION_pop_free(list, X509_EXTENSION_free);
  }
  void operator()(unsigned char* text) const { OPENSSL_free(text); }
};
template <typename T>
using Owned = std::unique_ptr<T, FreeOpenSsl>;

struct DerValue {
  Bytes whole;
  Bytes content;
};

constexpr int context_class = V_ASN1_CONTEXT_SPECIFIC;

// Takes the next value where it has that tag.
std::optional<DerValue> take(Bytes& rest, int tag, int tag_class = V_ASN1_UNIVERSAL) {
  if (rest.empty()) return {};
  const unsigned char* at = rest.data();
  long octets = 0;
  int found_tag = 0;
  int found_class = 0;
  const int form =
      ASN1_get_object(&at, &octets, &found_tag, &found_class, static_cast<long>(rest.size()));
  const bool bad = (form & 0x81) != 0;  // an error, or a length that only an end mark tells
  if (bad || found_tag != tag || found_class != tag_class) return {};
  const auto header = static_cast<std::size_t>(at - rest.data());
  const Bytes whole = rest.first(header + static_cast<std::size_t>(octets));
  rest = rest.subspan(whole.size());
  return DerValue{whole, whole.subspan(header)};
}

template <typename T>
Owned<T> decode(T* (*d2i)(T**, const unsigned char**, long), const std::optional<DerValue>& value) {
  if (!value) return {};
  const unsigned char* at = value->whole.data();
  return Owned<T>(d2i(nullptr, &at, static_cast<long>(value->whole.size())));
}

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
  const Owned<unsigned char> owner(utf8);
  return cut(as_text({utf8, static_cast<std::size_t>(octets)}));
}

CertificateName fields(const X509_NAME* name) {
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

std::vector<std::string> alternative_names(const X509_EXTENSIONS* extensions) {
  std::vector<std::string> hosts;
  const Owned<GENERAL_NAMES> names(static_cast<GENERAL_NAMES*>(
      X509V3_get_d2i(extensions, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; names != nullptr && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_DNS) continue;
    const ASN1_STRING* text = name->d.dNSName;
    const auto octets = static_cast<std::size_t>(ASN1_STRING_length(text));
    add_host(as_text({ASN1_STRING_get0_data(text), octets}), hosts);
  }
  return hosts;
}

// A time comes in one of two forms: a year of two digits, or of four.
Owned<ASN1_TIME> take_time(Bytes& rest) {
  std::optional<DerValue> value = take(rest, V_ASN1_UTCTIME);
  return decode(d2i_ASN1_TIME, value ? value : take(rest, V_ASN1_GENERALIZEDTIME));
}

std::optional<int> valid_days(Bytes validity) {
  const Owned<ASN1_TIME> first = take_time(validity);
  const Owned<ASN1_TIME> last = take_time(validity);
  int days = 0;
  int rest_s = 0;
  if (!first || !last || ASN1_TIME_diff(&days, &rest_s, first.get(), last.get()) != 1) return {};
  return days;
}

// A Certificate message without its header, as much as is there of it.
NameOutcome take_leaf(ByteReader message, bool whole, std::vector<std::uint8_t>& der) {
  message.be24();  // octets of all certificates
  const std::uint32_t octets = message.be24();
  const Bytes leaf = message.bytes(octets);
  if (message.failed()) return whole ? NameOutcome::malformed : NameOutcome::incomplete;
  der.assign(leaf.begin(), leaf.end());
  return NameOutcome::complete;
}

// Handshake messages one after another, up to the first Certificate.
NameOutcome find_certificate(Bytes handshake, std::vector<std::uint8_t>& der) {
  ByteReader reader(handshake);
  bool first = true;
  while (reader.remaining() >= tls::message_header_octets) {
    const std::uint8_t type = reader.u8();
    const std::uint32_t octets = reader.be24();
    const bool whole = octets <= reader.remaining();
    const Bytes body = reader.bytes(std::min<std::size_t>(octets, reader.remaining()));
    if (type == tls::certificate) return take_leaf(ByteReader(body), whole, der);
    if (first && type == tls::client_hello) return NameOutcome::other;
    if (type != server_hello && type != hello_request) return NameOutcome::other;
    first = false;
  }
  return NameOutcome::incomplete;
}

// RFC 5280 section 4.1. Field by field, and not by d2i_X509(): that takes the public key apart too, which costs a hundred
// times as much as all that is read here.
std::optional<TlsCertificate> read_content(Bytes content) {
  const auto signed_part = take(content, V_ASN1_SEQUENCE);
  if (!signed_part) return {};
  Bytes rest = signed_part->content;
  take(rest, 0, context_class);  // version, which the first one leaves out
  const bool begun = take(rest, V_ASN1_INTEGER) && take(rest, V_ASN1_SEQUENCE);
  const Owned<X509_NAME> issuer = decode(d2i_X509_NAME, take(rest, V_ASN1_SEQUENCE));
  const auto validity = take(rest, V_ASN1_SEQUENCE);
  const Owned<X509_NAME> subject = decode(d2i_X509_NAME, take(rest, V_ASN1_SEQUENCE));
  if (!begun || !issuer || !validity || !subject || !take(rest, V_ASN1_SEQUENCE)) return {};
  take(rest, 1, context_class);  // unique identifiers
  take(rest, 2, context_class);
  auto list = take(rest, 3, context_class);
  if (list) list = take(list->content, V_ASN1_SEQUENCE);
  const Owned<X509_EXTENSIONS> extensions = decode(d2i_X509_EXTENSIONS, list);
  TlsCertificate certificate{.host_names = alternative_names(extensions.get()),
                             .subject = fields(subject.get()),
                             .issuer = fields(issuer.get()),
                             .names_itself_issuer = X509_NAME_cmp(subject.get(), issuer.get()) == 0,
                             .valid_days = valid_days(validity->content),
                             .sha256 = {}};
  if (certificate.host_names.empty()) {
    add_host(certificate.subject.common_name, certificate.host_names);
  }
  return certificate;
}

}  // namespace

std::optional<TlsCertificate> read_certificate(Bytes der) {
  const auto outer = take(der, V_ASN1_SEQUENCE);
  std::optional<TlsCertificate> certificate;
  if (outer && der.empty()) certificate = read_content(outer->content);
  if (certificate) certificate->sha256 = to_hex(sha256(outer->whole));
  ERR_clear_error();  // what OpenSSL notes of bad input would pile up in this thread
  return certificate;
}

NameOutcome find_tls_certificate(Bytes stream, std::vector<std::uint8_t>& der) {
  TlsHandshake handshake;
  const NameOutcome records = handshake.read(stream, limits::certificates_octets_max);
  if (records == NameOutcome::other) return records;
  const NameOutcome found = find_certificate(handshake.octets(), der);
  if (found != NameOutcome::incomplete) return found;
  // Nothing more will come in clear, or not within the bound.
  if (records == NameOutcome::complete) return NameOutcome::other;
  const bool at_bound = handshake.octets().size() == limits::certificates_octets_max;
  return at_bound ? NameOutcome::malformed : records;
}

NameOutcome read_tls_certificate(Bytes stream, TlsCertificate& certificate) {
  certificate = {};
  std::vector<std::uint8_t> der;
  const NameOutcome found = find_tls_certificate(stream, der);
  if (found != NameOutcome::complete) return found;
  std::optional<TlsCertificate> read = read_certificate(der);
  if (!read) return NameOutcome::malformed;
  certificate = std::move(*read);
  return NameOutcome::complete;
}

}  // namespace davy::flow
