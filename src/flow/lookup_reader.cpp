#include "flow/lookup_reader.hpp"

#include <algorithm>

namespace davy::flow {

void LookupReader::answer(const capture::Packet& packet, std::vector<AddressLookup>& out) {
  if (judge_ == nullptr || packet.payload_octets != packet.payload_wire_octets) return;
  const NameOutcome asked = dns_question(packet.payload(), question_);
  if (asked == NameOutcome::malformed) ++malformed_;
  if (asked != NameOutcome::complete || !question_.is_response || question_.name().empty() ||
      !judge_->wants(question_.name()))
    return;
  DnsMessage message;
  if (read_dns(packet.payload(), message) == NameOutcome::malformed) ++malformed_;
  AddressLookup lookup;
  lookup.time = packet.time;
  lookup.client = packet.destination;
  lookup.resolver = packet.source;
  lookup.name = message.question;
  if (told_ + message.addresses.size() >= lookups_max_) {
    ++left_out_;
    return;
  }
  told_ += std::max<std::size_t>(message.addresses.size(), 1);
  if (message.addresses.empty()) out.push_back(lookup);
  for (const DnsAddress& given : message.addresses) {
    lookup.address = given.address;
    lookup.has_address = true;
    lookup.time_to_live_s = given.time_to_live_s;
    out.push_back(lookup);
  }
}

}  // namespace davy::flow
