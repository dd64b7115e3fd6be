// Block lists for exchanges of indicators: STIX 2.1, MISP.
#include <fmt/format.h>
#include <openssl/sha.h>

#include <array>

#include "base/hex.hpp"
#include "workbench/blocking/block_list.hpp"
#include "workbench/report/json_writer.hpp"

namespace davy::blocking {
namespace {

using report::JsonWriter;

// Version 5 of RFC 9562 under a name space of Davy's own, so the same indicator has the same number everywhere.
std::string uuid_of(std::string_view what) {
  const std::string named = fmt::format("https://davy.example/indicator {}", what);
  std::array<unsigned char, SHA_DIGEST_LENGTH> hash{};
  SHA1(reinterpret_cast<const unsigned char*>(named.data()), named.size(), hash.data());
  hash[6] = static_cast<unsigned char>((hash[6] & 0x0f) | 0x50);
  hash[8] = static_cast<unsigned char>((hash[8] & 0x3f) | 0x80);
  const std::string digits = to_hex(hash);
  return fmt::format("{}-{}-{}-{}-{}", digits.substr(0, 8), digits.substr(8, 4),
                     digits.substr(12, 4), digits.substr(16, 4), digits.substr(20, 12));
}

// STIX wants milliseconds.
std::string stix_time(Timestamp time) { return to_rfc3339(time).substr(0, 23) + "Z"; }

std::string pattern_of(const BlockedEnd& end) {
  const std::string address = to_string(end.address);
  return fmt::format(
      "[network-traffic:dst_ref.type = '{}' AND network-traffic:dst_ref.value = '{}' AND "
      "network-traffic:dst_port = {} AND network-traffic:protocols[*] = '{}']",
      end.address.is_v4() ? "ipv4-addr" : "ipv6-addr", address, end.port, end.transport);
}

struct Indicator {
  std::string pattern = {};
  std::string name = {};
  Timestamp first_seen = {};
  Timestamp made_at = {};
};

void write_indicator(JsonWriter& json, const Indicator& indicator) {
  json.begin_object();
  json.field("type", "indicator");
  json.field("spec_version", "2.1");
  json.field("id", "indicator--" + uuid_of(indicator.pattern));
  json.field("created", stix_time(indicator.first_seen));
  json.field("modified", stix_time(std::max(indicator.first_seen, indicator.made_at)));
  json.field("name", indicator.name);
  json.key("indicator_types");
  json.begin_array();
  json.value("malicious-activity");
  json.end_array();
  json.field("pattern", indicator.pattern);
  json.field("pattern_type", "stix");
  json.field("valid_from", stix_time(indicator.first_seen));
  json.end_object();
}

void write_attribute(JsonWriter& json, std::string_view type, const std::string& value,
                     const std::string& comment) {
  json.begin_object();
  json.field("uuid", uuid_of(value));
  json.field("type", type);
  json.field("category", "Network activity");
  json.field("to_ids", true);
  json.field("value", value);
  json.field("comment", comment);
  json.end_object();
}

std::string comment_of(const BlockedEnd& end) {
  return fmt::format("mining{}{}, {} flows, last seen {}", end.coin.empty() ? "" : " of ", end.coin,
                     end.flows, to_rfc3339(end.last_seen));
}

}  // namespace

std::string stix_bundle(const BlockList& list) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.field("type", "bundle");
  json.field("id", "bundle--" + uuid_of("bundle " + to_rfc3339(list.made_at)));
  json.key("objects");
  json.begin_array();
  for (const BlockedEnd& end : list.ends)
    write_indicator(json, {pattern_of(end), comment_of(end), end.first_seen, list.made_at});
  for (const BlockedName& one : list.names)
    write_indicator(json, {fmt::format("[domain-name:value = '{}']", one.name),
                           "name of a mining pool", one.last_seen, list.made_at});
  json.end_array();
  json.end_object();
  return out + '\n';
}

std::string misp_event(const BlockList& list) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.key("Event");
  json.begin_object();
  json.field("uuid", uuid_of("event " + to_rfc3339(list.made_at)));
  json.field("info", "Davy: ends of cryptocurrency mining");
  json.field("date", to_rfc3339(list.made_at).substr(0, 10));
  json.field("threat_level_id", "3");  // low
  json.field("analysis", "2");         // completed
  json.field("distribution", "0");     // your organisation only
  json.key("Attribute");
  json.begin_array();
  for (const BlockedEnd& end : list.ends)
    write_attribute(json, "ip-dst|port", fmt::format("{}|{}", to_string(end.address), end.port),
                    comment_of(end));
  for (const BlockedName& one : list.names)
    write_attribute(json, "domain", one.name, "name of a mining pool");
  json.end_array();
  json.end_object();
  json.end_object();
  return out + '\n';
}

}  // namespace davy::blocking
