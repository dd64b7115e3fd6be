#include "signal/network/contact.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/limits.hpp"
#include "signal/network/tls_ends.hpp"

namespace davy::signal {
namespace {

using flow::AddressLookup;
using flow::FlowRecord;
using flow::NameSource;
using flow::RelatedClass;

constexpr std::string_view detector = "contact";
// Clients keep an address for longer than they should.
constexpr Duration grace = std::chrono::minutes{10};
// A disputed row, or an address that was only given for a name, says less than a name that the flow itself carries.
constexpr double named_nats = 6, looked_up_nats = 4.5, addressed_nats = 4, disputed_nats = 2;
constexpr double recognised_nats = -4;

constexpr IndicatorFacts chia_program{.category = IndicatorCategory::storage_network,
                                      .coins = "XCH",
                                      .dialects = "",
                                      .name = "Chia node, farmer, harvester or wallet",
                                      .source = "chia-blockchain",
                                      .first_confirmed = "2026-11-22",
                                      .last_confirmed = "2026-11-22",
                                      .dispute = ""};

bool is_mining_service(IndicatorCategory category) {
  return category == IndicatorCategory::pool || category == IndicatorCategory::proxy ||
         category == IndicatorCategory::donation || category == IndicatorCategory::web_miner;
}

// Roughly who owns a name: its last two labels. Two names of one owner at one address are no sharing.
std::string_view owner(std::string_view host) {
  const std::size_t last = host.rfind('.');
  if (last == std::string_view::npos || last == 0) return host;
  const std::size_t before = host.rfind('.', last - 1);
  return before == std::string_view::npos ? host : host.substr(before + 1);
}

double strength_of(const Contact& contact) {
  if (!is_mining_service(contact.facts.category)) return recognised_nats;
  if (!contact.facts.dispute.empty()) return disputed_nats;
  if (contact.source == NameSource::none) return addressed_nats;
  return contact.source == NameSource::address_lookup ? looked_up_nats : named_nats;
}

// Mining before all else, then what says most.
void keep_better(std::optional<Contact>& best, Contact found) {
  if (!best || strength_of(found) > strength_of(*best)) best = std::move(found);
}

std::string_view how(NameSource source) {
  static constexpr std::array<std::string_view, 7> texts{
      "is in touch with",          "names in its TLS hello", "names in its QUIC hello",
      "is shown a certificate of", "asks by HTTP for",       "asks a proxy for",
      "was given this address for"};
  return texts[static_cast<std::size_t>(source)];
}

std::string_view what_it_is(IndicatorCategory category) {
  static constexpr std::array<std::string_view, indicator_categories> texts{
      "a mining pool",
      "a mining proxy or rental service",
      "where a miner program mines for its maker",
      "a web miner's service",
      "a storage network",
      "a blockchain's nodes",
      "a wallet service",
      "an exchange",
      "a price site"};
  return texts[static_cast<std::size_t>(category)];
}

}  // namespace

bool KnownNames::wants(const flow::CertificateFacts& certificate) const {
  return is_chia_certificate(certificate);
}

bool KnownNames::may_want(Bytes certificate) const { return may_be_chia_certificate(certificate); }

bool Contact::is_accusing() const {
  return is_mining_service(facts.category) && facts.dispute.empty();
}

void Contacts::learn(const AddressLookup& lookup, std::size_t input) {
  if (lookup.has_address) {
    const std::string_view who = owner(lookup.name);
    std::string address(lookup.address.octets.begin(), lookup.address.octets.end());
    if (owner_of_.size() < limits::address_lookups_max || owner_of_.contains(address)) {
      const auto [known, is_new] = owner_of_.try_emplace(std::move(address), who);
      if (!is_new && known->second != who) known->second.clear();
    }
  }
  const Indicator* row = indicators_.find(lookup.name);
  if (row == nullptr) return;
  if (known_.size() + unanswered_.size() == limits::address_lookups_max) {
    ++left_out_;
  } else if (lookup.has_address) {
    known_.emplace(Ends{lookup.client, lookup.address}, Known{lookup, row, input});
  } else {
    unanswered_.push_back({lookup, row, input});
  }
}

bool Contacts::is_shared(const IpAddress& address) const {
  const auto known = owner_of_.find({address.octets.begin(), address.octets.end()});
  return known != owner_of_.end() && known->second.empty();
}

const Contacts::Known* Contacts::given(const FlowRecord& record, bool reversed) const {
  const Ends ends = reversed ? Ends{record.key.destination_address, record.key.source_address}
                             : Ends{record.key.source_address, record.key.destination_address};
  const auto [begin, end] = known_.equal_range(ends);
  const Known* latest = nullptr;
  for (auto it = begin; it != end; ++it) {
    const Known& k = it->second;
    const Timestamp until = k.lookup.time + std::chrono::seconds{k.lookup.time_to_live_s} + grace;
    if (record.last_seen < k.lookup.time || record.first_seen > until) continue;
    if (latest == nullptr || k.lookup.time > latest->lookup.time) latest = &k;
  }
  return latest;
}

void Contacts::by_names(const FlowRecord& record, std::optional<Contact>& best) const {
  if (!record.names) return;
  for (const flow::HostName& host : record.names->hosts) {
    if (const Indicator* row = indicators_.find(host.text))
      keep_better(best, {host.text, host.source, *row->facts});
  }
}

// Every Chia program shows one that it made itself, whatever its address.
void Contacts::by_certificate(const FlowRecord& record, std::optional<Contact>& best) const {
  if (!record.names || !record.names->certificate ||
      !is_chia_certificate(*record.names->certificate))
    return;
  keep_better(best,
              {"O=Chia, OU=Organic Farming Division", NameSource::tls_certificate, chia_program});
}

void Contacts::by_lookup(const FlowRecord& record, std::optional<Contact>& best) const {
  const Known* known = given(record, false);
  IpAddress address = record.key.destination_address;
  if (known == nullptr && !record.opening_seen) {
    known = given(record, true);
    address = record.key.source_address;
  }
  if (known == nullptr || is_shared(address)) return;
  keep_better(best, {known->lookup.name, NameSource::address_lookup, *known->row->facts});
}

void Contacts::by_address(const FlowRecord& record, std::optional<Contact>& best) const {
  for (const IpAddress& address : {record.key.destination_address, record.key.source_address}) {
    const Indicator* row = indicators_.find(address);
    if (row != nullptr && !is_shared(address))
      keep_better(best, {to_string(address), NameSource::none, *row->facts});
  }
}

std::optional<Contact> Contacts::find(const FlowRecord& record) const {
  std::optional<Contact> best;
  by_names(record, best);
  by_certificate(record, best);
  by_lookup(record, best);
  by_address(record, best);
  return best;
}

void Contacts::use(const FlowRecord& record) {
  for (const Ends& ends : {Ends{record.key.source_address, record.key.destination_address},
                           Ends{record.key.destination_address, record.key.source_address}}) {
    const auto [begin, end] = known_.equal_range(ends);
    for (auto it = begin; it != end; ++it) it->second.used = true;
  }
}

std::vector<UnusedLookup> Contacts::unused() const {
  std::map<std::pair<IpAddress, std::string>, UnusedLookup> found;  // by client and name
  std::map<std::pair<IpAddress, std::string>, bool> used;
  const auto look = [&](const Known& k) {
    const std::pair key{k.lookup.client, k.lookup.name};
    used[key] = used[key] || k.used;
    if (is_mining_service(k.row->facts->category))
      found.try_emplace(
          key, UnusedLookup{
                   k.lookup, {k.lookup.name, NameSource::address_lookup, *k.row->facts}, k.input});
  };
  for (const auto& [ends, k] : known_) look(k);
  for (const Known& k : unanswered_) look(k);
  std::vector<UnusedLookup> out;
  for (auto& [key, lookup] : found)
    if (!used[key]) out.push_back(std::move(lookup));
  return out;
}

std::string contact_text(const Contact& contact) {
  std::string text = fmt::format("{} {}, {}", how(contact.source), contact.what,
                                 what_it_is(contact.facts.category));
  if (!contact.facts.coins.empty()) text += fmt::format(" for {}", contact.facts.coins);
  text += fmt::format(" (listed by {}, {})", contact.facts.source, contact.facts.last_confirmed);
  if (!contact.facts.dispute.empty()) text += fmt::format("; but: {}", contact.facts.dispute);
  return text;
}

RelatedClass related_class(const Contact& contact) {
  switch (contact.facts.category) {
    case IndicatorCategory::storage_network:
      return RelatedClass::storage_network;
    case IndicatorCategory::node:
      return RelatedClass::blockchain_node;
    case IndicatorCategory::wallet:
      return RelatedClass::wallet;
    case IndicatorCategory::exchange:
    case IndicatorCategory::price_site:
      return RelatedClass::trading;
    default:
      return RelatedClass::pool_contact;
  }
}

Signal contact_signal(const Contact& contact, const FlowRecord& record, bool alone) {
  const double strength =
      alone && !contact.is_accusing() ? std::min(0.0, strength_of(contact)) : strength_of(contact);
  return Signal{.detector = detector,
                .independence_group = "contact",
                .basis = strength > 0 ? Basis::indicator : Basis::recognised,
                .strength_nats = strength,
                .window_first = record.first_seen,
                .window_last = record.last_seen,
                .reasons = {{detector, strength, contact_text(contact)}}};
}

}  // namespace davy::signal
