#include <array>

#include "base/limits.hpp"
#include "flow/export/eve_record.hpp"

namespace davy::flow {
namespace {

constexpr std::uint16_t dns_port = 53;

std::uint32_t time_to_live(std::string_view text) {
  const auto number = log_number(text);
  return number && *number <= 0xffffffffu ? static_cast<std::uint32_t>(*number) : 0u;
}

class Answers {
 public:
  void add(std::string_view address, std::uint32_t time_to_live_s) {
    const auto read = log_address(address);
    if (read && count_ < answers_.size()) answers_[count_++] = {*read, time_to_live_s};
  }
  std::span<const LookupAnswer> all() const { return {answers_.data(), count_}; }
  bool empty() const { return count_ == 0; }

 private:
  std::array<LookupAnswer, 2 * limits::log_list_items_max> answers_;  // A and AAAA
  std::size_t count_ = 0;
};

void add_answers(const EveRecord& event, Answers& answers) {
  const auto data = event.list(EveField::answer_rdata);
  const auto lasting = event.list(EveField::answer_ttl);
  for (std::size_t i = 0; i < data.size(); ++i) answers.add(data[i], time_to_live(lasting[i]));
  answers.add(event[EveField::dns_rdata], time_to_live(event[EveField::dns_ttl]));
  if (!answers.empty()) return;  // the groups repeat the same addresses, without times to live
  for (const std::string_view address : event.list(EveField::grouped_a)) answers.add(address, 0);
  for (const std::string_view address : event.list(EveField::grouped_aaaa)) answers.add(address, 0);
}

// Up to Suricata 4 an answer has the ends of its packet, later those of its flow.
bool is_from_resolver(const EveRecord& event) {
  return log_port(event[EveField::src_port]) == dns_port &&
         log_port(event[EveField::dest_port]) != dns_port;
}

std::optional<IpAddress> client_of(const EveRecord& event) {
  return log_address(event[is_from_resolver(event) ? EveField::dest_ip : EveField::src_ip]);
}

std::optional<IpAddress> resolver_of(const EveRecord& event) {
  return log_address(event[is_from_resolver(event) ? EveField::src_ip : EveField::dest_ip]);
}

}  // namespace

std::string EveDns::asked_name(const EveRecord& event, const IpAddress& client) const {
  const auto queries = event.list(EveField::query_rrname);
  std::string name = host_name(queries.empty() ? event[EveField::dns_rrname] : queries[0]);
  const bool alias = !name.empty() && name == alias_.target && client == alias_.client &&
                     event[EveField::dns_id] == alias_.id;
  return alias ? alias_.asked : name;
}

void EveDns::remember_alias(const EveRecord& event, const IpAddress& client,
                            const std::string& asked) {
  alias_ = {client, std::string(event[EveField::dns_id].substr(0, limits::text_field_octets_max)),
            asked, host_name(event[EveField::dns_rdata])};
}

void EveDns::tell(const EveRecord& event, Timestamp time, LogOutput& output) {
  const auto client = client_of(event);
  if (!client) return output.bad_line();
  AddressLookup asked;
  asked.time = time;
  asked.client = *client;
  asked.resolver = resolver_of(event).value_or(IpAddress{});
  asked.name = asked_name(event, *client);
  if (asked.name.empty()) {
    ++output.counts().other_events;
    return;
  }
  Answers answers;
  const std::string_view type = event[EveField::dns_type];
  if (type != "query" && type != "request") add_answers(event, answers);
  // Of version 1 an alias is an event of its own: the address follows in the next.
  if (event[EveField::dns_rrtype] == "CNAME" && event.has(EveField::dns_rdata)) {
    remember_alias(event, *client, asked.name);
    ++output.counts().other_events;
    return;
  }
  output.lookups(asked, answers.all());
}

}  // namespace davy::flow
