// Detector: a client that is in touch with something known by its name or address: a pool, a proxy, a wallet, an exchange.
//
// Units:   nats.
// Shape:   learn() every look-up first, then ask for each flow. An address that clients were given for several names of
//          several owners belongs to none of them: it never stands for a name. What is disputed, or known as no mining, is
//          recognised, not accused. Independence group "contact". Absence of a name never lowers anything.
// Bounds:  limits::address_lookups_max look-ups of interest, and as many addresses whose names are counted.
// Privacy: nothing is resolved or contacted.
// Threads: one owner while learning; find() is const.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "flow/flow_record.hpp"
#include "signal/intel/indicators.hpp"
#include "signal/signal.hpp"

namespace davy::signal {

// What a flow table is to keep names and addresses of.
class KnownNames final : public flow::NameJudge {
 public:
  explicit KnownNames(const Indicators& indicators) : indicators_(indicators) {}
  bool wants(std::string_view host) const override { return indicators_.find(host) != nullptr; }
  bool wants(const IpAddress& address) const override {
    return indicators_.find(address) != nullptr;
  }
  bool wants(const flow::CertificateFacts& certificate) const override;
  bool may_want(Bytes certificate) const override;

 private:
  const Indicators& indicators_;
};

struct Contact {
  std::string what;                                  // the name or address that is known
  flow::NameSource source = flow::NameSource::none;  // none: by the address itself
  IndicatorFacts facts;
  bool is_accusing() const;  // a mining service, and nobody disputes it
};

// Asked, and never connected to as far as the input shows.
struct UnusedLookup {
  flow::AddressLookup lookup;
  Contact contact;
  std::size_t input = 0;
};

class Contacts {
 public:
  explicit Contacts(const Indicators& indicators) : indicators_(indicators) {}
  const Indicators& indicators() const { return indicators_; }

  // `input`: a number of the caller's, given back with what is unused.
  void learn(const flow::AddressLookup& lookup, std::size_t input = 0);
  // What is known of a flow's ends; the most telling of several.
  std::optional<Contact> find(const flow::FlowRecord& record) const;
  // Names of mining services that were looked up by clients for which use() was never called with what they were given.
  void use(const flow::FlowRecord& record);
  std::vector<UnusedLookup> unused() const;
  std::uint64_t left_out() const { return left_out_; }

 private:
  struct Known {
    flow::AddressLookup lookup;
    const Indicator* row = nullptr;
    std::size_t input = 0;
    bool used = false;
  };
  using Ends = std::pair<IpAddress, IpAddress>;  // client, address given

  const Known* given(const flow::FlowRecord& record, bool reversed) const;
  bool is_shared(const IpAddress& address) const;
  void by_names(const flow::FlowRecord& record, std::optional<Contact>& best) const;
  void by_certificate(const flow::FlowRecord& record, std::optional<Contact>& best) const;
  void by_lookup(const flow::FlowRecord& record, std::optional<Contact>& best) const;
  void by_address(const flow::FlowRecord& record, std::optional<Contact>& best) const;

  const Indicators& indicators_;
  std::multimap<Ends, Known> known_;
  std::vector<Known> unanswered_;
  std::unordered_map<std::string, std::string>
      owner_of_;  // address: the one owner, or "" for several
  std::uint64_t left_out_ = 0;
};

// `alone`: nothing else speaks for mining in this flow; what is disputed is then recognised, not accused.
Signal contact_signal(const Contact& contact, const flow::FlowRecord& record, bool alone);
// What it is where it is no accusation.
flow::RelatedClass related_class(const Contact& contact);
// "asked for xmr.pool.example, known as a pool for XMR (Pool Example)"
std::string contact_text(const Contact& contact);

}  // namespace davy::signal
