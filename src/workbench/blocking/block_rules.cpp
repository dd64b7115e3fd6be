// Block lists for programs that drop: Suricata, resolvers, nftables.
#include <fmt/format.h>

#include "workbench/blocking/block_list.hpp"

namespace davy::blocking {
namespace {

// Of the range that Suricata leaves to its users (1,000,000 to 1,999,999).
constexpr std::size_t first_rule = 1'820'000;

std::string day(Timestamp time) { return to_rfc3339(time).substr(0, 10); }

// Addresses of IPv6 in brackets would be host names to Suricata.
std::string address(const BlockedEnd& end) { return to_string(end.address); }

std::string heading(const BlockList& list, std::string_view comment) {
  return fmt::format(
      "{0} Davy, {1}: {2} ends and {3} names that mining was found to talk to; {4} left out.\n"
      "{0} For a person to look through and apply.\n",
      comment, to_rfc3339(list.made_at), list.ends.size(), list.names.size(), list.left_out);
}

std::string elements(const BlockList& list, bool ipv6) {
  std::string out;
  for (const BlockedEnd& end : list.ends) {
    if (end.address.is_v4() == ipv6) continue;
    out += fmt::format("{}      {} . {} . {}", out.empty() ? "" : ",\n", address(end),
                       end.transport, end.port);
  }
  return out;
}

std::string set(std::string_view name, std::string_view type, const std::string& elements) {
  if (elements.empty())
    return fmt::format("  set {} {{\n    type {} . inet_proto . inet_service\n  }}\n", name, type);
  return fmt::format(
      "  set {} {{\n    type {} . inet_proto . inet_service\n    elements = {{\n{}\n    }}\n  }}\n",
      name, type, elements);
}

}  // namespace

std::string suricata_rules(const BlockList& list) {
  std::string out = heading(list, "#");
  std::size_t rule = first_rule;
  for (const BlockedEnd& end : list.ends)
    out += fmt::format(
        "drop {} any any -> {} {} (msg:\"Davy mining pool {}:{}{}{}, last seen {}\"; "
        "flow:to_server; classtype:policy-violation; sid:{}; rev:1;)\n",
        end.transport, end.address.is_v4() ? address(end) : fmt::format("[{}]", address(end)),
        end.port, address(end), end.port, end.coin.empty() ? "" : " ", end.coin, day(end.last_seen),
        rule++);
  for (const BlockedName& one : list.names)
    out += fmt::format(
        "drop dns any any -> any any (msg:\"Davy mining pool {}, last seen {}\"; dns.query; "
        "content:\"{}\"; nocase; startswith; endswith; classtype:policy-violation; sid:{}; "
        "rev:1;)\n",
        one.name, day(one.last_seen), one.name, rule++);
  return out;
}

std::string dns_rpz(const BlockList& list) {
  // The serial grows with time, and fits 32 bits until 2106.
  const auto serial =
      std::chrono::duration_cast<std::chrono::seconds>(list.made_at.time_since_epoch()).count();
  std::string out = heading(list, ";");
  out += fmt::format(
      "$TTL 300\n@ IN SOA localhost. root.localhost. {} 3600 600 86400 300\n@ IN NS localhost.\n",
      serial);
  for (const BlockedName& one : list.names) out += fmt::format("{} CNAME .\n", one.name);
  return out;
}

std::string nftables_set(const BlockList& list) {
  return heading(list, "#") + "table inet davy {\n" +
         set("pools4", "ipv4_addr", elements(list, false)) +
         set("pools6", "ipv6_addr", elements(list, true)) +
         "  chain forward {\n"
         "    type filter hook forward priority filter; policy accept;\n"
         "    ip daddr . meta l4proto . th dport @pools4 counter drop\n"
         "    ip6 daddr . meta l4proto . th dport @pools6 counter drop\n"
         "  }\n}\n";
}

}  // namespace davy::blocking
