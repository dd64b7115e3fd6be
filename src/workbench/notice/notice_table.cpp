#include "workbench/notice/notice_table.hpp"

#include <fmt/format.h>

#include <array>

#include "base/ip_address.hpp"
#include "base/whole_number.hpp"
#include "power/read/time_text.hpp"

namespace davy::notice {
namespace {

using table::Field;

constexpr std::size_t text_octets_max = 400;

// No two authorities have the same form.
constexpr std::array fields{
    Field{"source_address",
          {"source_ip", "src_ip", "src", "ip", "ip_address", "exit_ip", "nat_exit", "源IP", "IP",
           "IP地址", "源地址", "出口IP", "出口地址", "矿机IP", "被控IP", "疑似IP"}},
    Field{"source_port", {"src_port", "sport", "port_src", "源端口", "出口端口"}},
    Field{"destination_address",
          {"dst_ip", "dest_ip", "dst", "destination_ip", "pool_ip", "目的IP", "目标IP", "目的地址",
           "矿池IP", "矿池地址IP"}},
    Field{"destination_port",
          {"dst_port", "dest_port", "dport", "pool_port", "目的端口", "目标端口", "矿池端口"}},
    Field{"domain",
          {"pool_domain", "host", "hostname", "域名", "矿池域名", "恶意域名", "访问域名", "pool",
           "矿池", "矿池地址", "url"}},
    Field{"coin", {"currency", "symbol", "币种", "虚拟货币", "虚拟货币种类"}},
    Field{"first_seen",
          {"time", "timestamp", "first_time", "start_time", "发现时间", "首次发现时间", "开始时间",
           "时间", "最早时间", "监测时间"}},
    Field{"last_seen",
          {"last_time", "end_time", "最近发现时间", "结束时间", "最后时间", "最近时间"}},
    Field{"times",
          {"count", "hit_count", "submission_count", "hits", "次数", "提交次数", "命中次数",
           "访问次数", "连接次数"}},
    Field{"indicator",
          {"indicator_kind", "kind", "type", "告警类型", "类型", "行为类型", "线索类型"}},
};
constexpr std::array<std::string_view, 3> must{"source_address", "destination_address", "domain"};

std::optional<std::int64_t> whole(std::string_view text) {
  const auto number = whole_number<std::int64_t>(text);
  return number && *number >= 0 ? number : std::nullopt;
}

// "203.0.113.9:3333", "[2001:db8::1]:80", an address alone; a port of its own column comes first.
std::string take_end(std::string_view text, std::string_view port_text, std::string& address,
                     std::optional<std::int64_t>& port) {
  if (!port_text.empty()) {
    port = whole(port_text);
    if (!port || *port > 65'535) return fmt::format("no port: {}", port_text);
  }
  if (text.empty() || text == "-") return {};
  std::string_view host = text;
  const std::size_t colon = text.rfind(':');
  const bool with_port = text.starts_with('[')
                             ? text.contains("]:")
                             : colon != std::string_view::npos && text.find(':') == colon;
  if (with_port) {
    host = text.substr(0, colon);
    if (!port) port = whole(text.substr(colon + 1));
    if (port.value_or(65'536) > 65'535) return fmt::format("no port: {}", text.substr(0, 60));
  }
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const auto parsed = parse_ip_address(host);
  if (!parsed) return fmt::format("no address: {}", text.substr(0, 60));
  address = to_string(*parsed);
  return {};
}

// "stratum+tcp://pool.example.org:3333/" is pool.example.org.
std::string domain_of(std::string_view text) {
  if (const auto scheme = text.find("://"); scheme != std::string_view::npos)
    text.remove_prefix(scheme + 3);
  text = text.substr(0, text.find_first_of("/:?# "));
  while (text.ends_with('.')) text.remove_suffix(1);
  std::string domain{text.substr(0, text_octets_max)};
  for (char& c : domain)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return domain == "-" ? std::string{} : domain;
}

std::string take_time(std::string_view text, const cctz::time_zone& zone,
                      std::optional<Timestamp>& time) {
  if (text.empty() || text == "-") return {};
  const auto civil = power::parse_time(text, power::DateOrder::year_first);
  if (!civil) return fmt::format("no time: {}", text.substr(0, 60));
  const cctz::civil_second local = cctz::civil_second(1970, 1, 1) + civil->second;
  const auto utc = civil->offset_s
                       ? std::chrono::system_clock::from_time_t(civil->second - *civil->offset_s)
                       : std::chrono::time_point_cast<std::chrono::system_clock::duration>(
                             zone.lookup(local).pre);
  time = std::chrono::time_point_cast<Timestamp::duration>(utc);
  return {};
}

// Of the three things that an alarm can mean, which: the address was talked to, the name was asked for over HTTP, or only looked up.
std::string indicator_of(std::string_view told, const Item& item) {
  for (const std::string_view word : {"dns", "DNS", "解析", "look_up", "lookup", "query", "查询"})
    if (told.contains(word)) return "look_up";
  if (!item.destination_address.empty()) return "address";
  if (!item.domain.empty()) return "domain";
  return "unknown";
}

}  // namespace

Result<table::HeadedTable> parse_list(std::string_view octets) {
  return table::HeadedTable::parse(octets, fields, must);
}

std::string read_item(const table::HeadedTable& table, const cctz::time_zone& zone, Item& item) {
  item.line = static_cast<std::int64_t>(table.line());
  const auto text = [&](std::string_view field) { return table.text(field); };
  if (auto why = take_end(text("source_address"), text("source_port"), item.source_address,
                          item.source_port);
      !why.empty())
    return why;
  // A pool may stand where an address is asked for, and an address where a name is.
  std::string_view pool = text("destination_address");
  std::string_view name = text("domain");
  std::optional<std::int64_t> no_port;
  if (std::string other; pool.empty() && take_end(domain_of(name), "", other, no_port).empty())
    std::swap(pool, name);
  if (auto why =
          take_end(pool, text("destination_port"), item.destination_address, item.destination_port);
      !why.empty()) {
    // A name in place of an address; what is wrong with the port is wrong.
    if (!name.empty() || pool.empty() || item.destination_port.value_or(0) > 65'535) return why;
    name = pool;
  }
  item.domain = domain_of(name);
  item.coin = text("coin").substr(0, text_octets_max);
  if (auto why = take_time(text("first_seen"), zone, item.first_seen); !why.empty()) return why;
  if (auto why = take_time(text("last_seen"), zone, item.last_seen); !why.empty()) return why;
  if (!item.last_seen) item.last_seen = item.first_seen;
  item.times = whole(text("times"));
  item.indicator = indicator_of(text("indicator"), item);
  if (item.source_address.empty() && item.destination_address.empty() && item.domain.empty())
    return "neither address nor name";
  return {};
}

std::string identity_of(const Item& item) {
  return fmt::format("{}|{}|{}|{}", item.source_address, item.destination_address,
                     item.destination_port.value_or(0), item.domain);
}

}  // namespace davy::notice
