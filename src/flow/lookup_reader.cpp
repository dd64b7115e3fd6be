#include "flow/lookup_reader.hpp"

#include <algorithm>

namespace davy::flow {

void LookupReader::from_server(const capture::Packet& packet, std::vector<AddressLookup>& out) {
  if (judge_ == nullptr) return;
  AddressLookup ends;
  ends.time = packet.time;
  ends.client = packet.destination;
  ends.resolver = packet.source;
  if (packet.transport == capture::Transport::udp) {
    if (packet.payload_octets == packet.payload_wire_octets) answer(packet.payload(), ends, out);
    return;
  }
  connections_.segment(packet, [&](Bytes message, Timestamp time) {
    ends.time = time;
    return answer(message, ends, out) == NameOutcome::complete && question_.is_response;
  });
}

NameOutcome LookupReader::answer(Bytes octets, const AddressLookup& ends,
                                 std::vector<AddressLookup>& out) {
  const NameOutcome asked = dns_question(octets, question_);
  if (asked == NameOutcome::malformed) ++malformed_;
  if (asked != NameOutcome::complete || !question_.is_response || question_.name().empty() ||
      !judge_->wants(question_.name()))
    return asked;
  DnsMessage message;
  if (read_dns(octets, message) == NameOutcome::malformed) ++malformed_;
  AddressLookup lookup = ends;
  lookup.name = message.question;
  if (told_ + message.addresses.size() >= lookups_max_) {
    ++left_out_;
    return asked;
  }
  told_ += std::max<std::size_t>(message.addresses.size(), 1);
  if (message.addresses.empty()) out.push_back(lookup);
  for (const DnsAddress& given : message.addresses) {
    lookup.address = given.address;
    lookup.has_address = true;
    lookup.time_to_live_s = given.time_to_live_s;
    out.push_back(lookup);
  }
  return asked;
}

MalformedCounts LookupReader::malformed() const {
  MalformedCounts counts = connections_.malformed();
  counts.add(Malformed::name, malformed_);
  return counts;
}

}  // namespace davy::flow
