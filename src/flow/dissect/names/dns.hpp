// One DNS message: what was asked, and which addresses were given for it.
//
// Units:   a time to live in seconds.
// Shape:   two steps. dns_question() reads the name alone, without allocating: it is asked for every packet from port 53,
//          and nearly all names are of no interest. read_dns() reads the answers of those few. Queries and answers both;
//          only standard queries of one question in class IN, so that mDNS (port 5353, no questions in its answers) is not
//          DNS here. Names as in flow/names_record.hpp; "" for one that is no host name.
// Errors:  other = no such message. malformed = its header is one and the rest contradicts it; what was read before that
//          stays. A message that the capture has cut reads as malformed: give whole ones only.
// Bounds:  limits::dns_names_max answers, limits::dns_pointers_max pointers of one name, each to a place further ahead.
// Threads: pure functions.
// Source:  RFC 1035 section 4, RFC 2181 section 8, RFC 3596 (AAAA), RFC 9460 (SVCB, HTTPS), RFC 9619 (one question).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_reader.hpp"
#include "base/ip_address.hpp"
#include "flow/dissect/names/name_outcome.hpp"

namespace davy::flow {

namespace dns_type {
inline constexpr std::uint16_t a = 1;
inline constexpr std::uint16_t cname = 5;
inline constexpr std::uint16_t aaaa = 28;
inline constexpr std::uint16_t svcb = 64;
inline constexpr std::uint16_t https = 65;
}  // namespace dns_type

inline constexpr std::size_t dns_name_octets_max = 253;  // as text, RFC 1035 section 2.3.4

// A name as text: labels in lower case between dots.
struct DnsName {
  std::string_view text() const { return {octets.data(), size}; }
  // "" where it is no host name.
  std::string_view host() const { return is_host ? text() : std::string_view{}; }

  std::array<char, dns_name_octets_max>
      octets;  // `size` of them are set: not cleared for each packet
  std::uint8_t size = 0;
  bool is_host = false;
};

struct DnsQuestion {
  std::string_view name() const { return asked.host(); }

  DnsName asked;
  std::uint16_t type = 0;
  std::uint8_t response_code = 0;  // 0 no error, 2 server failure, 3 no such name
  bool is_response = false;
  bool is_truncated = false;
};

NameOutcome dns_question(Bytes message, DnsQuestion& question);

struct DnsAddress {
  IpAddress address;
  // The shortest on the way from the name that was asked: a canonical name may be given for a shorter time.
  std::uint32_t time_to_live_s = 0;
};

struct DnsMessage {
  bool is_answer() const { return is_response && response_code == 0; }
  bool says_no_such_name() const { return is_response && response_code == 3; }
  // The client was told that the name has none, or none of that kind.
  bool says_no_address() const {
    return says_no_such_name() || (is_answer() && !is_truncated && addresses.empty());
  }

  std::string question;
  std::uint16_t type = 0;
  std::uint8_t response_code = 0;
  bool is_response = false;
  bool is_truncated = false;
  bool is_cut = false;  // there were more answers than limits::dns_names_max
  // Other names of the same thing, from the question on: the alias may be innocent and these the pool's.
  std::vector<std::string> canonical_names;
  std::vector<DnsAddress> addresses;  // of the question and its canonical names, each once
};

NameOutcome read_dns(Bytes octets, DnsMessage& message);

// Takes the first message from what is there of a DNS stream over TCP, whose messages have their length before them (RFC
// 1035 section 4.2.2); nothing while it is not whole.
std::optional<Bytes> take_dns_message(Bytes& stream);

}  // namespace davy::flow
