// What mining was found to talk to, as lists that a person may give to a firewall, a resolver or an exchange of indicators.
//
// Shape:   an end is an address with its transport and port, never an address alone: others may live there. A name is told only where
//          clients were given the address for it by their resolver: what a client calls its server it may make up, to have
//          somebody else blocked. Sorted, each once, with how often and when it was seen. Nothing is applied by Davy.
// Errors:  of the store; an event that cannot be read is left out and counted.
// Bounds:  limits::store_rows… of the store; block_ends_max ends, the latest first.
// Threads: of the store.
// Source:  Suricata 6 rule format; RFC draft-vixie-dnsop-dns-rpz; nft(8); STIX 2.1 (OASIS, 2021); MISP core format.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/ip_address.hpp"
#include "base/time.hpp"
#include "workbench/store/store.hpp"

namespace davy::blocking {

inline constexpr std::size_t block_ends_max = 10'000;

struct BlockedEnd {
  IpAddress address = {};
  std::uint16_t port = 0;
  std::string transport = {};  // "tcp", "udp"
  std::string coin = {};
  std::uint64_t flows = 0;
  Timestamp first_seen = {};
  Timestamp last_seen = {};
};

struct BlockedName {
  std::string name = {};
  Timestamp last_seen = {};
};

struct BlockList {
  std::vector<BlockedEnd> ends = {};    // by address, port, transport
  std::vector<BlockedName> names = {};  // by name
  std::uint64_t left_out = 0;           // beyond the bound, or not to be read
  Timestamp made_at = {};
};

// Of flows at this level (0: confirmed) or more certain ones, seen since `since`.
Result<BlockList> block_list(store::Store& store, int level_max, Timestamp since, Timestamp now);

std::string suricata_rules(const BlockList& list);
std::string dns_rpz(const BlockList& list);  // a zone file
std::string nftables_set(const BlockList& list);
std::string stix_bundle(const BlockList& list);
std::string misp_event(const BlockList& list);

}  // namespace davy::blocking
