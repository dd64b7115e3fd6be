#include "workbench/blocking/block_list.hpp"

#include <simdjson.h>

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "flow/names_record.hpp"
#include "workbench/store/rows.hpp"

namespace davy::blocking {
namespace {

using simdjson::dom::object;

std::string_view text(const object& from, std::string_view key) {
  std::string_view value;
  return from[key].get(value) == simdjson::SUCCESS ? value : std::string_view{};
}

class Collected {
 public:
  void event(std::string_view line, Timestamp first, Timestamp last) {
    object flow;
    if (parser_.parse(simdjson::padded_string(line)).get(flow) != simdjson::SUCCESS) {
      ++left_out_;
      return;
    }
    const bool is_turned = text(flow, "miner_side") == "destination";
    const auto address =
        parse_ip_address(text(flow, is_turned ? "source_address" : "destination_address"));
    std::uint64_t port = 0;
    const auto asked = flow[is_turned ? "source_port" : "destination_port"].get(port);
    if (!address || asked != simdjson::SUCCESS || port == 0 || port > 65'535) {
      ++left_out_;
      return;
    }
    end({.address = *address,
         .port = static_cast<std::uint16_t>(port),
         .transport = std::string{text(flow, "transport_protocol")},
         .coin = std::string{text(flow, "coin")},
         .flows = 1,
         .first_seen = first,
         .last_seen = last});
    names(flow, last);
  }

  BlockList take(Timestamp now) {
    BlockList list{.left_out = left_out_, .made_at = now};
    for (auto& [key, end] : ends_) list.ends.push_back(std::move(end));
    for (auto& [name, last] : names_) list.names.push_back({name, last});
    return list;
  }

 private:
  void end(BlockedEnd fresh) {
    const std::tuple key{fresh.address, fresh.port, fresh.transport};
    const auto known = ends_.find(key);
    if (known == ends_.end()) {
      if (ends_.size() < block_ends_max)
        ends_.emplace(key, std::move(fresh));
      else
        ++left_out_;
      return;
    }
    BlockedEnd& end = known->second;
    ++end.flows;
    if (end.coin.empty()) end.coin = fresh.coin;
    end.first_seen = std::min(end.first_seen, fresh.first_seen);
    end.last_seen = std::max(end.last_seen, fresh.last_seen);
  }

  void names(const object& flow, Timestamp last) {
    simdjson::dom::array hosts;
    if (flow["hosts"].get(hosts) != simdjson::SUCCESS) return;
    for (const simdjson::dom::element one : hosts) {
      object host;
      if (one.get(host) != simdjson::SUCCESS) continue;
      if (text(host, "source") != flow::name(flow::NameSource::address_lookup)) continue;
      const std::string name = flow::host_name(text(host, "name"));
      if (name.empty() || names_.size() >= block_ends_max) continue;
      Timestamp& seen = names_.try_emplace(name, last).first->second;
      seen = std::max(seen, last);
    }
  }

  simdjson::dom::parser parser_;
  std::map<std::tuple<IpAddress, std::uint16_t, std::string>, BlockedEnd> ends_;
  std::map<std::string, Timestamp> names_;
  std::uint64_t left_out_ = 0;
};

}  // namespace

Result<BlockList> block_list(store::Store& store, int level_max, Timestamp since, Timestamp now) {
  Collected collected;
  const auto read = store::each_row(
      store.database().query("SELECT event, first_seen_ns, last_seen_ns FROM flow"
                             " WHERE level <= ? AND last_seen_ns >= ? ORDER BY last_seen_ns DESC",
                             level_max, store::ns(since)),
      [&](const store::Query& row) {
        collected.event(row.view(0), timestamp_ns(row.integer(1)), timestamp_ns(row.integer(2)));
      });
  if (!read) return std::unexpected(read.error());
  return collected.take(now);
}

}  // namespace davy::blocking
