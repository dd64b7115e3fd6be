// Names that the two ends of a flow call themselves or each other, and names that clients looked up.
//
// Units:   times UTC nanoseconds; a time to live in seconds.
// Shape:   host names are lower case, without a trailing dot, at most 253 octets, and hold only letters, digits, '.', '-',
//          '_' (is_host_name()); what is not a host name is left out. Fingerprints are those of the client's hello.
// Privacy: names of services only; no user name, path or query.
// Threads: values.
// Source:  RFC 1035, RFC 6066 (SNI), RFC 9110 (Host); JA3 (Salesforce, 2017), JA4 (FoxIO, 2023).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_reader.hpp"
#include "base/ip_address.hpp"
#include "base/time.hpp"

namespace davy::flow {

enum class NameSource : std::uint8_t {
  none,
  tls_server_name,   // SNI of a ClientHello on TCP
  quic_server_name,  // SNI of the ClientHello in a QUIC Initial
  tls_certificate,   // a name in the certificate that the server sent in clear (TLS 1.2 and older)
  http_host,         // Host or :authority of a request in clear
  proxy_target,      // what a client asked a SOCKS or HTTP CONNECT proxy to connect it to
  address_lookup,    // this client was given the flow's address for this name shortly before
};
std::string_view name(NameSource source);

struct HostName {
  std::string text;
  NameSource source = NameSource::none;
};

// The client's hello, as far as it tells programs apart.
struct TlsHello {
  std::string server_name;  // "" where it names none
  std::string first_alpn;   // "" where it offers none
  std::string ja3;          // 32 hexadecimal digits; "" where it was not seen
  std::string ja4;          // "t13d1516h2_8daaf6152771_b186095e22b6"
};

// The certificate that the server sent in clear to a client that named nobody. What it says is its maker's word.
struct CertificateFacts {
  std::string common_name;  // of the subject; "" where there is none, as below
  std::string organization;
  std::string organizational_unit;
  std::string issuer_organization;
  std::string sha256;                // 64 hexadecimal digits
  bool names_itself_issuer = false;  // most likely self-signed
  std::optional<int> valid_days;
};

struct NamesRecord {
  std::vector<HostName> hosts;  // each once, at most limits::host_names_per_flow_max
  std::optional<CertificateFacts> certificate = {};
  TlsHello hello;
  bool hello_seen = false;
};

// A name that a client looked up, and one address that it was given for it. Without an address: asked, and told that
// there is none, or no answer was seen.
struct AddressLookup {
  Timestamp time;
  IpAddress client;
  IpAddress resolver;  // all zero: not told
  std::string name;
  IpAddress address;
  bool has_address = false;
  std::uint32_t time_to_live_s = 0;
};

// Which names and addresses are worth keeping. Shared by all threads: const and without state.
class NameJudge {
 public:
  virtual ~NameJudge() = default;
  virtual bool wants(std::string_view host) const = 0;  // as host_name() makes it
  virtual bool wants(const IpAddress& address) const = 0;
  virtual bool wants(const CertificateFacts&) const { return false; }
  // Could a certificate, as sent, be one of them? Cheap: to take it apart costs forty times as much as a hello.
  virtual bool may_want(Bytes) const { return false; }
};

// Is anything of it worth keeping?
bool is_any_wanted(const NamesRecord& names, const NameJudge& judge);

// Adds a name that is new; false where it is no host name, or there is no room.
bool add_host(NamesRecord& names, std::string_view text, NameSource source);

bool is_host_name(std::string_view text);
// Lower case, without a trailing dot; "" where it is no host name.
std::string host_name(std::string_view text);

}  // namespace davy::flow
