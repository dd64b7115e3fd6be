// A DNS message, and a stream of them: the quick look and the full reading agree, names are host names, all is bounded.
#include <cstdint>
#include <cstdlib>

#include "base/limits.hpp"
#include "flow/dissect/names/dns.hpp"
#include "flow/names_record.hpp"

namespace {

using namespace davy;
using namespace davy::flow;

void require(bool held) {
  if (!held) std::abort();
}

void check_names(const DnsMessage& message) {
  require(message.question.empty() || host_name(message.question) == message.question);
  require(message.canonical_names.size() <= limits::dns_names_max);
  for (const std::string& name : message.canonical_names) {
    require(is_host_name(name) && host_name(name) == name && name != message.question);
  }
}

void check(Bytes octets) {
  DnsQuestion question;
  DnsMessage message;
  const NameOutcome asked = dns_question(octets, question);
  const NameOutcome whole = read_dns(octets, message);
  require(asked != NameOutcome::incomplete && whole != NameOutcome::incomplete);
  // What the quick look refuses the reading refuses; the other way round only answers can be at fault.
  require(asked == NameOutcome::complete ? whole != NameOutcome::other : whole == asked);
  if (asked != NameOutcome::complete) return;
  require(message.question == question.name() && message.type == question.type);
  require(message.is_response == question.is_response);
  require(message.addresses.size() <= limits::dns_names_max);
  require(message.is_response || message.addresses.empty());
  check_names(message);
  for (std::size_t i = 0; i < message.addresses.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      require(message.addresses[i].address != message.addresses[j].address);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes octets{data, size};
  check(octets);
  Bytes stream = octets;
  std::size_t taken = 0;
  while (const auto message = take_dns_message(stream)) {
    taken += 2 + message->size();
    require(taken + stream.size() == size);
    check(*message);
  }
  return 0;
}
